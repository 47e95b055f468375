"""What follows from a move: whoever sent the matter here is to be told."""

from haitang.desks.hooks.actions import note_progress
from haitang.kernel.matters.api import Companion, Kind
from haitang.kernel.matters.models import Matter, Step


def note(matter: Matter, kind: Kind, step: Step) -> None:
    """After a move, in its own transaction."""
    note_progress(matter, kind=kind, step=step)


COMPANION = Companion("hooks", after=note)
