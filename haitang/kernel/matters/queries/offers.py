"""What is offered: the reviewed words and a rough place; never title, text, name or contact.

An offer holds no matter and no row of one: what is not in these few fields cannot slip onto a page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Q

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Claim, Matter, Step
from haitang.kernel.matters.offering import TAKES, offered_words, shown_words, stand_for, standing_claim
from haitang.kernel.matters.queries.loaders import clean_number
from haitang.kernel.matters.rules import SEES_MATTERS, TAKEN
from haitang.kernel.matters.words import TAKER
from haitang.kernel.playbooks.queries import holding, house_of
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.text import Text

#: A page of offers; those that have waited longest come first.
MOST = 100
_RELATED = ("kind", "state", "unit", "owner")


@dataclass(frozen=True)
class OfferMove:
    """A move that the taker may make from the offer's own page: it asks a note at most."""

    key: str
    label: Text
    note: str
    #: Whether it gives the offer back.
    back: bool


@dataclass(frozen=True)
class Offer:
    """All that somebody who may take it on, or has, is told."""

    number: str
    kind: str
    label: Text
    state: Text
    words: str
    place: str
    since: datetime
    serial: int
    take: Text
    #: Whether it is taken on, by whoever asks; then, the moves open to them.
    mine: bool = False
    moves: tuple[OfferMove, ...] = ()
    #: Whether its taker sees the whole matter.
    details: bool = False
    thanks: str = ""
    closed: bool = False


def offered_kinds(actor: Actor) -> Mapping[str, Kind]:
    """The kinds that are offered to *actor*'s roles, by key."""
    if not actor.may_somewhere(TAKES):
        return {}
    house = house_of(actor.region_id)
    kinds = house.section(MattersSection).matters
    return {
        key: kind_of(house, key)
        for key, kind in kinds.items()
        if kind.offers and actor.roles & set(kind.offers.to)
    }


def offers_open(actor: Actor) -> list[Offer]:
    """What *actor* may take on now, longest waiting first."""
    kinds = offered_kinds(actor)
    states = [kind.state_id(kind.spec.offers.in_) for kind in kinds.values() if kind.spec.offers]
    open_ = Matter.objects.filter(region=actor.region_id, state__in=states, closed_at=None)
    waiting = (
        open_.filter(gathered_under=None).exclude(opened_by=actor.person_id).exclude(_known(actor, kinds))
    )
    in_turn = waiting.select_related(*_RELATED).order_by("entered_at", "pk").iterator(chunk_size=MOST)
    worded = (matter for matter in in_turn if offered_words(matter, kinds[matter.kind.key]))
    # Cut last: a hundred that are not for this actor would hide the one that is.
    offered = list(islice(worded, MOST))
    places = _Places(matter.unit for matter in offered)
    return [_offer(matter, kinds[matter.kind.key], places) for matter in offered]


def offers_taken(actor: Actor) -> list[Offer]:
    """What *actor* took on and has not given back, the latest first."""
    if actor.person_id is None:
        return []
    claims = Claim.objects.filter(TAKEN.visible(actor), matter__region=actor.region_id, until=None)
    related = [f"matter__{name}" for name in _RELATED]
    found = [claim.matter for claim in claims.select_related(*related).order_by("-since", "-pk")[:MOST]]
    house, places = house_of(actor.region_id), _Places(matter.unit for matter in found)
    kinds = {matter.pk: kind_of(house, matter.kind.key) for matter in found}
    thanks = _thanks(kinds)
    return [_taken(matter, kinds[matter.pk], places, thanks.get(matter.pk, "")) for matter in found]


def offer_for(actor: Actor, number: str) -> Offer | None:
    """The offer of this number, if *actor* may take it on or has; None otherwise, as if there were none."""
    matter = offered_matter(actor, number)
    if matter is None:
        return None
    kind, places = kind_of(holding(matter.unit), matter.kind.key), _Places([matter.unit])
    if not standing_claim(matter):
        return _offer(matter, kind, places)
    return _taken(matter, kind, places, _thanks({matter.pk: kind}).get(matter.pk, ""))


def offered_matter(actor: Actor, number: str) -> Matter | None:
    """The matter behind an offer to *actor*, for the acts; what is shown of it is an :class:`Offer`."""
    found = Matter.objects.filter(region=actor.region_id, number=clean_number(number))
    matter = found.select_related(*_RELATED).first()
    if matter is None or actor.person_id is None:
        return None
    claim = standing_claim(matter)
    if claim:
        return matter if TAKEN.allows(actor, claim) else None
    return matter if stand_for(matter, kind_of(holding(matter.unit), matter.kind.key), actor) else None


def _known(actor: Actor, kinds: Mapping[str, Kind]) -> Q:
    """Where nobody shall learn who asked: those that *actor* sees anyway."""
    told = ((kind, kind.spec.offers) for kind in kinds.values())
    quiet = [kind.state_id(offers.in_) for kind, offers in told if offers and not offers.tells_all]
    seen = Matter.objects.filter(SEES_MATTERS.visible(actor), state__in=quiet, closed_at=None)
    return Q(state__in=quiet, pk__in=seen.values("pk"))


class _Places:
    """Rough places: the unit of a kind at or above a matter's own, else the county; read at once for all."""

    def __init__(self, units: Iterable[Unit]) -> None:
        steps = {int(step) for unit in units for step in unit.path.split("/") if step}
        rows = Unit.objects.filter(pk__in=steps).values_list("pk", "kind__key", "name")
        self.found = {pk: (kind, name) for pk, kind, name in rows}

    def of(self, unit: Unit, kind: str) -> str:
        """The name of the unit of *kind* above *unit*."""
        line = [self.found[int(step)] for step in unit.path.split("/") if step and int(step) in self.found]
        above = (name for key, name in reversed(line) if kind and key == kind)
        return next(above, "") or (line[0][1] if line else "")


def _offer(matter: Matter, kind: Kind, places: _Places) -> Offer:
    offers = kind.spec.offers
    assert offers is not None  # only what is offered comes here
    return Offer(
        number=matter.number,
        kind=kind.key,
        label=kind.spec.label,
        state=kind.state(matter.state.key).label,
        words=shown_words(matter, kind),
        place=places.of(matter.unit, offers.place),
        since=matter.entered_at,
        serial=matter.serial,
        take=kind.spec.flow.moves[offers.move].label,
        details=offers.tells_all,
    )


def _taken(matter: Matter, kind: Kind, places: _Places, thanks: str) -> Offer:
    plain = _offer(matter, kind, places)
    offered_in = kind.spec.offers.in_ if kind.spec.offers else ""
    moves = [
        OfferMove(key, move.label, move.ask.note, move.to == offered_in)
        for key, move in kind.moves_from(matter.state.key).items()
        if TAKER in move.by and not matter.gathered_under_id
    ]
    told = {**plain.__dict__, "mine": True, "moves": tuple(moves), "closed": matter.closed_at is not None}
    return Offer(**{**told, "thanks": thanks})


def _thanks(kinds: Mapping[int, Kind]) -> dict[int, str]:
    """What was last said in thanks, by matter; *kinds* are those of the matters."""
    moves = {
        pk: kind.move_id(one.thanks) for pk, kind in kinds.items() if (one := kind.spec.offers) and one.thanks
    }
    said = Step.objects.filter(matter__in=moves, kind=StepKind.MOVED, move__in=set(moves.values()))
    rows = said.exclude(note="").order_by("pk").values_list("matter", "move", "note")
    return {pk: note for pk, move, note in rows if moves[pk] == move}
