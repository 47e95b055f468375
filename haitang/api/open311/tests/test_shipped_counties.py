"""A client from the package registry tells and follows in each county that ships, by its own services."""

from typing import NamedTuple

import pytest
from civicbot.http import HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from django.conf import settings
from georeport import GeoReport

from haitang.kernel.matters.api import MattersSection, make_move
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import HeaderSection, apply, load, plan
from haitang.kernel.registry.api import RESIDENT, SYSTEM, add_unit, open_region, root_of
from haitang.kernel.registry.models import Region
from haitang.lib.ids import new_id

pytestmark = pytest.mark.slow(reason="each applies the playbook of a whole county")
#: The category that every shipped county has from the national playbook.
CATEGORY = "city.lighting.lamp_broken"
#: Told by their words: to read the playbooks whole would be done by everyone who only collects the tests.
COUNTIES = [
    one.parent
    for one in sorted(settings.PLAYBOOKS.glob("*/playbook.yaml"))
    if "\nholds_for:" in one.read_text(encoding="utf-8")
]


class Shipped(NamedTuple):
    """A county with the playbook that ships for it, a town and a place in it."""

    region: Region
    service: str


@pytest.fixture(params=COUNTIES, ids=lambda folder: folder.name)
def county(request, db) -> Shipped:
    """One after the other."""
    house = load(request.param, [settings.PLAYBOOKS])
    header, matters = (house.section(one) for one in (HeaderSection, MattersSection))
    name, code = header.playbook, header.holds_for.unit
    key, kind = next((key, one) for key, one in matters.matters.items() if one.public)
    region = open_region(name, code=code, name=name.title(), actor=None)
    root = root_of(region)
    apply(plan(settings.PLAYBOOKS / name, at=root), actor=SYSTEM(region))
    town = add_unit("East", kind="town", under=root, code=f"{code}101", actor=SYSTEM(region))
    place = next(one for one in kind.at if one != "town")
    add_unit("Lake", kind=place, under=town, code=f"{code}101001", actor=SYSTEM(region))
    region.refresh_from_db()
    return Shipped(region, f"{key}.{CATEGORY}")


@pytest.fixture
def writer(county, endpoint) -> Open311Client:
    """A client that writes."""
    key = county.region.key
    place = Endpoint(key, key.title(), endpoint, write=True, api_key_required_for_write=False)
    return Open311Client(place, HttpTransport(rate_limiter=RateLimiter(0)), jurisdiction_id=key)


def told(writer: Open311Client, county: Shipped) -> str:
    """The id of a request told by the client, with the first value of whatever its service must know."""
    asked = writer.get_service_definition(county.service)["attributes"]
    must = {one["code"]: one["values"][0]["key"] for one in asked if one["required"]}
    sent = writer.create_request(
        county.service,
        address_string="Lake, East",
        lat=36.0,
        lng=119.0,
        description="六组路灯三盏不亮。",
        attributes=must,
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
    )
    return str(sent.response[0]["service_request_id"])


def withdraw(county: Shipped, number: str) -> None:
    matter = Matter.objects.get(number=number)
    matter.is_followed = True
    make_move(
        matter,
        move="withdraw",
        seen=matter.serial,
        client_id=new_id(),
        note="已自行解决。",
        actor=RESIDENT(county.region),
    )


def test_it_is_told_under_the_county_s_own_service_and_followed_to_its_end(county, writer):
    number = told(writer, county)
    matter = Matter.objects.get(number=number)
    assert (matter.region, matter.unit.name, matter.channel) == (county.region, "Lake", "open311")
    assert matter.kind.key == county.service.split(".")[0]
    assert matter.category.key == county.service.split(".")[-1]
    assert writer.get_token(number)[0]["service_request_id"] == number
    assert [one["service_request_id"] for one in writer.list_requests(status="open")] == [number]
    withdraw(county, number)
    assert writer.get_request(number)["status"] == "closed"
    assert writer.list_requests(status="open") == []


def test_another_client_reads_the_same_in_both_formats(county, writer, endpoint):
    numbers = [told(writer, county) for _ in range(2)]
    said = f"Lake, East, {county.region.name}"
    for form in ("json", "xml"):
        client = GeoReport(endpoint, jurisdiction=county.region.key, output_format=form)
        services = [one["service_code"] for one in client.get_service_list()]
        assert county.service in services
        assert len(services) == len(set(services)) > 50
        found = client.get_service_requests(service_code=county.service, status="open")
        listed = [(one["service_request_id"], one["address"]) for one in found]
        assert listed == [(number, said) for number in numbers[::-1]]
