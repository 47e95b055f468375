"""Limits by category, urgency and day; warnings before, levels above after, each once."""

from datetime import datetime, timedelta

import time_machine

from haitang.kernel.matters.api import InboxFilter, edit, gather, inbox, matter_for, moves_open, story, tick
from haitang.kernel.matters.models import Call, Matter, Step
from haitang.kernel.matters.tests.county import County, fresh
from haitang.kernel.matters.tests.fair import FAIR
from haitang.lib.clock import ZONE, day_of

#: A Tuesday; no holiday for weeks.
TUESDAY = datetime(2026, 11, 3, 10, tzinfo=ZONE)
MINE = InboxFilter(mine=True)


def working(county: County, **changes) -> Matter:
    matter = county.dispatched(**changes)
    county.move(matter, "accept", "fred")
    return fresh(matter)


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, tzinfo=ZONE)


def due(matter: Matter) -> str:
    return f"{day_of(fresh(matter).due_at):%m-%d}"


def limit_key(matter: Matter) -> str:
    row = fresh(matter).limited_by
    return row.key if row else ""


def test_the_first_limit_that_fits_holds_and_the_matter_says_which(fair: County):
    with time_machine.travel(TUESDAY, tick=False):
        plain = working(fair)
        lit = working(fair, category="city.lighting")
        urgent = working(fair, category="lighting", answers={"urgency": "urgent"})
    assert (due(plain), limit_key(plain)) == ("11-24", "")
    assert (due(lit), limit_key(lit)) == ("11-10", "lighting")
    assert (fresh(urgent).due_at, limit_key(urgent)) == (TUESDAY + timedelta(hours=24), "urgent_lighting")


def test_who_is_gathered_goes_by_the_heads_clock_whichever_category_is_changed(fair: County):
    with time_machine.travel(TUESDAY, tick=False):
        head, joined = working(fair), fair.open().matter
        gather([joined], under=head, actor=fair.actor("clara"))
        edit(fresh(joined), seen=fresh(joined).serial, category="lighting", actor=fair.actor("clara"))
        assert (due(head), due(joined), fresh(joined).category.key) == ("11-24", "11-24", "lighting")
        edit(fresh(head), seen=fresh(head).serial, category="lighting", actor=fair.actor("clara"))
        now = fresh(joined)
        assert (due(head), due(joined)) == ("11-10", "11-10")
        assert (now.warn_at, now.sort_at) == (fresh(head).warn_at, fresh(head).sort_at)
        edit(fresh(head), seen=fresh(head).serial, category="", actor=fair.actor("clara"))
        assert (due(head), due(joined)) == ("11-24", "11-24")


def test_a_dated_limit_holds_from_its_day_to_its_day_and_a_matter_keeps_the_rule_of_its_day(fair: County):
    with time_machine.travel(datetime(2025, 12, 31, 10, tzinfo=ZONE)):
        before = working(fair, category="lighting", answers={"urgency": "urgent"})
    with time_machine.travel(datetime(2026, 12, 31, 23, tzinfo=ZONE)):
        within = working(fair, category="lighting", answers={"urgency": "urgent"})
    with time_machine.travel(datetime(2027, 1, 1, 0, 1, tzinfo=ZONE)):
        later = working(fair, category="lighting", answers={"urgency": "urgent"})
    assert [limit_key(one) for one in (before, within, later)] == ["lighting", "urgent_lighting", "lighting"]


def test_another_category_or_urgency_brings_its_own_limit_from_when_the_work_began(fair: County):
    with time_machine.travel(TUESDAY, tick=False):
        matter = working(fair)
    with time_machine.travel(TUESDAY + timedelta(days=1)):
        edit(matter, seen=matter.serial, category="lighting", actor=fair.house)
        assert (due(matter), limit_key(matter)) == ("11-10", "lighting")
        fair.move(matter, "set_urgency", "fred", answers={"urgency": "urgent"})
    assert fresh(matter).due_at == TUESDAY + timedelta(hours=24)


def test_a_limit_may_hold_from_the_first_state_on(fair: County):
    at_once = "states: [received]\n          categories: [city]"
    text = FAIR.replace("states: [working]\n          categories: [city]", at_once)
    fair.apply(text)
    with time_machine.travel(TUESDAY):
        matter = fair.open(category="lighting").matter
    assert (due(matter), limit_key(matter)) == ("11-10", "lighting")


