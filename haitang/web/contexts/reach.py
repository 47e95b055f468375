"""Over which unit somebody looks: the one asked for, or the widest of their own."""

from haitang.kernel.registry.api import Actor, units_with
from haitang.kernel.registry.models import Unit
from haitang.lib.text import whole_number


def unit_within(actor: Actor, ability: str, asked: str) -> Unit | None:
    """The unit with the id *asked*, or the topmost; None where *actor* does not hold *ability*."""
    reach = units_with(actor, ability)
    if asked:
        row = whole_number(asked)
        return reach.filter(pk=row).first() if row is not None else None
    return reach.order_by("path").first()
