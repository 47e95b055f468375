"""Over which unit somebody looks: the one asked for, or the widest of their own."""

from haitang.kernel.registry.api import Ability, Actor
from haitang.kernel.registry.models import Unit


def unit_within(actor: Actor, ability: str, asked: str) -> Unit | None:
    """The unit with the id *asked*, or the topmost; None where *actor* does not hold *ability*."""
    reach = Unit.objects.filter(Ability(ability, at="path").visible(actor)).select_related("kind", "region")
    if asked:
        return (
            reach.filter(pk=int(asked)).first()
            if asked.isascii() and asked.isdigit() and len(asked) < 18
            else None
        )
    return reach.order_by("path").first()
