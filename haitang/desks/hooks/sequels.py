"""What follows from a move: whoever sent the matter here is to be told."""

from haitang.desks.hooks.actions import note_progress
from haitang.kernel.matters.api import Companion, Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import Actor


def note(matter: Matter, kind: Kind, step: Step) -> None:
    """After a move, in its own transaction."""
    note_progress(matter, kind=kind, step=step, actor=_actor(step, matter))


def _actor(step: Step, matter: Matter) -> Actor:
    """Who made the move; nobody where the resident or the clock did."""
    return Actor(person_id=step.actor_id, region_id=matter.region_id)


COMPANION = Companion("hooks", after=note)
