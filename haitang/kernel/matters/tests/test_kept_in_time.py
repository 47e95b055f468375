"""What ran over has run over, at the instant it did, whatever is granted, gathered or changed later."""

from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.matters.api import edit, gather, part, tick
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import County, fresh
from haitang.kernel.matters.tests.test_limits import TUESDAY, day, working
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal

#: The limit of the work began on TUESDAY is over by then.
LATE = day(11, 26)
PAUSE = {"answers": {"pause_reason": "papers"}}


def overran(matter: Matter) -> bool:
    return fresh(matter).overran


@pytest.mark.parametrize(("leave", "more", "grants"), [("pause", PAUSE, "clara"), ("longer", {}, "host")])
def test_leave_that_is_granted_after_the_time_was_up_saves_nothing(fair: County, leave, more, grants):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
    with time_machine.travel(LATE):
        fair.move(matter, f"ask_{leave}", "fred", note="晚了", **more)
        fair.move(matter, f"grant_{leave}", grants)
        fair.move(matter, "answer", "fred", note="已修好")
    assert overran(matter)


def test_leave_that_is_granted_in_time_keeps_it_in_time(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
        fair.move(matter, "ask_pause", "fred", note="等", **PAUSE)
        fair.move(matter, "grant_pause", "clara")
    with time_machine.travel(LATE):
        fair.move(matter, "answer", "fred", note="已修好")
    assert not overran(matter)


def test_what_is_late_and_gathered_under_a_fresh_one_stays_late_and_the_fresh_one_fresh(fair: County):
    with time_machine.travel(TUESDAY):
        late = working(fair)
    with time_machine.travel(LATE):
        new = working(fair)
        gather([late], under=new, actor=fair.house)
    assert (overran(late), overran(new)) == (True, False)


def test_a_late_head_is_late_for_all_that_went_with_it_and_for_none_who_came_later(fair: County):
    with time_machine.travel(TUESDAY):
        head, early = working(fair), working(fair)
        gather([early], under=head, actor=fair.house)
    with time_machine.travel(LATE):
        newcomer = working(fair)
        gather([newcomer], under=head, actor=fair.house)
        fair.move(head, "answer", "fred", note="已修好")
    assert [overran(one) for one in (head, early, newcomer)] == [True, True, False]


def test_another_category_gives_more_time_and_forgives_none(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair, category="lighting")
    with time_machine.travel(day(11, 12)):
        edit(fresh(matter), seen=fresh(matter).serial, category="", actor=fair.house)
        assert fresh(matter).due_at > datetime.now(tz=TUESDAY.tzinfo)
        fair.move(matter, "answer", "fred", note="已修好")
    assert overran(matter)


def test_the_clock_says_so_the_instant_it_runs_over_and_not_before(fair: County):
    with time_machine.travel(TUESDAY):
        matter = fair.dispatched()
    due = fresh(matter).due_at
    with time_machine.travel(due, tick=False):
        tick()
    assert not overran(matter)
    with time_machine.travel(due + timedelta(seconds=1), tick=False):
        tick()
    assert overran(matter)


def test_a_resident_who_takes_long_is_late_for_nothing(fair: County):
    with time_machine.travel(TUESDAY):
        matter = working(fair)
        fair.move(matter, "answer", "fred", note="已修好")
    with time_machine.travel(day(12, 20)):
        tick()
    assert (fresh(matter).state.key, overran(matter)) == ("closed", False)


#: What somebody tries, and how many hours later.
_TRIES = st.tuples(
    st.sampled_from(
        ["ask_pause", "grant_pause", "ask_longer", "grant_longer", "resume", "answer", "category"]
    ),
    st.sampled_from([0, 20, 24 * 3, 24 * 9, 24 * 17, 24 * 30]),
    st.booleans(),
)
_WHO = {"grant_pause": "clara", "grant_longer": "host"}


@pytest.mark.slow(reason="a dozen random walks")
@given(tries=st.lists(_TRIES, max_size=7))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_by_no_way_does_what_ran_over_become_kept_in_time(fair: County, tries):
    """A plain oracle: it was late as soon as, at any instant, the deadline shown then lay behind."""
    late, now = False, TUESDAY
    with time_machine.travel(now, tick=False):
        head, other = working(fair), working(fair)
        gather([other], under=head, actor=fair.house)
    for move, hours, ticks in tries:
        now += timedelta(hours=hours)
        late = late or behind(head, now)
        with time_machine.travel(now, tick=False):
            _try(fair, head, move)
            if ticks:
                tick(now)
        late = late or behind(head, now)
    with time_machine.travel(now, tick=False):
        tick(now)
        part(other, actor=fair.house)
    assert (overran(head), overran(other)) == (late, late)


def behind(matter: Matter, now: datetime) -> bool:
    shown = fresh(matter)
    return bool(shown.due_at and shown.due_at < now and shown.state.key != "answered")


def _try(county: County, matter: Matter, move: str) -> None:
    try:
        if move == "category":
            said = "" if fresh(matter).category_id else "lighting"
            edit(fresh(matter), seen=fresh(matter).serial, category=said, actor=county.house)
        else:
            more = PAUSE if move == "ask_pause" else {}
            county.move(matter, move, _WHO.get(move, "fred"), note="x", **more)
    except (Refusal, Forbidden, Conflict):
        return
