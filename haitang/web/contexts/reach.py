"""Over which unit somebody looks: the one asked for, or the widest of their own."""

from haitang.kernel.registry.api import Actor, units_with
from haitang.kernel.registry.models import Unit


def unit_within(actor: Actor, ability: str, asked: str) -> Unit | None:
    """The unit with the id *asked*, or the topmost; None where *actor* does not hold *ability*."""
    reach = units_with(actor, ability)
    if asked:
        is_id = asked.isascii() and asked.isdigit() and len(asked) < 18
        return reach.filter(pk=int(asked)).first() if is_id else None
    return reach.order_by("path").first()
