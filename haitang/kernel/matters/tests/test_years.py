"""Deadlines into a year whose holidays nobody knows yet: said, and reckoned anew when it is out."""

from datetime import datetime

import pytest
import time_machine

from haitang.kernel.matters.api import kind_of, tick, unpublished_year
from haitang.kernel.matters.calendars import calendar_flaws
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.matters.words import Calendar
from haitang.kernel.playbooks.api import holding
from haitang.lib.clock import ZONE, day_of

MONDAY = datetime(2026, 12, 28, 10, tzinfo=ZONE)
KNOWN = """
calendar:
  years: {"2026": 2026 年的通知}
  holidays: {"2026-10-01": {zh: 国庆节, en: "National Day"}}
"""
ARRIVED = KNOWN.replace('{"2026": 2026 年的通知}', '{"2026": 2026 年的通知, "2027": 2027 年的通知}').replace(
    "}}\n", '}, "2027-01-01": {zh: 元旦, en: "New Year"}}\n'
)


def playbook(calendar: str) -> str:
    before, after = PLAYBOOK.split("calendar:", 1)
    rest = after.splitlines(keepends=True)[1:]
    kept = next((n for n, line in enumerate(rest) if line.strip() and not line.startswith(" ")), len(rest))
    return before + "".join(rest[kept:]) + calendar


def year_of(matter: Matter) -> int | None:
    return unpublished_year(fresh(matter), kind_of(holding(matter.unit), matter.kind.key))


def due(matter: Matter) -> str:
    return str(day_of(fresh(matter).due_at))


@pytest.fixture
def working(county: County) -> Matter:
    """Twelve working days from the last Monday of 2026."""
    county.apply(playbook(KNOWN))
    with time_machine.travel(MONDAY, tick=False):
        matter = county.dispatched()
        county.move(matter, "accept", "fred")
    return fresh(matter)


def test_a_limit_that_leaves_the_known_years_says_which_year_is_missing(county: County, working: Matter):
    assert year_of(working) == 2027
    with time_machine.travel(datetime(2026, 11, 2, 10, tzinfo=ZONE), tick=False):
        earlier = county.dispatched()
        county.move(earlier, "accept", "fred")
    assert year_of(earlier) is None


def test_deadlines_are_reckoned_anew_once_the_year_is_published(county: County, working: Matter):
    before = due(working)
    with time_machine.travel(MONDAY.replace(day=29), tick=False):
        county.apply(playbook(ARRIVED))
        later = county.dispatched()
        county.move(later, "accept", "fred")
        assert due(working) == before
        tick()
        tick()
    calendar = kind_of(holding(working.unit), "request").calendar
    assert (due(working) > before, year_of(working)) == (True, None)
    assert due(working) == str(day_of(calendar.add(working.entered_at, _days(working, before))))
    assert fresh(later).due_at == calendar.add(fresh(later).entered_at, _days(working, before))


def _days(matter: Matter, due_before: str) -> int:
    weekends_only = Calendar().compiled()
    last = datetime.fromisoformat(due_before).replace(hour=23, tzinfo=ZONE)
    return weekends_only.between(matter.entered_at, last)


def test_a_closed_matter_keeps_its_day(county: County, working: Matter):
    county.move(working, "answer", "fred", note="已更换灯头。")
    with time_machine.travel(MONDAY, tick=False):
        closed = county.answered()
        county.move(closed, "confirm", county.resident, rating=5)
    was = fresh(closed).due_at
    with time_machine.travel(MONDAY.replace(day=29), tick=False):
        county.apply(playbook(ARRIVED))
        tick()
    assert fresh(closed).due_at == was


def codes(calendar: Calendar, on: datetime) -> list[tuple[str, str]]:
    with time_machine.travel(on, tick=False):
        return [(fault.code, str(fault.severity)) for fault in calendar_flaws(calendar)]


def test_check_warns_three_months_before_an_unknown_year_and_not_sooner():
    calendar = Calendar(years={2026: "通知"})
    assert codes(calendar, MONDAY.replace(month=9, day=30)) == []
    assert codes(calendar, MONDAY.replace(month=10, day=2)) == [("calendar-ends", "warning")]
    assert codes(Calendar(), MONDAY) == []


def test_a_holiday_of_a_year_that_is_not_published_is_a_fault():
    name = {"zh": "元旦", "en": "New Year"}
    good = Calendar.model_validate({"years": {"2026": "通知"}, "holidays": {"2025-12-31": name}})
    bad = Calendar.model_validate({"years": {"2026": "通知"}, "holidays": {"2027-01-01": name}})
    spring = MONDAY.replace(month=3)
    assert codes(good, spring) == []
    assert codes(bad, spring) == [("day-of-unpublished-year", "error")]
