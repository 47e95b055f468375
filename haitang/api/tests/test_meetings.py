"""A meeting by programs alone, each with the token of one post."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from haitang.desks.meetings.models import Guest
from haitang.desks.meetings.tests.county import PRIVATE, County, meeting_county
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import issue_token
from haitang.lib import clock
from haitang.lib.ids import new_id


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return meeting_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def call(county):
    """Call the API as somebody."""

    def asked(who: str, path: str, said: dict | None = None):
        post = county.account(who).person.posts.get()
        _, secret = issue_token(post, label="test", actor=county.house)
        client = Client(headers={"Authorization": f"Bearer {secret}"})
        address = f"/api/meetings{path}"
        return client.get(address) if said is None else client.post(address, said, "application/json")

    return asked


@pytest.mark.slow(reason="many calls one after the other")
def test_the_whole_way_by_program(county, call):
    matter, _ = county.told()
    said = {"kind": "joint_meeting", "title": "路灯联席会", "matters": [matter.number]}
    meeting = call("clara", "", said).json()
    assert [item["number"] for item in meeting["agenda"]] == [matter.number]
    here = f"/{meeting['number']}"
    units = [county.units["works"].code, county.units["police"].pk]
    seats = call("clara", f"{here}/seats", {"units": units}).json()["seats"]
    answered = call("will", f"{here}/seats/{seats[0]['id']}/reply", {"comes": True, "sends": "老王"})
    assert (answered.status_code, answered.json()["quorum"]["coming"]) == (201, 1)
    county.move(_row(meeting["number"]), "call", "hana")
    came = call("hana", f"{here}/attendance", {"came": [seat["id"] for seat in seats]}).json()
    assert came["quorum"] | {"met": True} == came["quorum"]
    county.move(_row(meeting["number"]), "hold", "hana", quantity=4)
    due = str(clock.today() + timedelta(days=3))
    ruling = {"text": "换灯", "owner": units[0], "due": due, "items": [meeting["agenda"][0]["id"]]}
    decided = call("hana", f"{here}/decisions", ruling).json()["decisions"]
    assert [(one["owner"], one["answers"]) for one in decided] == [("Works", [matter.number])]
    assert [one["number"] for one in call("will", "").json()] == [meeting["number"]]


def _row(number: str) -> Matter:
    return Matter.objects.get(number=number)


@pytest.mark.parametrize("name", ["will", "rita"])
def test_who_may_not_see_the_meeting_finds_none(county, call, name):
    meeting = county.propose(county.told()[0])
    assert call(name, f"/{meeting.number}").status_code == 404
    assert call(name, "").json() == []


def test_an_agenda_tells_a_program_no_more_than_its_page(county, call):
    matter = county.private()
    meeting = county.propose(matter)
    county.ask(meeting, "works")
    answer = call("will", f"/{meeting.number}")
    (item,) = answer.json()["agenda"]
    assert item["number"] == matter.number
    assert item["title"].startswith("路灯不亮请回电")
    assert not [words for words in PRIVATE if words in answer.content.decode()]


def test_a_matter_out_of_sight_cannot_be_put_on(county, call):
    meeting = county.propose(county.told()[0])
    answer = call("clara", f"/{meeting.number}/items", {"matters": ["HT-2099-99999"]})
    assert answer.status_code == 404


def test_an_unknown_filter_is_refused(county, call):
    assert call("clara", "?shows=open").status_code == 422


GUEST = {"comes_as": "专家", "name": "张教授", "phone": "13900139000", "email": "zhang@example.org"}


def test_a_guest_from_outside_is_asked_once_answers_and_is_noted_as_there(county, call):
    meeting = county.propose(county.told()[0])
    here, said = f"/{meeting.number}", {**GUEST, "uuid": str(new_id())}
    first, again = (call("clara", f"{here}/guests", said) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    (guest,) = again.json()["guests"]
    asked = {"id": guest["id"], "name": "张教授", "comes_as": "专家", "reply": "", "came": None}
    assert first.json()["guests"] == [asked] == [guest]
    assert not [secret for secret in ("13900139000", "zhang@") if secret in again.content.decode()]
    assert call("clara", f"{here}/guests", {**said, "name": "李教授"}).status_code == 409
    assert call("clara", f"{here}/guests", GUEST).status_code == 422
    assert call("clara", f"{here}/guests", {**GUEST, "phone": "", "email": ""}).status_code == 422
    assert Guest.objects.count() == 1
    told = call("clara", f"{here}/guests/{guest['id']}/reply", {"comes": True}).json()["guests"]
    assert [one["reply"] for one in told] == ["comes"]
    county.ask(meeting, "works", "police")
    county.move(_row(meeting.number), "call", "hana", answers={"meets_on": clock.today()})
    came = call("hana", f"{here}/attendance", {"came": [], "guests": [guest["id"]]}).json()
    assert [one["came"] for one in came["guests"]] == [True]


def test_who_may_not_ask_units_asks_no_guest_by_program_either(county, call):
    meeting, other = county.propose(county.told()[0]), county.propose(county.told("井盖")[0])
    county.ask(meeting, "works")
    guest = call("clara", f"/{meeting.number}/guests", GUEST).json()["guests"][0]["id"]
    assert call("will", f"/{meeting.number}/guests", GUEST).status_code == 403
    assert call("will", f"/{meeting.number}/guests/{guest}/reply", {"comes": True}).status_code == 403
    assert call("rita", f"/{meeting.number}/guests", GUEST).status_code == 404
    assert call("clara", f"/{other.number}/guests/{guest}/reply", {"comes": True}).status_code == 404
