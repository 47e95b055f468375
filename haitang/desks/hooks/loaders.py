"""What somebody may be given: what could not be told, for who manages it."""

from haitang.desks.hooks.models import Telling
from haitang.desks.hooks.queries import dead_tellings
from haitang.desks.hooks.rules import MANAGES
from haitang.kernel.registry.api import Actor


def manages(actor: Actor) -> Actor | None:
    """Who acts, if they manage what other systems are told."""
    return actor if actor.may_somewhere(MANAGES) else None


def dead_telling(actor: Actor, pk: int) -> Telling | None:
    """What could not be told, for who manages it there."""
    return dead_tellings(actor).filter(pk=pk).first()
