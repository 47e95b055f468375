"""Where a matter stands: coming into a state begins its deadline, closes it, or opens it again."""

from datetime import date, datetime, timedelta

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import NO_DEADLINE, Matter
from haitang.lib import clock


def enter(matter: Matter, *, state: str, kind: Kind, now: datetime) -> None:
    """Come into *state*; the row is changed, not saved."""
    matter.state_id = kind.state_id(state)
    matter.entered_at = now
    run_clock(matter, state=state, kind=kind)
    matter.closed_at = (matter.closed_at or now) if kind.spec.flow.states[state].end else None
    matter.closed_on = clock.day_of(matter.closed_at) if matter.closed_at else None
    matter.sort_at = matter.closed_at or matter.due_at or NO_DEADLINE


def run_clock(matter: Matter, *, state: str, kind: Kind) -> None:
    """The deadline of *state*, from when it was entered."""
    matter.due_at = kind.due(state, matter.entered_at, matter.data)
    matter.clock_at = matter.due_at if kind.spec.flow.states[state].then else None
    matter.sort_at = matter.due_at or NO_DEADLINE


def erase_on(matter: Matter, kind: Kind) -> date | None:
    """The day on which the resident's contact is erased; none while the matter is open."""
    return matter.closed_on + timedelta(days=kind.spec.contact_days) if matter.closed_on else None
