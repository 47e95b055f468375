"""Who may see figures; the records behind one are seen by their own rules."""

from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.rules import require
from haitang.lib.text import Text

SEE = "measures.see"

#: What a role may be given, said in the playbook as ``abilities: [measures.see, …]``.
ABILITIES = {SEE: Text(zh="查看指标", en="See figures")}


def require_figures(actor: Actor, unit: Unit) -> None:
    """Forbidden in words unless *actor* may see figures over *unit*."""
    require(actor, SEE, unit)
