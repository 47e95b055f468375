"""Residents answer once, by their link or by telephone; then it is on the ledger without whose it was."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from haitang.desks.sampling import actions
from haitang.desks.sampling.actions import ToldAnswer
from haitang.desks.sampling.enums import AskedBy, AskingStage
from haitang.desks.sampling.jobs import TRIES, close_samples, invite_drawn
from haitang.desks.sampling.loaders import word_of
from haitang.desks.sampling.models import DrawnMatter, SampleAnswer, SampleDraw
from haitang.desks.sampling.tests.county import BASE, FIRST, County, at
from haitang.desks.sampling.weighing import SampleOutcome
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.matters.api import ContactDetails
from haitang.kernel.registry.models import Look
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal, Refusals
from haitang.ui import inviting
from haitang.ui.inviting import Carried

LATER = FIRST + timedelta(days=9)
GOOD = {"content": "very", "told": "nobody", "stars": "9"}
BAD = {"content": "not", "told": "somebody", "stars": ""}


def drawn(county: County, many: int = 1, **more) -> list[DrawnMatter]:
    for _ in range(many):
        county.ended(**more)
    return county.rings(county.drawn())


def link(one: DrawnMatter, **answers) -> int:
    with at(LATER):
        return Client().post(BASE + f"answer/{word_of(one)}/", {**GOOD, **answers}).status_code


def outcome(draw: SampleDraw) -> SampleOutcome:
    return SampleOutcome.model_validate_json(draw.outcome)


def test_a_resident_answers_on_the_page_once(county: County):
    (one,) = drawn(county)
    address = BASE + f"answer/{word_of(one)}/"
    with at(LATER):
        page = Client().get(address).content.decode()
        assert "经办单位" in page
        assert one.matter.number not in page
        assert Client().post(address, {**GOOD, "content": ""}).status_code == 400
        assert "收到了" in Client().post(address, GOOD).content.decode()
        assert "已经答过" in Client().post(address, BAD).content.decode()
    answer = SampleAnswer.objects.get()
    assert json.loads(answer.answers) == {"content": "very", "told": "nobody", "stars": 9}
    assert (answer.how, answer.by_id, answer.drawn.stage) == ("link", None, "answered")
    assert len(answer.address) == 64


def test_a_question_is_answered_with_one_press_and_none_is_pressed_beforehand(county: County):
    (one,) = drawn(county)
    with at(LATER):
        page = Client().get(BASE + f"answer/{word_of(one)}/").content.decode()
    assert page.count('type="radio"') >= 2
    assert "<select" not in page.replace("<select hidden", "")
    assert "checked" not in page


def test_a_resident_may_decline_and_is_counted(county: County):
    (one,) = drawn(county)
    with at(LATER):
        told = Client().post(BASE + f"answer/{word_of(one)}/decline/")
        assert "收到了" in told.content.decode()
    found = outcome(county.settled(one.draw))
    assert (found.reached, found.answered, found.declined) == (1, 0, 1)


def test_who_is_rung_is_looked_up_with_a_reason_and_keyed_in_by_the_asker(county: County):
    (one,) = drawn(county)
    sue = county.client("sue")
    with at(LATER):
        page = sue.post(BASE + f"calls/{one.uuid}/look/").content.decode()
        assert "13800138000" in page
        assert "王小明" not in page
        sue.post(BASE + f"calls/{one.uuid}/", BAD)
    look = Look.objects.get(contact=one.matter.contact.uuid)
    assert (look.by, look.why) == (county.people["sue"], actions.WHY)
    answer = SampleAnswer.objects.get()
    assert (answer.how, answer.by, answer.address) == ("call", county.people["sue"], "")


def test_nobody_in_the_chain_may_look_or_answer_for_a_resident(county: County):
    (one,) = drawn(county)
    with at(LATER):
        for name in ("wes", "will", "clara", "roy"):
            actor = county.actor(name)
            with pytest.raises(Forbidden):
                actions.look_to_ring(one, actor=actor)
            with pytest.raises(Forbidden):
                actions.take_answer(one, told=ToldAnswer(GOOD, AskedBy.CALL), actor=actor)
            assert county.client(name).post(BASE + f"calls/{one.uuid}/look/").status_code == 404
    assert not Look.objects.exists()
    assert not SampleAnswer.objects.exists()


def test_late_answers_are_not_taken(county: County):
    (one,) = drawn(county)
    with at(one.draw.ends_on + timedelta(days=1)):
        page = Client().post(BASE + f"answer/{word_of(one)}/", GOOD)
        assert "已经结束" in page.content.decode()
        with pytest.raises(Refusal, match="over"):
            actions.take_answer(one, told=ToldAnswer(GOOD, AskedBy.LINK), actor=county.resident)
    assert not SampleAnswer.objects.exists()


def test_two_answers_at_once_are_one(county: County):
    (one,) = drawn(county)
    with at(LATER):
        actions.take_answer(one, told=ToldAnswer(GOOD, AskedBy.LINK), actor=county.resident)
        with pytest.raises(Conflict):
            actions.take_answer(one, told=ToldAnswer(BAD, AskedBy.LINK), actor=county.resident)


def test_an_answer_is_what_the_entry_asks(county: County):
    (one,) = drawn(county)
    with at(LATER), pytest.raises(Refusals):
        actions.take_answer(one, told=ToldAnswer({"content": "perfect"}, AskedBy.LINK), actor=county.resident)


def test_when_it_is_over_answers_are_entries_that_no_one_can_lead_back(county: County):
    ones = drawn(county, 6)
    for one in ones[:4]:
        link(one)
    link(ones[4], **BAD)
    draw = county.settled(ones[0].draw)
    entries = list(Entry.objects.filter(kind__key="sampled").order_by("pk"))
    assert len(entries) == 5
    for entry in entries:
        assert (entry.matter, entry.person, entry.recorded_by, entry.served_person) == (
            None,
            None,
            None,
            None,
        )
    # Five in one town, none elsewhere: the town may be shown.
    assert {entry.unit.name for entry in entries} == {"East"}
    assert not SampleAnswer.objects.exists()
    assert (
        sorted(Fact.objects.filter(kind__key="sampled").values_list("choice1", flat=True))
        == ["not"] + ["very"] * 4
    )
    found = outcome(draw)
    assert [(one.figure, one.hits, one.of) for one in found.shares] == [
        ("content", 4, 5),
        ("told", 1, 5),
        ("high", 4, 4),
    ]
    assert found.shares[0].interval == pytest.approx((0.375539, 0.963776), abs=1e-5)
    assert (found.drawn, found.reached, found.answered, found.by_link, found.by_call) == (6, 5, 5, 5, 0)


def test_only_those_to_whom_something_went_count_as_invited(county: County):
    ones = drawn(county, 4)
    stages = (AskingStage.INVITED, AskingStage.WAITING, AskingStage.NOWHERE, AskingStage.HUSHED)
    for one, stage in zip(ones, stages, strict=True):
        DrawnMatter.objects.filter(pk=one.pk).update(stage=stage, tries=1)
    found = outcome(county.settled(ones[0].draw))
    assert (found.drawn, found.invited, found.hushed) == (4, 1, 1)


def test_closing_twice_writes_once(county: County):
    (one,) = drawn(county)
    link(one)
    draw = county.settled(one.draw)
    before = Entry.objects.count()
    with at(one.draw.ends_on + timedelta(days=2)):
        assert close_samples() == ""
        assert actions.close_draw(draw, actor=county.house).answered == 1
    assert Entry.objects.count() == before


@pytest.mark.slow(reason="a dozen people answer")
def test_few_of_a_unit_are_counted_at_the_root_alone(county: County):
    county.ended(unit="hill")
    ones = drawn(county, 5)
    for one in ones:
        link(one)
    draw = county.settled(ones[0].draw)
    # One in the west would be what the whole has more than the east: so neither is shown.
    assert outcome(draw).units == ()
    assert set(Entry.objects.filter(kind__key="sampled").values_list("unit__name", flat=True)) == {"Sampled"}


@pytest.mark.slow(reason="a dozen people answer")
def test_the_page_shows_shares_with_their_interval_and_the_wholes(county: County):
    ones = drawn(county, 6)
    for one in ones[:5]:
        link(one)
    draw = county.settled(ones[0].draw)
    page = county.client("omar").get(BASE + f"{draw.pk}/").content.decode()
    # 5 of 5: 5 / (5 + 3.841459) = 0.565518.
    assert "5 / 5 人，95% 区间 56.6%–100.0%" in page
    assert draw.root in page
    english = (
        county.client("omar").get(BASE + f"{draw.pk}/", headers={"accept-language": "en"}).content.decode()
    )
    assert "5 of 5; 95 % interval 56.6% to 100.0%" in english


def test_where_nothing_sends_those_drawn_are_rung_at_once(county: County):
    county.ended(contact=ContactDetails("王小明", "13800138000"))
    draw = county.drawn()
    with at(FIRST):
        invite_drawn()
    assert list(DrawnMatter.objects.filter(draw=draw).values_list("stage", flat=True)) == [
        AskingStage.NOWHERE
    ]


def _is_night() -> bool:
    return clock.now().astimezone(clock.ZONE).hour == 23


def test_nights_are_not_tries_and_the_morning_brings_the_invitation(county: County, monkeypatch):
    # However this house sends: the desk that does it is not this one.
    monkeypatch.setattr(inviting, "_CARRIERS", [])
    inviting.register_carrier(lambda *_: Carried.ASLEEP if _is_night() else Carried.SENT)
    county.ended()
    draw = county.drawn()
    for night in range(TRIES + 1):
        with at(FIRST + timedelta(days=night), hour=23):
            invite_drawn()
    found = DrawnMatter.objects.filter(draw=draw).values_list("stage", "tries")
    assert list(found) == [(AskingStage.WAITING, 0)]
    with at(FIRST + timedelta(days=TRIES + 1)):
        assert invite_drawn() == "1 of 1 residents asked"
    assert list(found.all()) == [(AskingStage.INVITED, 1)]


def test_a_way_that_fails_again_and_again_leads_nowhere(county: County, monkeypatch):
    monkeypatch.setattr(inviting, "_CARRIERS", [])
    inviting.register_carrier(lambda *_: Carried.LATER)
    county.ended()
    draw = county.drawn()
    for number in range(TRIES):
        found = DrawnMatter.objects.filter(draw=draw).values_list("stage", "tries")
        assert list(found) == [(AskingStage.WAITING, number)]
        with at(FIRST + timedelta(days=number)):
            invite_drawn()
    assert list(found.all()) == [(AskingStage.NOWHERE, TRIES)]
