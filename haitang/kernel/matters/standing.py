"""Where a matter stands: coming into a state begins its deadline, closes it, or opens it again."""

from datetime import date, datetime, timedelta

from haitang.kernel.matters.enums import Outcome
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import NO_DEADLINE, Matter
from haitang.kernel.matters.timing import Stay, Timing, limit_of, marks, resumed, timed, timing_of
from haitang.kernel.matters.words import RESIDENT
from haitang.lib import clock
from haitang.lib.calendar import WorkCalendar

#: What standing somewhere changes of a matter's row.
STANDING = (
    "state",
    "entered_at",
    "due_at",
    "warn_at",
    "clock_at",
    "limited_by",
    "marks",
    "raised",
    "paused_at",
    "held_due_at",
    "overran",
    "closed_at",
    "closed_on",
    "sort_at",
)


def enter(matter: Matter, *, state: str, kind: Kind, now: datetime) -> None:
    """Come into *state*; the row is changed, not saved."""
    note_overrun(matter, kind, now)
    matter.state_id = kind.state_id(state)
    matter.entered_at = now
    matter.raised, matter.paused_at, matter.held_due_at = 0, None, None
    run_clock(matter, state=state, kind=kind)
    matter.closed_at = (matter.closed_at or now) if kind.spec.flow.states[state].end else None
    matter.closed_on = clock.day_of(matter.closed_at) if matter.closed_at else None
    if matter.closed_at:
        matter.clock_at = ask_again_at(matter, state, kind)
    matter.sort_at = matter.closed_at or matter.due_at or NO_DEADLINE


def note_overrun(matter: Matter, kind: Kind, now: datetime) -> bool:
    """Say for good that its time ran over, if it did by *now*; whether it did anew.

    Asked before anything changes the deadline, and by the clock at the instant itself.
    """
    anew = not matter.overran and _runs_over(matter, kind, now)
    matter.overran = matter.overran or anew
    return anew


def run_clock(matter: Matter, *, state: str, kind: Kind) -> None:
    """The deadline of *state*, from when it was entered."""
    _set(matter, timed(kind, stay_of(matter, state)))


def ask_again_at(matter: Matter, state: str, kind: Kind) -> datetime | None:
    """When the clock asks the resident something about what is closed; None when it has, or never does."""
    days = [
        one.after_days for one in kind.moves_from(state).values() if one.after_days and RESIDENT in one.by
    ]
    if matter.marks or not days or not matter.closed_at:
        return None
    return matter.closed_at + timedelta(days=min(days))


def stay_of(matter: Matter, state: str) -> Stay:
    """The matter's stay in the state it stands in."""
    return Stay(state, matter.entered_at, matter.data, matter.category_id)


def reckon_anew(matter: Matter, *, state: str, kind: Kind) -> None:
    """Another limit may hold once the matter says something else; one that was moved by leave stays."""
    if not kind.limits or matter.closed_at or matter.paused_at:
        return
    if matter.calls.filter(outcome=Outcome.GRANTED).exists():
        return
    timing = timed(kind, stay_of(matter, state))
    if timing.due_at != matter.due_at:
        _set(matter, timing)


def reckon_by(matter: Matter, kind: Kind, *, before: WorkCalendar, now: WorkCalendar) -> bool:
    """Keep the working days a limit gave, by the calendar as it is *now*; whether that changes the deadline.

    Days given by leave, and pauses, are in what it was *before*: nothing of them is lost.
    """
    due, name = matter.due_at or matter.held_due_at, kind.spec.flow.state_now(matter.state.key)
    limit = limit_of(kind, name, matter.limited_by_id) if name else None
    if not due or not limit or not limit.working_days or matter.closed_at:
        return False
    anew = now.add(matter.entered_at, before.between(matter.entered_at, due))
    if anew == due:
        return False
    note_overrun(matter, kind, clock.now())
    if matter.paused_at:
        matter.held_due_at = anew
    else:
        move_due(matter, name, kind, due=anew)
    return True


def unpublished_year(matter: Matter, kind: Kind) -> int | None:
    """The year whose holidays its deadline ought to skip and cannot yet; none if all are known."""
    due, name = matter.due_at or matter.held_due_at, kind.spec.flow.state_now(matter.state.key)
    limit = limit_of(kind, name, matter.limited_by_id) if name else None
    if not due or not limit or not limit.working_days or matter.closed_at:
        return None
    return kind.calendar.unpublished(clock.day_of(matter.entered_at), clock.day_of(due))


def stop_clock(matter: Matter, *, until: datetime, now: datetime) -> None:
    """Let the clock stand, at the latest until *until*."""
    held = matter.due_at
    _set(matter, Timing(clock_at=until, limit_id=matter.limited_by_id))
    matter.paused_at, matter.held_due_at = now, held


def let_run(matter: Matter, *, state: str, kind: Kind, now: datetime) -> None:
    """Let the clock run again with what was left."""
    stood, due, limit_id = matter.paused_at, matter.held_due_at, matter.limited_by_id
    matter.paused_at, matter.held_due_at = None, None
    limit = limit_of(kind, state, limit_id)
    if stood and due and limit:
        move_due(matter, state, kind, due=resumed(limit, kind.calendar, due=due, stood=stood, now=now))
    else:
        _set(matter, Timing(limit_id=limit_id))


def move_due(matter: Matter, state: str, kind: Kind, *, due: datetime) -> None:
    """Be due at *due* instead, by the same rule."""
    _set(matter, timing_of(kind, stay_of(matter, state), due=due, limit_id=matter.limited_by_id))


def pass_marks(matter: Matter, *, state: str, kind: Kind, count: int) -> None:
    """Have *count* of the clock's marks behind it."""
    ahead = marks(kind, stay_of(matter, state), due=matter.due_at)[count:]
    matter.marks, matter.clock_at = count, ahead[0].at if ahead else None


def _set(matter: Matter, timing: Timing) -> None:
    matter.due_at, matter.warn_at, matter.clock_at = timing.due_at, timing.warn_at, timing.clock_at
    matter.limited_by_id, matter.marks = timing.limit_id, 0
    matter.sort_at = timing.due_at or NO_DEADLINE


def _runs_over(matter: Matter, kind: Kind, now: datetime) -> bool:
    """Whether who had to act in the state it leaves took longer than they had; a resident owes nothing."""
    left = kind.spec.flow.states.get(kind.spec.flow.state_now(matter.state.key))
    return bool(matter.due_at and now > matter.due_at and left and left.owner != RESIDENT)


def erase_on(matter: Matter, kind: Kind) -> date | None:
    """The day on which the resident's contact is erased; none while the matter is open."""
    return matter.closed_on + timedelta(days=kind.spec.contact_days) if matter.closed_on else None
