"""What the resident took back: nobody needs to reach who does not ask any more."""

from dataclasses import dataclass

from django.db.models import Model, Q

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.queries import houses_of
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import Rule
from haitang.lib.diagnostics import Forbidden


@dataclass(frozen=True)
class NotTakenBack(Rule):
    """The resident did not withdraw the matter."""

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether it stands where no withdrawn one does."""
        return isinstance(thing, Matter) and actor.region_id == thing.region_id and not is_taken_back(thing)

    def visible(self, actor: Actor) -> Q:
        """All but those withdrawn."""
        return Q(region=actor.region_id) & ~Q(state__in=_states(actor.region_id))


def is_taken_back(matter: Matter) -> bool:
    """Whether *matter* was withdrawn; no query while it is open."""
    return matter.closed_at is not None and matter.state_id in _states(matter.region_id)


def contact_closed() -> Forbidden:
    """The contact of a withdrawn matter is shown to nobody."""
    return Forbidden(
        "matters.contact_closed",
        zh="居民已撤回这件事，联系方式不再提供查看。",
        en="The resident withdrew this; the contact is shown to nobody any more.",
    )


def _states(region_id: int) -> set[int]:
    return {
        house.id_of("matters", key, "flow", "states", state)
        for house in houses_of(region_id)
        for key, kind in house.section(MattersSection).matters.items()
        for state in kind.flow.taken_back
    }
