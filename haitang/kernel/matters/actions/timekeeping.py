"""What a move does to the running time limit: let it stand, let it run again, make it longer."""

from datetime import datetime

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.standing import let_run, move_due, stop_clock
from haitang.kernel.matters.timewords import OnClock
from haitang.kernel.matters.timing import after


def work_the_clock(word: OnClock, *, matter: Matter, state: str, kind: Kind, now: datetime) -> None:
    """The row is changed, not saved; a limit that is not running is not stopped, nor made longer."""
    if word.stops_for and matter.due_at:
        stop_clock(matter, until=after(word.stops_for, now, kind.calendar), now=now)
    elif word.runs and matter.paused_at:
        let_run(matter, state=state, kind=kind, now=now)
    elif word.adds and matter.due_at:
        move_due(matter, state, kind, due=after(word.adds, matter.due_at, kind.calendar))
