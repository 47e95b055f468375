"""Deadlines in working days: weekends, holidays, and the weekend days worked in their stead."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.calendar import WorkCalendar, end_of
from haitang.lib.clock import ZONE

NATIONAL_DAY = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begun", "days", "due"),
    [
        (at(11, 20), 1, date(2026, 11, 23)),  # a Friday: Monday
        (at(11, 21), 1, date(2026, 11, 23)),  # a Saturday: Monday as well
        (at(11, 20, 23), 5, date(2026, 11, 27)),
        (at(9, 30), 1, date(2026, 10, 8)),  # over the holiday week
        (at(9, 30), 3, date(2026, 10, 10)),  # the Saturday worked in its stead
        (at(9, 18), 1, date(2026, 9, 20)),  # the Sunday worked beforehand
    ],
)
def test_a_deadline_counts_the_days_that_are_worked(begun, days, due):
    assert NATIONAL_DAY.add(begun, days) == end_of(due)


def test_the_day_is_the_counties_own_and_not_that_of_utc():
    late_on_thursday_in_utc = datetime.fromisoformat("2026-11-19T17:00:00+00:00")  # Friday, 1 a.m. there
    assert NATIONAL_DAY.add(late_on_thursday_in_utc, 1) == end_of(date(2026, 11, 23))


def test_a_deadline_shows_the_day_it_belongs_to():
    assert end_of(date(2026, 11, 25)).astimezone(ZONE).date() == date(2026, 11, 25)


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="no working day"):
        WorkCalendar(weekends=frozenset(range(7))).add(at(11, 20), 1)


@given(
    begun=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001 -- given its zone below
    days=st.integers(1, 60),
    holidays=st.sets(st.dates(date(2026, 1, 1), date(2027, 6, 1)), max_size=20),
    workdays=st.sets(st.dates(date(2026, 1, 1), date(2027, 6, 1)), max_size=20),
)
def test_between_takes_back_what_add_gave(begun, days, holidays, workdays):
    calendar = WorkCalendar(holidays=frozenset(holidays), workdays=frozenset(workdays))
    start = begun.replace(tzinfo=ZONE)
    due = calendar.add(start, days)
    assert calendar.works_on(due.date())
    assert calendar.between(start, due) == days
    assert calendar.between(start, due - timedelta(days=1)) == days - 1
