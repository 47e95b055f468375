"""What becomes of the running time limit: it runs over, stands, runs again, is made longer."""

from datetime import datetime

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.standing import let_run, move_due, note_overrun, stop_clock
from haitang.kernel.matters.timewords import OnClock
from haitang.kernel.matters.timing import after


def see_time_run_over(matter: Matter, kind: Kind, now: datetime) -> None:
    """Say of *matter*, and of all that go with it, that their time ran over, if it just did.

    Those who joined it later, or parted before, are not of them.
    """
    if note_overrun(matter, kind, now):
        matter.gathered.update(overran=True)


def work_the_clock(word: OnClock, *, matter: Matter, state: str, kind: Kind, now: datetime) -> None:
    """The row is changed, not saved; a limit that is not running is not stopped, nor made longer."""
    if word.stops_for and matter.due_at:
        stop_clock(matter, until=after(word.stops_for, now, kind.calendar), now=now)
    elif word.runs and matter.paused_at:
        let_run(matter, state=state, kind=kind, now=now)
    elif word.adds and matter.due_at:
        move_due(matter, state, kind, due=after(word.adds, matter.due_at, kind.calendar))
