"""A meeting's whole way: agenda, who comes, quorum, decisions, results told to everyone who asked."""

from datetime import timedelta

import pytest
import time_machine

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.tests.county import County, fresh
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import erase_words, followed, gather, make_move, matter_for, story, tick
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT
from haitang.lib import clock
from haitang.lib.days import day_text
from haitang.lib.diagnostics import Forbidden, Refusal
from haitang.lib.ids import new_id


def heard(county: County, matter: Matter, code: str) -> str:
    """All that the resident reads in the story of what was told."""
    mine = followed(matter.number, code)
    assert mine is not None
    return "\n".join(step.note for step in story(mine, RESIDENT(county.region)))


def entries(kind: str) -> int:
    return Entry.objects.filter(kind__key=kind).count()


def test_what_is_put_on_an_agenda_waits_for_the_meeting_and_its_resident_is_told(county):
    matter, code = county.told()
    meeting = county.propose(matter)
    assert meeting.number.startswith("LX-")
    assert [item.matter.number for item in queries.agenda(meeting)] == [matter.number]
    assert fresh(matter).state.key == "meeting"
    assert f"已列入联席会议 {meeting.number} 的议程" in heard(county, matter, code)
    assert entries("item") == 1


def test_the_same_form_sent_twice_is_one_meeting_with_one_agenda(county):
    matter, _ = county.told()
    uuid = new_id()
    first, second = county.propose(matter, uuid=uuid), county.propose(matter, uuid=uuid)
    assert first.pk == second.pk
    assert queries.agenda(first).count() == 1
    assert entries("item") == 1


def test_a_matter_waits_for_one_meeting_at_a_time_and_those_gathered_come_with_theirs(county):
    main, _ = county.told()
    other, _ = county.told("路灯又不亮")
    gather([fresh(other)], under=fresh(main), actor=county.actor("clara"))
    meeting = county.propose(Matter.objects.get(pk=other.pk))
    assert [item.matter.number for item in queries.agenda(meeting)] == [main.number]
    with pytest.raises(Refusal) as refused:
        county.propose(main)
    assert refused.value.code == "meetings.on_another"


def test_one_taken_off_may_come_on_another_agenda(county):
    matter, _ = county.told()
    meeting = county.propose(matter)
    item = queries.agenda(meeting).get()
    actions.take_off(item, why="另行处理", client_id=new_id(), actor=county.actor("clara"))
    assert not queries.agenda(meeting)
    assert [one.number for one in queries.waiting(county.actor("hana"), kinds(county))] == [matter.number]
    assert queries.agenda(county.propose(matter)).count() == 1


def kinds(county: County) -> list[queries.Kinds]:
    return queries.meeting_kinds(type(county.region).objects.get(pk=county.region.pk))


def test_whoever_may_not_comment_on_a_matter_cannot_put_it_on_an_agenda(county):
    matter, _ = county.told()
    meeting = county.propose(matter)
    other, _ = county.told("噪声")
    for name in ("will", "paul"):
        with pytest.raises(Forbidden):
            actions.put_on(meeting, matters=[fresh(other)], client_id=new_id(), actor=county.actor(name))
    assert queries.agenda(meeting).count() == 1


def test_invited_units_see_the_meeting_and_answer_for_themselves_alone(county):
    meeting = county.propose(county.told()[0])
    assert matter_for(county.actor("will"), meeting.number) is None
    seat, other = county.ask(meeting, "works", "police")
    assert matter_for(county.actor("will"), meeting.number) is not None
    kinds = queries.meetings_of_region(county.region.pk)
    assert [one.unit.name for one in queries.seats_to_answer(county.actor("will"), kinds)] == ["Works"]
    actions.reply(seat, comes=True, sends="老王", client_id=new_id(), actor=county.actor("will"))
    assert queries.seats_to_answer(county.actor("will"), kinds) == []
    with pytest.raises(Forbidden):
        actions.reply(other, comes=True, client_id=new_id(), actor=county.actor("will"))
    actions.reply(other, comes=False, note="有任务", client_id=new_id(), actor=county.actor("paul"))
    now = queries.standing(meeting)
    assert (now.invited, now.coming, now.declined, now.came, now.needed) == (2, 1, 1, 0, 2)


def test_asking_twice_keeps_the_answer_given(county):
    meeting = county.propose(county.told()[0])
    seat = county.ask(meeting, "works")[0]
    actions.reply(seat, comes=True, client_id=new_id(), actor=county.actor("will"))
    again = county.ask(meeting, "works", "police")
    assert [one.reply for one in again] == ["comes", ""]


def test_a_meeting_without_its_quorum_is_not_held(county):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police", "east")
    meeting = county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    for there in ((), ("works",)):
        county.came(meeting, *there)
        with pytest.raises(Refusal) as refused:
            county.move(meeting, "hold", "hana", quantity=3)
        assert refused.value.code == "meetings.no_quorum"
        assert f"到会 {len(there)} 家，应到 3 家，至少要 2 家" in refused.value.zh
    county.came(meeting, "works", "east")
    assert county.move(meeting, "hold", "hana", quantity=3).state.key == "held"
    assert Entry.objects.get(kind__key="held").quantity == 3


