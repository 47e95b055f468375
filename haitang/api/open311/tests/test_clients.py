"""Two clients from the package registry, over HTTP: one reads both formats, one writes as well."""

import pytest
import requests
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client, ValidationError
from civicbot.registry import Endpoint
from georeport import GeoReport

from haitang.kernel.matters.models import Matter

TOKEN_WORD = "SEND"  # what civicbot wants to hear before it really sends


@pytest.fixture
def writer(endpoint) -> Open311Client:
    """A client that writes."""
    place = Endpoint("small", "Small", endpoint, write=True, api_key_required_for_write=False)
    return Open311Client(place, HttpTransport(rate_limiter=RateLimiter(0)), jurisdiction_id="small")


def told(writer: Open311Client) -> str:
    """The id of a request told by the client."""
    sent = writer.create_request(
        "request.city.lighting",
        address_string="Lake, East",
        description="六组路灯三盏不亮。",
        attributes={"urgency": "urgent", "lamps": "3"},
        dry_run=False,
        confirm=TOKEN_WORD,
        validate_remote=True,
    )
    return sent.response[0]["service_request_id"]


def test_a_client_finds_a_service_tells_and_follows(writer, county):
    number = told(writer)
    matter = Matter.objects.get(number=number)
    assert (matter.unit, matter.channel, matter.body[:9]) == (
        county.units["lake"],
        "open311",
        "六组路灯三盏不亮。",
    )
    assert writer.get_request(number)["status"] == "open"
    assert writer.get_token(number)[0]["service_request_id"] == number
    assert [one["service_request_id"] for one in writer.list_requests(status="open", page_size=5)] == [number]
    assert writer.list_requests(status="closed") == []
    assert len(writer.list_requests(service_request_ids=[number, "nothing"])) == 1


def test_a_client_that_checks_by_the_definition_finds_what_is_missing(writer):
    with pytest.raises(ValidationError, match="urgency"):
        writer.create_request("request", address_string="Lake", validate_remote=True)
    with pytest.raises(HttpError) as refused:
        writer.create_request("request", address_string="Lake", dry_run=False, confirm=TOKEN_WORD)
    assert refused.value.status == 400
    assert "缓急" in refused.value.body


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_reads_everything_in_both_formats(endpoint, writer, form):
    numbers = [told(writer) for _ in range(2)]
    client = GeoReport(endpoint, jurisdiction="small", output_format=form)
    assert [one["service_code"] for one in client.get_service_list()] == ["request", "request.city.lighting"]
    assert client.get_service_definition("request")["service_code"] == "request"
    found = client.get_service_requests(service_code="request.city.lighting", status="open")
    assert [one["service_request_id"] for one in found] == numbers[::-1]
    one = client.get_service_request(numbers[0])
    assert (one["status"], one["agency_responsible"], one["zipcode"]) == ("open", "East", None)
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_request("nothing")
