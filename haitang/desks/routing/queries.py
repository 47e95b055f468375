"""Which kinds learn, what was learned and what was said of a matter."""

import json
from dataclasses import dataclass

from django.db.models import F, QuerySet

from haitang.desks.routing.models import LearnedVersion, Suggestion
from haitang.kernel.ledger.api import Channel, standing_entries
from haitang.kernel.matters.api import Kind, MattersSection, kind_of, matters_of, steps_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import SYSTEM, units_numbered
from haitang.kernel.registry.models import Region, Unit

#: So many versions keep what they learned and can be used again.
USABLE = 10


@dataclass(frozen=True)
class Thought:
    """A unit that was thought of."""

    unit: Unit
    chance: float


def kinds_that_learn(region: Region) -> list[Kind]:
    """The kinds of matter whose playbook says ``routing:``."""
    house = house_of(region.pk, revision=region.revision)
    kinds = house.section(MattersSection).matters if house.sections else {}
    return [kind_of(house, key) for key, spec in kinds.items() if spec.routing]


def versions(kind: Kind) -> QuerySet[LearnedVersion]:
    """What was learned of *kind*, the latest first, without the bulk of it."""
    found = LearnedVersion.objects.filter(kind=kind.id).defer("slopes", "habits")
    return found.select_related("learned_by").order_by("-serial")


def version_in_use(kind: Kind) -> LearnedVersion | None:
    """The version that speaks today."""
    return versions(kind).filter(in_use=True).first()


def suggestion_of(matter: Matter) -> Suggestion | None:
    """What was said of *matter*."""
    return Suggestion.objects.filter(matter=matter).select_related("version").first()


def thoughts(suggestion: Suggestion, kind: Kind) -> list[Thought]:
    """The units thought of that stand, may be chosen and have not had the matter before; likeliest first."""
    assert kind.spec.routing is not None
    chances: dict[int, float] = {unit: chance for unit, chance in json.loads(suggestion.units)}  # noqa: C416 -- pairs of JSON are lists
    had = handed_before(suggestion, kind)
    units = units_to_choose(kind, list(chances)).exclude(pk__in=had.values("to_owner"))
    found = [Thought(unit, chances[unit.pk]) for unit in units]
    return sorted(found, key=lambda one: -one.chance)


def handed_before(suggestion: Suggestion, kind: Kind) -> QuerySet[Step]:
    """The steps that have handed its matter on by the routing move."""
    assert kind.spec.routing is not None
    return steps_of(suggestion.matter_id).filter(move=kind.move_id(kind.spec.routing.move))


def units_to_choose(kind: Kind, ids: list[int]) -> QuerySet[Unit]:
    """Those of *ids* that stand and that the routing move may hand to."""
    assert kind.spec.routing is not None
    found = units_numbered(ids).filter(until=None)
    to_kinds = kind.spec.flow.moves[kind.spec.routing.move].to_kinds
    return found.filter(kind__key__in=to_kinds) if to_kinds else found


def waiting(kind: Kind) -> QuerySet[Matter]:
    """Open matters as they came in, of which nothing was said yet."""
    assert kind.spec.routing is not None
    start = kind.spec.flow.start
    found = matters_of(kind).filter(state=kind.state_id(start), closed_at=None)
    if start not in kind.spec.flow.moves[kind.spec.routing.move].from_:
        return found.none()
    return found.filter(gathered_under=None, suggestion=None).order_by("pk")


@dataclass(frozen=True)
class Came:
    """How what a version said came out; ``wrong`` are on the ledger as the house's own mistakes."""

    said: int
    dispatched: int
    sent_elsewhere: int
    wrong: int


def how_it_came(version: LearnedVersion, kind: Kind) -> Came:
    """Of the matters that the house dispatched by *version*: how many went elsewhere, or wrong."""
    said = Suggestion.objects.filter(version=version)
    own = said.filter(dispatched_at__isnull=False)
    elsewhere = own.exclude(matter__owner=F("first_unit"))
    charged = standing_entries(SYSTEM(version.region_id)).filter(kind__in=_mistakes(kind))
    wrong = charged.filter(channel=Channel.SYSTEM, matter__in=own.values("matter__uuid"))
    return Came(said.count(), own.count(), elsewhere.count(), wrong.count())


def _mistakes(kind: Kind) -> set[int]:
    """The entries that charge whoever sent a matter wrongly."""
    writes = (write for move in kind.spec.flow.moves.values() for write in move.writes)
    charging = (one for one in writes if "dispatcher" in (one.by, one.unit) or one.unit == "sender")
    return {kind.house.id_of("entries", one.entry) for one in charging}
