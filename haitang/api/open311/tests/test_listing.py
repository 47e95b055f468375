"""Listing and reading requests: facts only, within the protocol's bounds."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from haitang.api.open311.tests.conftest import say as say_it
from haitang.api.open311.tests.county import speaking
from haitang.kernel.matters.api import make_move, matter_for, open_many
from haitang.kernel.matters.drafts import MatterDraft
from haitang.kernel.matters.models import Matter
from haitang.lib import clock
from haitang.lib.ids import new_id

SECRET = "王梅家的狗13800138000"


def step(county, matter: Matter, move: str, who: str, **given) -> None:
    """One move by somebody."""
    actor = county.actor(who)
    found = matter_for(county.house, matter.number)
    assert found
    make_move(found, move=move, seen=found.serial, client_id=new_id(), actor=actor, **given)


@pytest.fixture
def told(tell, county) -> Matter:
    """A request about a lamp at the lake, with words of the resident's own."""
    tell(description=SECRET, phone="13800138000", last_name="王梅", address_string="3号楼201室")
    return Matter.objects.select_related("unit").get()


def ids(answer) -> list[str]:
    """The ids listed."""
    status, found = answer
    assert status == 200, found
    return [one["service_request_id"] for one in found]


def test_a_request_is_told_by_its_facts(ask, county, told):
    status, (one,) = ask(f"v2/requests/{told.number}")
    assert status == 200
    assert one | {"requested_datetime": "", "updated_datetime": "", "expected_datetime": ""} == {
        "service_request_id": told.number,
        "status": "open",
        "status_notes": "Received",
        "service_name": "Street lighting",
        "service_code": "request.city.lighting",
        "description": "",
        "agency_responsible": "East",
        "service_notice": "",
        "requested_datetime": "",
        "updated_datetime": "",
        "expected_datetime": "",
        "address": "Lake, East, Small",
        "address_id": county.units["lake"].code,
        "zipcode": "",
        "lat": "",
        "long": "",
        "media_url": "",
    }
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert datetime.fromisoformat(one[name]).utcoffset() == timedelta(hours=8)


def test_nothing_that_a_resident_wrote_is_ever_listed(ask, county, told):
    for asked in ("v2/requests", f"v2/requests/{told.number}", f"v2/tokens/{told.number}"):
        said = str(ask(asked, {"extensions": "true"}))
        for word in ("王梅", "13800138000", "201", "狗"):
            assert word not in said


def test_once_closed_the_department_s_public_sentence_is_the_description(ask, county, told):
    step(county, told, "dispatch", "ella", to_unit=county.units["housing"])
    step(county, told, "accept", "hugo")
    step(county, told, "answer", "hugo", note="内部说明", answers={"public_summary": "更换灯头三盏。"})
    assert ask(f"v2/requests/{told.number}")[1][0]["description"] == ""
    step(county, told, "lapse", "clara")
    _, (one,) = ask(f"v2/requests/{told.number}", {"extensions": "true"})
    assert (one["status"], one["status_notes"], one["description"]) == ("closed", "Closed", "更换灯头三盏。")
    assert (one["agency_responsible"], one["expected_datetime"]) == ("Housing", "")
    assert [note["type"] for note in one["notes"]] == ["opened", "dispatch", "accept", "answer", "lapse"]
    assert "内部说明" not in str(one)


def test_a_kind_that_lists_nothing_is_not_there(ask, county, told):
    assert ids(ask("v2/requests")) == [told.number]
    text = speaking().replace("listed: facts", "listed: nothing")
    county.apply(text)
    assert ids(ask("v2/requests")) == []
    assert ids(ask("v2/requests", {"service_request_id": told.number})) == []
    assert ask(f"v2/requests/{told.number}")[0] == 404
    assert ask(f"v2/tokens/{told.number}")[0] == 404


def test_an_id_stands_for_itself_as_a_token(ask, county, told):
    assert ask(f"v2/tokens/{told.number}") == (
        200,
        [{"service_request_id": told.number, "token": told.number}],
    )
    for path in ("v2/tokens/nothing", "v2/requests/nothing"):
        status, (error,) = ask(path)
        assert (status, error["code"]) == (404, "404")


@pytest.fixture
def year(county) -> list[str]:
    """Ten requests, one every twenty days back from now, of two services, every other one withdrawn."""
    categories = ("", "city.lighting")
    drafts = (
        MatterDraft(
            "request",
            county.units["lake"],
            body=f"第 {n} 件",
            answers={"urgency": "urgent"},
            category=categories[n % 2],
            channel="web",
            opened_at=clock.now() - timedelta(days=20 * n, minutes=1),
            follow=False,
        )
        for n in range(10)
    )
    assert open_many(drafts, actor=county.house).opened == 10
    found = list(Matter.objects.order_by("-opened_at"))
    for matter in found[::2]:
        step(county, matter, "withdraw", "clara", note="x")
    return [matter.number for matter in found]


