"""Working days: weekends, public holidays, and the weekend days worked in their stead."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from haitang.lib.clock import ZONE, day_of

#: Monday is 0, as Python counts.
SATURDAY, SUNDAY = 5, 6
_ONE_DAY = timedelta(days=1)
#: A year of days without one worked is a slip in the calendar, not a long holiday.
_LONGEST_PAUSE = 366


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: make-up workdays even on a weekend; holidays not, even on a Monday."""

    weekends: frozenset[int] = frozenset({SATURDAY, SUNDAY})
    holidays: Collection[date] = field(default_factory=frozenset)
    workdays: Collection[date] = field(default_factory=frozenset)
    #: The years whose holidays are published; empty where the calendar makes no claim about years.
    years: Collection[int] = field(default_factory=frozenset)

    def unpublished(self, first: date, last: date) -> int | None:
        """The first year from *first* to *last* of which only the weekends are known."""
        if not self.years:
            return None
        return next((year for year in range(first.year, last.year + 1) if year not in self.years), None)

    def works_on(self, day: date) -> bool:
        """Whether *day* is a working day."""
        if day in self.workdays:
            return True
        return day not in self.holidays and day.weekday() not in self.weekends

    def next_workday(self, day: date) -> date:
        """The first working day after *day*."""
        for step in range(1, _LONGEST_PAUSE + 1):
            found = day + step * _ONE_DAY
            if self.works_on(found):
                return found
        raise ValueError(f"no working day in the year after {day}")

    def workday_from(self, day: date) -> date:
        """*day* if it is worked, else the first working day after it."""
        return day if self.works_on(day) else self.next_workday(day)

    def back(self, day: date, days: int) -> date:
        """The working day that lies *days* working days before *day*."""
        found, left = day, days
        for _ in range(_LONGEST_PAUSE + 7 * days):
            found -= _ONE_DAY
            left -= self.works_on(found)
            if not left:
                return found
        raise ValueError(f"not {days} working days before {day}")

    def add(self, instant: datetime, days: int) -> datetime:
        """The deadline *days* working days after *instant*: that day does not count, the last one is whole.

        So a matter of Friday with one working day is due when Monday ends.
        """
        day = day_of(instant)
        for _ in range(days):
            day = self.next_workday(day)
        return end_of(day)

    def between(self, start: datetime, end: datetime) -> int:
        """How many working days lie after the day of *start*, up to and with the day of *end*."""
        first, last = day_of(start), day_of(end)
        return sum(self.works_on(first + step * _ONE_DAY) for step in range(1, (last - first).days + 1))


def end_of(day: date) -> datetime:
    """The last second of *day* in the counties' time, so that a deadline shows the day it belongs to."""
    return datetime.combine(day, time(23, 59, 59), ZONE)


def start_of(day: date) -> datetime:
    """The first instant of *day* in the counties' time."""
    return datetime.combine(day, time(0), ZONE)
