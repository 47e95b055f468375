"""What somebody may be given: a kind that learns, in their own region."""

from haitang.desks.routing.queries import kinds_that_learn
from haitang.desks.routing.rules import SEES
from haitang.kernel.matters.api import Kind
from haitang.kernel.registry.api import Actor, region_of


def kinds_for(actor: Actor) -> list[Kind] | None:
    """The kinds that learn; None for those who may not see what was learned."""
    if not actor.may_somewhere(SEES):
        return None
    return kinds_that_learn(region_of(actor))


def kind_for(actor: Actor, key: str) -> Kind | None:
    """One of them."""
    return next((kind for kind in kinds_for(actor) or () if kind.key == key), None)