@pytest.mark.parametrize("move", ["put_on", "invite", "reply", "attend"])
def test_a_meetings_own_moves_are_made_on_its_page_alone(county, move):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police")
    meeting = county.move(meeting, "call", "hana")
    with pytest.raises(Refusal) as refused:
        county.move(meeting, move, "clara", note="")
    assert refused.value.code == "matters.move_of_a_desk"


def test_a_decision_becomes_a_matter_with_an_owner_and_a_day(county):
    matter, code = county.told()
    meeting = county.held(matter)
    decision = county.decided(meeting, "更换全部灯头")
    done = fresh(decision.matter)
    assert (done.parent_id, done.owner.name, done.state.key) == (meeting.pk, "Works", "doing")
    assert clock.day_of(done.due_at) == clock.today() + timedelta(days=7)
    assert (fresh(matter).state.key, fresh(matter).owner.name) == ("dispatched", "Works")
    assert "议定：更换全部灯头（Works，" in heard(county, matter, code)


def test_a_second_decision_is_told_to_those_who_went_on_with_the_first(county):
    matter, code = county.told()
    meeting = county.held(matter)
    county.decided(meeting, "更换灯头")
    county.decided(meeting, "加强巡查", to="police")
    assert fresh(matter).owner.name == "Works"
    assert "议定：加强巡查（Police，" in heard(county, matter, code)


def test_the_result_is_told_to_every_resident_who_asked_and_to_no_other(county):
    matter, code = county.told()
    neighbour, its_code = county.told("路灯又不亮")
    other, other_code = county.told("河水发黑")
    gather([fresh(neighbour)], under=fresh(matter), actor=county.actor("clara"))
    meeting = county.held(matter, other)
    lamps = queries.agenda(meeting).first()
    decision = county.decided(meeting, "更换灯头", items=[lamps])
    county.move(decision.matter, "finish", "will", note="已换 12 盏，联系 13812345678。")
    for one, its in ((matter, code), (neighbour, its_code)):
        said = heard(county, one, its)
        assert f"{meeting.number} 议定的“更换灯头”，Works已于{day_text(clock.today()).zh}" in said
        assert "已换 12 盏" in said
        assert "13812345678" not in said
    assert "更换灯头" not in heard(county, other, other_code)


def test_the_result_reaches_a_request_that_was_closed_meanwhile(county):
    matter, code = county.told()
    decision = county.decided(county.held(matter))
    county.move(matter, "close", "will")
    county.move(decision.matter, "finish", "will", note="换好了。")
    assert "换好了" in heard(county, matter, code)


@pytest.mark.slow(reason="meetings go their whole way")
def test_done_in_time_and_done_late_are_told_apart(county):
    first, second = county.told()[0], county.told("噪声")[0]
    meeting = county.held(first, second)
    kept, late = county.decided(meeting), county.decided(meeting, "降噪", to="police")
    county.move(kept.matter, "finish", "will", note="好了")
    with time_machine.travel(clock.now() + timedelta(days=9)):
        assert tick().moved == 1
        assert fresh(late.matter).state.key == "late"
        county.move(late.matter, "finish_late", "paul", note="好了")
    assert (entries("kept"), entries("missed")) == (1, 1)


def test_a_meeting_is_concluded_when_all_it_decided_is_done(county):
    meeting = county.held(county.told()[0])
    decision = county.decided(meeting)
    with pytest.raises(Refusal):
        county.move(meeting, "conclude", "hana")
    county.move(decision.matter, "finish", "will", note="换好了。")
    assert county.move(meeting, "conclude", "hana").closed_at is not None


def test_a_decision_answers_only_what_is_on_the_agenda_and_no_day_gone_by(county):
    meeting, other = county.held(county.told()[0]), county.propose(county.told("噪声")[0])
    with pytest.raises(Refusal, match=r"议程|agenda"):
        county.decided(meeting, items=list(queries.agenda(other)))
    with pytest.raises(Refusal, match=r"期限|past"):
        county.decided(meeting, day=clock.today() - timedelta(days=1))
    assert not queries.decisions(meeting)


def test_a_decision_sent_twice_is_one(county):
    matter, code = county.told()
    meeting, step = county.held(matter), new_id()
    first, second = county.decided(meeting, client_id=step), county.decided(meeting, client_id=step)
    assert first.pk == second.pk
    assert heard(county, matter, code).count("议定：换灯") == 1


def test_only_the_flow_says_who_decides(county):
    meeting = county.held(county.told()[0])
    with pytest.raises(Forbidden):
        county.decided(meeting, by="will")


def test_a_long_result_does_not_keep_a_decision_open(county):
    matter, code = county.told()
    decision = county.decided(county.held(matter))
    county.move(decision.matter, "finish", "will", note="长" * 1990)
    assert heard(county, matter, code).count("长") > 800


