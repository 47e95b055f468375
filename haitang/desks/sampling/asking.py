"""Who may ask whom a draw drew: a role the playbook names, outside the chain, while it runs."""

from dataclasses import dataclass

from django.db.models import Model, Q

from haitang.desks.sampling.declare import SamplingSection
from haitang.desks.sampling.models import DrawnMatter
from haitang.desks.sampling.rules import ASKS
from haitang.kernel.matters.api import OUTSIDE, NotTakenBack, matters_outside
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor, Rule

#: Whoever took it back meanwhile is reached by nobody any more.
_STANDS = NotTakenBack()


@dataclass(frozen=True)
class AsksDrawn(Rule):
    """The actor may ring whom this drew."""

    def allows(self, actor: Actor, thing: Model) -> bool:
        """Whether the draw runs, they hold a role that asks, and nothing ties them to the matter."""
        if not isinstance(thing, DrawnMatter) or thing.draw.region_id != actor.region_id:
            return False
        is_theirs = thing.draw.over_at is None and thing.draw.sampling in samplings_asked(actor)
        return is_theirs and _STANDS.allows(actor, thing.matter) and OUTSIDE.allows(actor, thing.matter)

    def visible(self, actor: Actor) -> Q:
        """Those drawn that they may ring."""
        keys = samplings_asked(actor)
        running = Q(draw__region=actor.region_id, draw__over_at=None, draw__sampling__in=keys)
        drawn = DrawnMatter.objects.filter(running).values_list("matter", flat=True)
        return running & Q(matter__in=matters_outside(actor, drawn).filter(_STANDS.visible(actor)))


ASKS_DRAWN = AsksDrawn()


def samplings_asked(actor: Actor) -> list[str]:
    """The samplings for which *actor* holds a role that asks; no query once the house is known."""
    if not actor.may_somewhere(ASKS) or not actor.region_id:
        return []
    declared = house_of(actor.region_id, revision=actor.revision).section(SamplingSection).samplings
    return [key for key, one in declared.items() if actor.roles & set(one.asked_by)]
