"""Which patrols somebody walks, and where; what they walked lately."""

from dataclasses import dataclass

from haitang.desks.patrol.declare import Patrol, PatrolSection
from haitang.kernel.ledger.api import latest_deeds
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import offline_days
from haitang.kernel.playbooks.api import holding_at
from haitang.kernel.registry.api import Actor, Stand, units_numbered
from haitang.kernel.registry.models import Unit


@dataclass(frozen=True)
class Walked:
    """A patrol that somebody walks, with the units where they do."""

    key: str
    patrol: Patrol
    stands: tuple[Stand, ...]


def walked_by(actor: Actor) -> dict[str, Walked]:
    """The patrols of *actor*'s posts, by key, in the playbook's order."""
    found: dict[str, Walked] = {}
    for stand in actor.stands:
        section = holding_at(actor.region_id, stand.unit_path, revision=actor.revision).section(PatrolSection)
        for key, patrol in section.patrols.items():
            if stand.role in patrol.roles:
                before = found[key].stands if key in found else ()
                found[key] = Walked(key, patrol, (*before, stand))
    return found


def walks(actor: Actor) -> bool:
    """Whether *actor* walks any patrol."""
    return bool(walked_by(actor))


def may_wait(actor: Actor, walked: Walked) -> bool:
    """Whether what is seen on it may be kept on a phone without a network, wherever it is walked."""
    houses = (holding_at(actor.region_id, one.unit_path, revision=actor.revision) for one in walked.stands)
    return any(offline_days(walked.patrol.channel, house=house) for house in houses)


def unit_of(actor: Actor, pk: int) -> Unit:
    """One of the units where the actor stands."""
    return units_numbered([pk]).get(region=actor.region_id)


def latest(actor: Actor, kinds: list[str]) -> list[Entry]:
    """The last few patrols of *actor*."""
    return latest_deeds(actor, kinds=kinds, most=5)
