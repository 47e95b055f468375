"""Discovery, the list of services and their definitions, in both formats."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from haitang.api.api import api
from haitang.api.open311.tests.county import speaking, speaking_county
from haitang.desks.requests.tests.county import PLAYBOOK
from haitang.lib import clock


def test_discovery_says_where_and_in_which_formats(ask, county):
    for path in ("discovery", "v2/discovery"):
        status, found = ask(path)
        assert status == 200
        (endpoint,) = found["endpoints"]
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["url"] == "http://testserver/open311/v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["type"] == "production"
        assert found["changeset"] == endpoint["changeset"] != ""
        assert "http://testserver/api/docs" in found["contact"]
        assert found["key_service"]


def addresses(found: object) -> set[str]:
    """Every address of this installation that *found* names, in a field or within a sentence."""
    return set(re.findall(r"http://testserver[^\s\"'，。,)]*[^\s\"'，。,).]", str(found)))


@pytest.mark.slow(reason="asks for every address")
def test_every_address_that_discovery_names_is_there(ask, county, client):
    named = addresses(ask("discovery")[1])
    assert {urlsplit(one).path for one in named} == {"/open311/v2", "/api/docs"}
    for address in named:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_the_endpoint_itself_says_where_its_resources_are(county, client):
    for address in ("/open311/", "/open311/v2", "/open311/v2/"):
        answer = client.get(address)
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert b"<discovery><changeset>" in answer.content


@pytest.mark.slow(reason="makes the whole document")
def test_what_discovery_says_can_be_done_in_our_own_api_can_be_done_there(ask, county):
    said = ask("discovery")[1]["contact"]
    calls = {"follow": "get", "add to": "remarks", "rate or reopen": "moves/{move}"}
    paths = api.get_openapi_schema()["paths"]
    for words, call in calls.items():
        assert words in said.lower()
        path = "/api/public/requests/{number}" + ("" if call == "get" else f"/{call}")
        assert set(paths[path]) == {"get" if call == "get" else "post"}


def test_the_changeset_sorts_after_a_playbook_is_applied_anew(ask, county):
    before = ask("discovery")[1]["changeset"]
    with time_machine.travel(clock.now() + timedelta(days=1)):
        text = speaking().replace("小县有约", "又一个名字")
        county.apply(text)
    assert ask("discovery")[1]["changeset"] > before


def test_services_are_the_kind_and_its_narrowest_categories(ask, county):
    status, found = ask("v2/services")
    assert status == 200
    assert [one["service_code"] for one in found] == ["request", "request.city.lighting"]
    assert found[1] == {
        "service_code": "request.city.lighting",
        "service_name": "Street lighting",
        "description": "Request / City upkeep / Street lighting",
        "metadata": "true",
        "type": "realtime",
        "keywords": "城市管理, City upkeep, 路灯照明, Street lighting, 居民诉求, Request",
        "group": "City upkeep",
    }


def test_services_speak_chinese_unless_asked_otherwise(ask, county):
    assert ask("v2/services", language="zh-CN")[1][1]["service_name"] == "路灯照明"


def test_a_definition_has_an_attribute_for_each_field_asked(ask, county):
    status, found = ask("v2/services/request.city.lighting")
    assert (status, found["service_code"]) == (200, "request.city.lighting")
    kinds = {one["code"]: one["datatype"] for one in found["attributes"]}
    assert kinds == {
        "place_words": "string",
        "urgency": "singlevaluelist",
        "lamps": "number",
        "since": "datetime",
        "night": "singlevaluelist",
        "story": "text",
        "spot": "string",
    }
    assert [one["order"] for one in found["attributes"]] == [str(n) for n in range(1, 8)]
    assert found["attributes"][1] == {
        "variable": "true",
        "code": "urgency",
        "datatype": "singlevaluelist",
        "required": "true",
        "datatype_description": "",
        "order": "2",
        "description": "Urgency",
        "values": [{"key": "ordinary", "name": "Ordinary"}, {"key": "urgent", "name": "Urgent"}],
    }


def test_a_wider_category_is_understood_though_not_offered(ask, county):
    assert ask("v2/services/request.city")[0] == 200


def test_an_unknown_service_is_404_and_names_the_nearest(ask, county):
    status, (error,) = ask("v2/services/request.city.lightning")
    assert (status, error["code"]) == (404, "404")
    assert 'Did you mean "request.city.lighting"?' in error["description"]


def test_one_jurisdiction_need_not_be_named_and_an_unknown_one_is_404(ask, county):
    assert ask("v2/services", {"jurisdiction_id": ""})[0] == 200
    assert ask("v2/services", {"jurisdiction_id": "small"})[0] == 200
    status, (error,) = ask("v2/services", {"jurisdiction_id": "atlantis"})
    assert (status, error["code"]) == (404, "404")
    assert "atlantis" in error["description"]


def test_of_several_jurisdictions_one_must_be_named(ask, county):
    speaking_county("other", "990002")
    status, (error,) = ask("v2/services")
    assert (status, error["code"]) == (400, "400")
    assert "small" in error["description"]
    assert "other" in error["description"]
    assert ask("v2/services", {"jurisdiction_id": "other"})[0] == 200


def test_a_region_that_does_not_declare_the_channel_does_not_speak_it(ask, county):
    county.apply(PLAYBOOK)
    assert ask("v2/services", {"jurisdiction_id": "small"})[0] == 404
    assert ask("v2/services")[0] == 404


def test_other_methods_and_addresses_are_refused_in_the_format(ask, county, client):
    assert ask("v2/services", post=True)[0] == 405
    for address in ("/open311/v3/", "/open311/v2/services.csv", "/open311/v1/services.xml"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert b"<errors><error><code>404</code>" in answer.content
