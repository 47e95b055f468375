"""When time is up in a state: which limit holds, from when it is due soon, who hears when it is over."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from haitang.kernel.matters.timewords import DatedLimit, Limit, Span
from haitang.kernel.matters.words import RESIDENT
from haitang.lib.calendar import WorkCalendar, end_of, start_of
from haitang.lib.clock import day_of

if TYPE_CHECKING:
    from haitang.kernel.matters.kinds import Kind


#: Time is up at an instant; a step at that very instant still keeps it.
JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Stay:
    """A matter's stay in a state: since when, and what limits may depend on."""

    state: str
    since: datetime
    data: str = "{}"
    category_id: int | None = None


@dataclass(frozen=True)
class Fitting:
    """A dated limit with what it asks of a matter, by identities."""

    key: str
    id: int
    spec: DatedLimit
    categories: frozenset[int]
    said: Mapping[str, frozenset[int]]

    def fits(self, stay: Stay) -> bool:
        """Whether it holds for a matter that came to its state as *stay* says."""
        if stay.state not in self.spec.states or not self._holds_on(day_of(stay.since)):
            return False
        if self.categories and stay.category_id not in self.categories:
            return False
        if not self.said:
            return True
        answers = json.loads(stay.data)
        return all(answers.get(field) in options for field, options in self.said.items())

    def _holds_on(self, day: date) -> bool:
        since, until = self.spec.since, self.spec.until
        return (since is None or since <= day) and (until is None or day < until)


@dataclass(frozen=True)
class Timing:
    """When a stay is due, from when it is due soon, and the dated limit that says so (None: the state's)."""

    due_at: datetime | None = None
    warn_at: datetime | None = None
    clock_at: datetime | None = None
    limit_id: int | None = None


@dataclass(frozen=True)
class Mark:
    """An instant at which the clock has something to do."""

    at: datetime
    what: Literal["warn", "over", "then", "raise"]
    level: int = 0


def timed(kind: "Kind", stay: Stay) -> Timing:
    """The limit that holds for *stay*, with all that follows from it."""
    fitting = fitting_limit(kind, stay)
    limit = fitting.spec.limit if fitting else kind.spec.flow.states[stay.state].limit
    if limit is None:
        return Timing()
    due = _end(limit, stay, kind)
    if due is None:
        return Timing()
    return timing_of(kind, stay, due=due, limit_id=fitting.id if fitting else None)


def _end(limit: Span | Limit, stay: Stay, kind: "Kind") -> datetime | None:
    if isinstance(limit, Limit) and limit.until:
        said = json.loads(stay.data).get(str(kind.house.id_of(*kind.path, "fields", limit.until)))
        return end_of(date.fromisoformat(said)) if said else None
    return after(limit, stay.since, kind.calendar)


def timing_of(kind: "Kind", stay: Stay, *, due: datetime, limit_id: int | None) -> Timing:
    """What follows from being due at *due*."""
    ahead = marks(kind, stay, due=due)
    warn = next((mark.at for mark in ahead if mark.what == "warn"), None)
    return Timing(due, warn, ahead[0].at if ahead else None, limit_id)


def fitting_limit(kind: "Kind", stay: Stay) -> Fitting | None:
    """The first dated limit that holds for *stay*."""
    return next((limit for limit in kind.limits if limit.fits(stay)), None)


def limit_of(kind: "Kind", state: str, limit_id: int | None) -> Span | Limit | None:
    """The limit a deadline came from: the dated one of this row, else the state's own."""
    dated = next((limit.spec.limit for limit in kind.limits if limit.id == limit_id), None)
    return dated or kind.spec.flow.states[state].limit


def marks(kind: "Kind", stay: Stay, *, due: datetime | None) -> tuple[Mark, ...]:
    """The clock's marks of a stay that is due at *due*, in order; a warning that came too early is none."""
    if due is None:
        return ()
    state = kind.spec.flow.states[stay.state]
    found = [Mark(due, "then")] if state.then else []
    warn = before(state.warn, due, kind.calendar) if state.warn else None
    if warn and warn > stay.since:
        found.append(Mark(warn, "warn"))
    if state.owner != RESIDENT:
        found.append(Mark(due + JUST_AFTER, "over"))
    for level, one in enumerate(state.escalate, start=1):
        found.append(Mark(after(one.after, due, kind.calendar) if one.after else due, "raise", level))
    return tuple(sorted(found, key=lambda mark: (mark.at, mark.level)))


def after(limit: Span | Limit, since: datetime, calendar: WorkCalendar) -> datetime:
    """When *limit* from *since* is up."""
    if limit.working_days:
        return calendar.add(since, limit.working_days)
    if limit.hours:
        return since + timedelta(hours=limit.hours)
    assert limit.days is not None  # the limit says exactly one
    return end_of(day_of(since) + timedelta(days=limit.days))


def before(limit: Span, due: datetime, calendar: WorkCalendar) -> datetime:
    """From when there is only *limit* left until *due*: the morning of a day, or the hour."""
    if limit.working_days:
        return start_of(calendar.back(day_of(due), limit.working_days))
    if limit.hours:
        return due - timedelta(hours=limit.hours)
    assert limit.days is not None  # the limit says exactly one
    return start_of(day_of(due) - timedelta(days=limit.days))


def resumed(
    limit: Span | Limit, calendar: WorkCalendar, *, due: datetime, stood: datetime, now: datetime
) -> datetime:
    """The deadline after the clock stood from *stood* until *now*: what was left then is left again."""
    if due <= stood:
        return due
    if limit.hours:
        return due + (now - stood)
    if limit.working_days:
        left = calendar.between(stood, due)
        return calendar.add(now, left) if left else end_of(calendar.workday_from(day_of(now)))
    return end_of(day_of(now) + (day_of(due) - day_of(stood)))