def test_what_a_meeting_says_is_kept_in_both_languages_and_shown_in_one(county):
    matter, code = county.told()
    meeting = county.held(matter)
    decision = county.decided(meeting, "更换灯头")
    county.move(decision.matter, "finish", "will", note="换好了。")
    mine = followed(matter.number, code)
    said = [step.said for step in story(mine, RESIDENT(county.region)) if step.said]
    assert len(said) == 3
    assert all("agenda" in one.en or "ecided" in one.en for one in said)
    assert "ecided" not in heard(county, matter, code)
    inside = [step.said for step in story(fresh(meeting), county.actor("hana")) if step.move == "attend"]
    assert inside[0].en == "2 of 3 units came. Works, Police"


def test_words_of_a_meeting_are_erased_in_both_languages(county):
    matter, code = county.told()
    meeting = county.held(matter)
    county.decided(meeting, "更换灯头")
    county.move(matter, "close", "will")
    erase_words(followed(matter.number, code), why="本人要求", actor=RESIDENT(county.region))
    assert all("said" not in step.data and "更换灯头" not in step.data for step in matter.steps.all())


def test_a_meeting_is_not_put_on_a_day_gone_by(county):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police")
    with pytest.raises(Refusal) as refused:
        county.move(meeting, "call", "hana", answers={"meets_on": clock.today() - timedelta(days=1)})
    assert (refused.value.code, refused.value.field) == ("matters.day_gone_by", "meets_on")
    called = county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    with pytest.raises(Refusal) as refused:
        county.move(called, "another_day", "hana", answers={"meets_on": "2020-01-01"}, note="改期")
    assert refused.value.field == "meets_on"
    assert clock.day_of(fresh(meeting).due_at) == clock.today()


def test_minutes_may_be_written_after_the_day_of_the_meeting(county):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police")
    county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    county.came(meeting, "works", "police")
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert county.move(meeting, "hold", "hana", quantity=3).state.key == "held"


@pytest.mark.parametrize("asked", [(), ("works",)])
def test_a_meeting_is_called_only_once_enough_were_asked_to_come(county, asked):
    meeting = county.propose(county.told()[0])
    if asked:
        county.ask(meeting, *asked)
    with pytest.raises(Refusal) as refused:
        county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    assert refused.value.code == "meetings.nobody_asked"
    assert f"请了 {len(asked)} 家，至少要 2 家" in refused.value.zh


def test_the_step_that_asks_units_to_come_names_them(county):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police")
    steps = story(fresh(meeting), county.actor("hana"))
    assert [step.invited for step in steps if step.move == "invite"] == [("Works", "Police")]


def test_the_people_present_are_the_same_on_the_meeting_and_on_what_it_decided(county):
    matter, _ = county.told()
    meeting = county.held(matter)
    county.decided(meeting)
    counted = {
        step.move: step.quantity
        for one in (meeting, matter)
        for step in story(fresh(one), county.actor("hana"))
        if step.quantity
    }
    assert counted == {"hold": 5, "decide": 5}


def test_the_system_makes_a_meetings_own_moves_no_more_than_others(county):
    meeting = county.propose(county.told()[0])
    with pytest.raises(Refusal):
        make_move(meeting, move="put_on", seen=fresh(meeting).serial, client_id=new_id(), actor=county.house)


def led(county: County) -> tuple[tuple[Matter, str], tuple[Matter, str], Matter]:
    """One who asked first and leads, one who joined, and the meeting they wait for."""
    head, heir = county.told(), county.told("路灯又不亮")
    gather([fresh(heir[0])], under=fresh(head[0]), actor=county.actor("clara"))
    return head, heir, county.propose(head[0])


def take_back(county: County, matter: Matter, code: str) -> None:
    mine = followed(matter.number, code)
    assert mine is not None
    make_move(
        mine,
        move="take_back",
        seen=mine.serial,
        client_id=new_id(),
        note="不用了",
        actor=RESIDENT(county.region),
    )


def test_an_item_follows_who_leads_when_the_head_takes_theirs_back(county):
    (head, code), (heir, heirs), meeting = led(county)
    take_back(county, head, code)
    assert [item.matter.number for item in queries.agenda(meeting)] == [heir.number]
    county.ask(meeting, "works", "police", "east")
    county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    county.came(meeting, "works", "police")
    meeting = county.move(meeting, "hold", "hana", quantity=5, answers={"minutes": "三家到会。"})
    decision = county.decided(meeting)
    county.move(decision.matter, "finish", "will", note="换好了")
    assert "议定：换灯" in heard(county, heir, heirs)
    assert "换好了" in heard(county, heir, heirs)
    assert "换灯" not in heard(county, head, code)


def test_a_result_reaches_those_behind_the_heir_when_the_head_leaves_after_the_decision(county):
    (head, code), (heir, heirs), meeting = led(county)
    county.ask(meeting, "works", "police", "east")
    county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    county.came(meeting, "works", "police")
    meeting = county.move(meeting, "hold", "hana", quantity=5, answers={"minutes": "三家到会。"})
    decision = county.decided(meeting)
    take_back(county, head, code)
    county.move(decision.matter, "finish", "will", note="换好了")
    assert "换好了" in heard(county, heir, heirs)
    assert "换好了" not in heard(county, head, code)
    assert [item.matter for item in decision.items.all()] == [heir]
