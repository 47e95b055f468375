"""Ratings of a unit too alike to be residents' own: a flag to look, with its reason; never a score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.rules import WATCHES
from haitang.kernel.matters.words import Watched
from haitang.kernel.playbooks.queries import house_of
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.alikeness import Alike, closest_together, most_alike

#: One to five stars.
_STARS = 5


@dataclass(frozen=True)
class TooAlike:
    """A unit whose ratings deserve a look: too much the same (``alike``), or too close in time."""

    kind: str
    unit_id: int
    unit: str
    ratings: int
    alike: Alike | None
    together: int
    rule: Watched


@dataclass(frozen=True)
class _Ratings:
    name: str
    path: str
    stars: list[int]
    at: list[datetime]


def too_alike(actor: Actor) -> list[TooAlike]:
    """Every flag on units within *actor*'s reach, the least likely first; two queries."""
    if not (actor.is_system or actor.may_somewhere(WATCHES)):
        return []
    kinds = house_of(actor.region_id).section(MattersSection).matters
    watched = {key: kind.watched for key, kind in kinds.items() if kind.watched}
    found = [flag for key, rule in watched.items() for flag in _flags(key, rule, actor)]
    return sorted(found, key=lambda flag: (flag.alike.chance if flag.alike else 1.0, -flag.together))


def _flags(kind: str, rule: Watched, actor: Actor) -> Iterator[TooAlike]:
    units = _ratings(kind, rule, actor.region_id)
    enough = {key: unit for key, unit in units.items() if len(unit.stars) >= rule.least}
    for key, unit in enough.items():
        if not (actor.is_system or actor.may_at(WATCHES, unit.path)):
            continue
        others = [stars for other, its in units.items() if other != key for stars in its.stars]
        found = most_alike(unit.stars, others, kinds=_STARS)
        # Among many units the least likely thing happens to one: what is asked of chance is shared by all.
        alike = found if found.chance * len(enough) < float(rule.chance) else None
        close = closest_together(unit.at, timedelta(minutes=rule.minutes))
        together = close if close >= rule.together else 0
        if alike or together:
            yield TooAlike(kind, key, unit.name, len(unit.stars), alike, together, rule)


def _ratings(kind: str, rule: Watched, region_id: int) -> Mapping[int, _Ratings]:
    """The ratings that closed a matter lately, by the unit that handled it; nobody's name among them."""
    since = clock.now() - timedelta(days=rule.days)
    rated = Matter.objects.filter(
        region=region_id, kind__key=kind, rating__isnull=False, closed_at__gte=since, gathered_under=None
    )
    found: dict[int, _Ratings] = {}
    rows = rated.values_list("owner_id", "owner__name", "owner__path", "rating", "closed_at")
    for owner, name, path, stars, at in rows:
        unit = found.setdefault(owner, _Ratings(name, path, [], []))
        unit.stars.append(stars or 0)
        unit.at.append(at or since)
    return found