def test_ninety_days_are_listed_the_newest_first(ask, county, year):
    assert ids(ask("v2/requests")) == year[:5]
    assert ids(ask("v2/requests", {"status": "", "service_code": "", "page": ""})) == year[:5]


@pytest.mark.slow(reason="many lists in two formats")
def test_lists_are_narrowed_by_status_service_and_date(ask, county, year):
    def day(back: int) -> str:
        return (clock.now() - timedelta(days=back)).strftime("%Y-%m-%dT%H:%M:%SZ")

    assert ids(ask("v2/requests", {"status": "closed"})) == year[:5:2]
    assert ids(ask("v2/requests", {"status": "open"})) == year[1:5:2]
    assert ids(ask("v2/requests", {"status": "open,closed"})) == year[:5]
    assert ids(ask("v2/requests", {"service_code": "request.city.lighting"})) == year[1:5:2]
    assert ids(ask("v2/requests", {"service_code": "request"})) == year[:5:2]
    assert ids(ask("v2/requests", {"service_code": "request,request.city.lighting"})) == year[:5]
    assert ids(ask("v2/requests", {"start_date": day(50), "end_date": day(10)})) == year[1:3]
    assert ids(ask("v2/requests", {"start_date": day(130)})) == year[2:7]
    assert ids(ask("v2/requests", {"end_date": day(90)})) == year[5:9]


def test_an_offset_that_was_not_escaped_is_understood(ask, county, year):
    day = (clock.now() - timedelta(days=30)).strftime("%Y-%m-%d")
    assert ids(ask("v2/requests", {"start_date": day})) == year[:2]
    start = (clock.now() - timedelta(days=10)).strftime("%Y-%m-%dT%H:%M:%S 08:00")
    assert ids(ask("v2/requests", {"start_date": start})) == year[:1]


def test_ids_override_all_other_arguments(ask, county, year):
    several = f"{year[9]},{year[0]},nothing"
    said = {"service_request_id": several, "status": "open", "start_date": "2020-01-01"}
    assert ids(ask("v2/requests", said)) == [year[0], year[9]]


def test_pages_follow_one_another(ask, county, year):
    pages = [ids(ask("v2/requests", {"page_size": "2", "page": str(n)})) for n in (1, 2, 3, 4)]
    assert pages == [year[:2], year[2:4], year[4:5], []]


WRONG = [
    {"status": "lost"},
    {"service_code": "request,sky"},
    {"start_date": "yesterday"},
    {"start_date": "2026-01-01T00:00:00"},
    {"start_date": "0001-01-01T00:00:00Z"},
    {"end_date": "9999-12-31T23:59:59-23:00"},
    {"start_date": "2026-01-01", "end_date": "2026-05-01"},
    {"start_date": "2026-05-01", "end_date": "2026-01-01"},
    {"page": "0"},
    {"page_size": "1001"},
    {"page_size": "many"},
    {"statuss": "open"},
]


def test_an_argument_that_says_nothing_is_refused(ask, county):
    for wrong in WRONG:
        status, (error,) = ask("v2/requests", wrong)
        assert status == (404 if "service_code" in wrong else 400), wrong
        assert error["code"] == str(status)


def test_a_list_asks_the_same_few_questions_however_long_it_is(county, tell, django_assert_num_queries):
    for rows in (1, 2):
        tell()
        # the regions; the requests; the wording's revision; the names of places
        with django_assert_num_queries(4):
            answer = Client().get("/open311/v2/requests.json")
        assert len(answer.json()) == rows


def test_what_neither_a_database_nor_xml_can_say_does_no_harm(county, tell):
    for path in ("v2/requests/%00", "v2/tokens/%00", "v2/services/%00"):
        assert say_it("xml", path, {})[0] == 404
    for asked in ({"service_request_id": "\0"}, {"jurisdiction_id": "small\0"}):
        assert say_it("xml", "v2/requests", asked)[0] == 200
    tell()
    matter = Matter.objects.get()
    step(county, matter, "dispatch", "ella", to_unit=county.units["housing"])
    step(county, matter, "accept", "hugo")
    step(county, matter, "answer", "hugo", note="x", answers={"public_summary": "灯\x0b亮了 <b>&"})
    step(county, matter, "lapse", "clara")
    assert say_it("xml", f"v2/requests/{matter.number}", {})[1][0]["description"] == "灯亮了 <b>&"