def test_due_soon_shows_by_itself_and_is_told_once(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
    fred = fair.actor("fred")
    with time_machine.travel(day(11, 18) + timedelta(hours=23)):
        assert (tick().left, inbox(fred).rows[0].soon) == ([], False)
    with time_machine.travel(day(11, 19) + timedelta(minutes=1)):
        row = inbox(fred, InboxFilter(mine=True, soon=True)).rows[0]
        assert (row.number, row.soon, row.overdue) == (matter.number, True, False)
        tick()
        tick()
    assert [step.kind for step in Step.objects.filter(matter=matter)].count("warned") == 1
    with time_machine.travel(day(11, 25)):
        assert inbox(fred, InboxFilter(soon=True)).rows == []


def test_when_time_is_up_each_level_above_hears_once_and_the_matter_stays(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
    clara, host = fair.actor("clara"), fair.actor("host")
    with time_machine.travel(day(11, 25)):
        assert inbox(clara, MINE).rows == []
        for _ in range(3):
            tick()
        assert [(row.number, row.raised) for row in inbox(clara, MINE).rows] == [(matter.number, 1)]
        assert inbox(clara, MINE).counts.mine.counted == 1
        assert inbox(host, MINE).rows == []
    with time_machine.travel(day(11, 27)):
        for _ in range(3):
            tick()
        assert [row.raised for row in inbox(host, MINE).rows] == [2]
    now = fresh(matter)
    assert (now.owner, now.state.key) == (fair.units["parks"], "working")
    told = [step for step in story(now, clara) if step.kind == "raised"]
    county = fair.units["county"].name
    assert [(step.unit, step.role.en) for step in told] == [(county, "Clerk"), (county, "Host")]
    assert [row.number for row in inbox(fair.actor("fred"), MINE).rows] == [matter.number]


def test_what_was_raised_leaves_the_superiors_inbox_when_it_goes_on(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
    with time_machine.travel(day(11, 25)):
        tick()
        fair.move(matter, "answer", "fred", note="已修好")
        assert inbox(fair.actor("clara"), MINE).rows == []
    now = fresh(matter)
    assert (now.called, now.overran, Call.objects.get().outcome) == (0, True, "over")


def test_what_is_answered_in_time_never_overran(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
        fair.move(matter, "answer", "fred", note="已修好")
    assert fresh(matter).overran is False


def test_a_clock_that_stood_for_weeks_warns_of_nothing_and_raises_each_level(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
    with time_machine.travel(day(12, 15)):
        tick()
        tick()
    kinds = [step.kind for step in Step.objects.filter(matter=matter).order_by("pk")]
    assert kinds == ["opened", "moved", "moved", "raised", "raised"]
    assert fresh(matter).clock_at is None


def test_a_village_is_raised_to_the_nearest_above_that_has_the_role(fair: County):
    fair.apply(FAIR.replace("{to: clerk, at: [county]}", "{to: clerk}"))
    with time_machine.travel(TUESDAY):
        matter = fair.dispatched(at="hill", to="hill")
        fair.move(matter, "accept", "hill")
    with time_machine.travel(day(11, 25)):
        tick()
        assert [row.number for row in inbox(fair.actor("cora"), MINE).rows] == [matter.number]
        assert inbox(fair.actor("clara"), MINE).rows == []


def test_who_is_called_from_elsewhere_sees_the_matter_as_long_as_the_call_is_open(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair, at="hill")
        carl = fair.actor("carl")
        assert matter_for(carl, matter.number) is None
        step = Step.objects.filter(matter=matter).latest("pk")
        call = Call.objects.create(matter=matter, unit=fair.units["east"], step=step, since=TUESDAY)
        Matter.objects.filter(pk=matter.pk).update(called=1)
        assert matter_for(carl, matter.number) == matter
        assert [row.number for row in inbox(carl).rows] == [matter.number]
        assert moves_open(matter_for(carl, matter.number), carl) == []
        call.until = TUESDAY
        call.save()
        assert matter_for(carl, matter.number) is None
