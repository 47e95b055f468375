"""What is offered to whom, and who took it on. Deny by default: no reviewed words, no offer."""

import json
from typing import NamedTuple

from haitang.kernel.matters.kinds import Kind, kind_of, read_answers
from haitang.kernel.matters.models import Claim, Matter
from haitang.kernel.matters.rules import SEES_MATTERS, TAKEN
from haitang.kernel.matters.words import TAKER, Move
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor, Stand
from haitang.lib.naming import anonymous

TAKES = "matters.take"


class Taking(NamedTuple):
    """As what somebody takes an offer on, or goes on with it: a role's key, and the unit of the post."""

    role: str
    unit_id: int


def taking_stand(matter: Matter, move: Move, *, kind: Kind, actor: Actor) -> Taking | None:
    """As what *actor* may make *move*, one of those made ``by: [taker]``."""
    offers = kind.spec.offers
    if offers is None or actor.person_id is None or actor.region_id != matter.region_id:
        return None
    if move is kind.spec.flow.moves.get(offers.move):
        stand = stand_for(matter, kind, actor)
        return Taking(stand.role, stand.unit_id) if stand else None
    claim = standing_claim(matter)
    return Taking(TAKER, claim.unit_id) if claim and TAKEN.allows(actor, claim) else None


def stand_for(matter: Matter, kind: Kind, actor: Actor) -> Stand | None:
    """The post in which *actor* may take *matter* on; None if it is not offered, or not to them.

    Nobody takes their own; and where nobody shall learn who asked, nobody who may see it takes it.
    """
    offers = kind.spec.offers
    if offers is None or not offered_words(matter, kind) or actor.person_id == matter.opened_by_id:
        return None
    if not offers.tells_all and SEES_MATTERS.allows(actor, matter):
        return None
    if not actor.may_somewhere(TAKES):
        return None
    return next((stand for stand in actor.stands if stand.role in offers.to), None)


def offered_words(matter: Matter, kind: Kind) -> str:
    """The reviewed words of a matter that is offered now; empty where it is not."""
    offers = kind.spec.offers
    if offers is None or matter.gathered_under_id or matter.closed_at:
        return ""
    return shown_words(matter, kind) if kind.spec.flow.state_now(matter.state.key) == offers.in_ else ""


def shown_words(matter: Matter, kind: Kind) -> str:
    """What staff wrote to be shown of *matter*, without numbers, doors and names that lead to a person."""
    offers = kind.spec.offers
    said = {key: value for key, _, value in read_answers(json.loads(matter.data), kind.house)}
    return anonymous(str(said.get(offers.shows) or "")).strip() if offers else ""


def standing_claim(matter: Matter) -> Claim | None:
    """Who has it now."""
    return Claim.objects.filter(matter=matter.pk, until=None).select_related("unit").first()


def taker_of(matter: Matter) -> int | None:
    """The person who has it now."""
    claim = standing_claim(matter)
    return claim.person_id if claim else None


def goes_with_others(matter: Matter, *, revision: int | None = None) -> bool:
    """Whether its kind may be gathered: what is offered to be taken on is one person's own.

    Nothing is asked for whoever knows the region's *revision*.
    """
    house = holding(matter.unit, revision=revision)
    try:
        key = house.path_of(matter.kind_id)[-1]
    except KeyError:
        key = matter.kind.key
    return kind_of(house, key).spec.offers is None
