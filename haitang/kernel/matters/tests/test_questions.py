"""Pauses and more time: asked by the unit, decided by another, the clock standing meanwhile."""

from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import followed, inbox, moves_open, story, tick
from haitang.kernel.matters.models import Call, Matter, Step
from haitang.kernel.matters.tests.county import County, fresh
from haitang.kernel.matters.tests.test_limits import MINE, TUESDAY, day, due, working
from haitang.kernel.matters.timewords import Limit
from haitang.kernel.matters.timing import resumed
from haitang.lib.calendar import WorkCalendar
from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Forbidden, Refusal


def keys(matter: Matter, actor) -> list[str]:
    return [view.key for view in moves_open(fresh(matter), actor)]


def asked(county: County) -> Matter:
    """The parks ask the town of East, which dispatched, to let the clock stand."""
    matter = county.open().matter
    county.move(matter, "dispatch", "carl", to_unit="parks")
    county.move(matter, "accept", "fred")
    county.move(matter, "ask_pause", "fred", note="等产权人来", answers={"pause_reason": "papers"})
    return fresh(matter)


def test_a_pause_is_asked_with_a_reason_from_the_list(fair: County):
    matter = working(fair)
    with pytest.raises(Refusal) as refused:
        fair.move(matter, "ask_pause", "fred", note="等")
    assert [one.field for one in refused.value.refusals] == ["pause_reason"]


def test_who_dispatched_finds_it_in_the_inbox_grants_it_and_the_clock_stands(fair: County):
    with time_machine.travel(TUESDAY, tick=False):
        matter = asked(fair)
        carl = fair.actor("carl")
        assert matter.owner == fair.units["parks"]
        assert [row.number for row in inbox(carl, MINE).rows] == [matter.number]
        assert keys(matter, carl) == ["grant_pause", "refuse_pause"]
        fair.move(matter, "grant_pause", "carl")
        assert inbox(carl, MINE).rows == []
    now = fresh(matter)
    assert (now.due_at, now.paused_at, now.called) == (None, TUESDAY, 0)
    assert inbox(fair.actor("fred")).rows[0].paused
    assert Entry.objects.filter(kind__key="paused").count() == 1


def test_only_who_was_asked_decides_and_never_who_asked(fair: County):
    with time_machine.travel(TUESDAY):
        matter = asked(fair)
        with pytest.raises(Forbidden):
            fair.move(matter, "grant_pause", "cora")
        assert "grant_pause" not in keys(matter, fair.actor("fred"))
        Call.objects.update(asked_by=fair.people["carl"])
        with pytest.raises(Forbidden) as refused:
            fair.move(matter, "grant_pause", "carl")
    assert refused.value.code == "matters.asked_by_yourself"


def test_a_question_is_asked_once_at_a_time_and_decided_only_when_asked(fair: County):
    matter = asked(fair)
    with pytest.raises(Refusal) as refused:
        fair.move(matter, "ask_pause", "fred", note="再等", answers={"pause_reason": "weather"})
    assert refused.value.code == "matters.asked_already"
    with pytest.raises(Refusal):
        fair.move(matter, "grant_longer", "host")
    fair.move(matter, "refuse_pause", "carl", note="材料昨天已到")
    assert (fresh(matter).called, fresh(matter).paused_at) == (0, None)
    assert Call.objects.get().outcome == "refused"
    with pytest.raises(Refusal) as refused:
        fair.move(matter, "grant_pause", "carl")
    assert refused.value.code == "matters.nothing_asked"


def test_after_the_pause_what_was_left_is_left_again(fair: County):
    with time_machine.travel(TUESDAY):
        matter = asked(fair)
        assert due(matter) == "11-24"
        fair.move(matter, "grant_pause", "carl")
    with time_machine.travel(TUESDAY + timedelta(days=3)):
        fair.move(matter, "resume", "fred")
    assert (due(matter), fresh(matter).paused_at) == ("11-27", None)


def test_a_pause_ends_by_itself_and_the_resident_reads_it(fair: County):
    with time_machine.travel(TUESDAY):
        opened = fair.open()
        matter = opened.matter
        fair.move(matter, "dispatch", "carl", to_unit="parks")
        fair.move(matter, "accept", "fred")
        fair.move(matter, "ask_pause", "fred", note="等产权人来", answers={"pause_reason": "papers"})
        fair.move(matter, "grant_pause", "carl")
    with time_machine.travel(day(11, 17) + timedelta(hours=23)):
        tick()
        assert fresh(matter).paused_at
    with time_machine.travel(day(11, 18) + timedelta(minutes=1)):
        for _ in range(2):
            tick()
    assert (fresh(matter).paused_at, due(matter)) == (None, "12-09")
    mine = followed(matter.number, opened.follow_code)
    told = [step.label.en for step in story(mine, fair.resident)]
    assert told[-2:] == ["Grant the pause", "The clock runs again"]
    assert Step.objects.filter(matter=matter, kind="resumed").count() == 1


def test_more_time_is_granted_above_once(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
        fair.move(matter, "ask_longer", "fred", note="要定制灯具")
        assert [row.number for row in inbox(fair.actor("host"), MINE).rows] == [matter.number]
        fair.move(matter, "grant_longer", "host")
        assert due(matter) == "12-01"
        with pytest.raises(Refusal) as refused:
            fair.move(matter, "ask_longer", "fred", note="还要")
    assert refused.value.code == "matters.granted_already"
    assert "ask_longer" not in keys(matter, fair.actor("fred"))


def test_a_question_that_the_matter_left_behind_is_over(fair: County):
    matter = asked(fair)
    fair.move(matter, "answer", "fred", note="已修好")
    assert (Call.objects.get().outcome, fresh(matter).called) == ("over", 0)
    assert inbox(fair.actor("carl"), MINE).rows == []


DAYS = st.integers(0, 40)


@given(limit=st.integers(1, 20), stood=DAYS, away=DAYS)
def test_no_pause_takes_or_gives_a_working_day(limit: int, stood: int, away: int):
    calendar = WorkCalendar()
    began = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    due_at, paused = calendar.add(began, limit), began + timedelta(days=stood)
    now = paused + timedelta(days=away)
    moved = resumed(Limit(working_days=limit), calendar, due=due_at, stood=paused, now=now)
    left = calendar.between(paused, due_at)
    if due_at <= paused:
        assert moved == due_at
    else:
        # What was due on the very day is due on the next day that is worked.
        assert calendar.between(now, moved) == (left or int(not calendar.works_on(now.date())))
        assert moved >= due_at
