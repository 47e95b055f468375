"""What was done, for everyone: found by words, category and place; where; in figures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection
from django.db.models import Avg, Count, Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from haitang.desks.requests.models import Publication
from haitang.kernel.registry.api import points_of, subtree, units_as_of, units_numbered
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.clock import today
from haitang.lib.grams import sought_grams, terms

#: A group's rating is told from so many ratings on; fewer would be somebody's own.
ENOUGH_RATINGS = 5
#: So many are counted; beyond, "1000+" says as much.
COUNTED = 1000
#: So many of the latest are drawn on the map.
MAPPED = 300
#: More than so many are not gathered first to be put in order.
COMMON = 2000
#: The index first, then letter by letter; said so that no planner begins with the whole region.
_SQLITE = (
    "SELECT told.matter_id FROM requests_grams CROSS JOIN requests_publication told"
    " ON told.matter_id = requests_grams.rowid"
    " WHERE requests_grams MATCH %s AND told.region_id = %s"
)
_POSTGRESQL = (
    "SELECT told.matter_id FROM requests_publication told"
    " WHERE string_to_array(told.grams, ' ') @> %s::text[] AND told.region_id = %s"
)
_SOME = {
    "sqlite": "SELECT count(*) FROM (SELECT 1 FROM requests_grams WHERE requests_grams MATCH %s LIMIT %s)",
    "postgresql": "SELECT count(*) FROM (SELECT 1 FROM requests_publication"
    " WHERE string_to_array(grams, ' ') @> %s::text[] LIMIT %s) found",
}
_HOLDS = {"sqlite": " AND instr(told.sought, %s) > 0", "postgresql": " AND strpos(told.sought, %s) > 0"}


@dataclass(frozen=True)
class Sought:
    """What of it; empty says all."""

    words: str = ""
    categories: tuple[int, ...] = ()
    unit: Unit | None = None
    none: bool = False


def told(region: Region, sought: Sought = Sought()) -> QuerySet[Publication]:
    """What was let out in *region* and fits, the latest first."""
    found = Publication.objects.filter(_within(region, sought.words))
    if sought.none:
        found = found.none()
    if sought.categories:
        found = found.filter(category__in=sought.categories)
    if sought.unit:
        found = found.filter(subtree(sought.unit, at="unit__path"))
    return found.select_related("unit").order_by("-closed_on", "-matter")


def _within(region: Region, sought: str) -> Q:
    """Those of *region* that hold all the words *sought*."""
    words = terms(sought)
    if not words:
        return Q(pk__in=()) if sought.strip() else Q(region=region)
    wanted = list(dict.fromkeys(gram for word in words for gram in sought_grams(word)))
    holds = _HOLDS[connection.vendor] * len(words)
    asked = " ".join(f'"{gram}"' for gram in wanted)
    if _are_common(asked if connection.vendor == "sqlite" else wanted):
        plain = Q(region=region)
        for word in words:
            plain &= Q(sought__contains=word)
        return plain
    if connection.vendor == "sqlite":
        return Q(pk__in=RawSQL(_SQLITE + holds, (asked, region.pk, *words)))  # noqa: S611 -- marks alone
    return Q(pk__in=RawSQL(_POSTGRESQL + holds, (wanted, region.pk, *words)))  # noqa: S611 -- marks alone


def _are_common(asked: str | list[str]) -> bool:
    """Whether so many hold these pairs that the first of them are found sooner by reading from the latest."""
    with connection.cursor() as cursor:
        cursor.execute(_SOME[connection.vendor], [asked, COMMON + 1])
        return int(cursor.fetchone()[0]) > COMMON


def counted(found: QuerySet[Publication]) -> int:
    """How many, as far as anyone cares."""
    return found.order_by()[: COUNTED + 1].count()


def one_told(region: Region, key: int) -> Publication | None:
    """One of them."""
    found = Publication.objects.filter(region=region, pk=key)
    return found.select_related("unit", "matter__owner", "matter__kind").first()


def newer_and_older(region: Region, one: Publication) -> tuple[Publication | None, Publication | None]:
    """What was done next after *one*, and last before it."""
    day, key = one.closed_on, one.pk
    later = told(region).filter(Q(closed_on__gt=day) | Q(closed_on=day, matter__gt=key))
    earlier = told(region).filter(Q(closed_on__lt=day) | Q(closed_on=day, matter__lt=key))
    return later.reverse().first(), earlier.first()


def mapped(region: Region, since: date) -> list[Publication]:
    """The latest since a day whose place on the map is known."""
    found = told(region).filter(closed_on__gte=since, north_micro__isnull=False)
    return list(found[:MAPPED])


@dataclass(frozen=True)
class DoneGroup:
    """Matters of one category together: how many, how many days at most half of them took, how rated."""

    category: int | None
    count: int
    days: Fraction
    rating: Fraction | None
    rated: int


def groups(region: Region, since: date) -> list[DoneGroup]:
    """What was let out since a day, by category."""
    found = Publication.objects.filter(region=region, closed_on__gte=since).order_by("category")
    rows = found.values_list("category").annotate(Count("pk"), Avg("days"), Avg("rating"), Count("rating"))
    return [
        DoneGroup(
            category=category,
            count=count,
            days=Fraction(days).limit_denominator(10_000),
            rating=Fraction(rating).limit_denominator(10_000) if rated >= ENOUGH_RATINGS else None,
            rated=rated,
        )
        for category, count, days, rating, rated in rows
    ]


@dataclass(frozen=True)
class DonePlace:
    """A village or community where something was done, and where it lies, if that is known."""

    unit: Unit
    count: int
    latest: date
    north: int | None
    east: int | None


def spots(region: Region, since: date) -> list[DonePlace]:
    """Every place where something was done since a day, by name: never by how much."""
    found = Publication.objects.filter(region=region, closed_on__gte=since)
    rows = {
        unit: (count, latest)
        for unit, count, latest in found.order_by()
        .values_list("unit")
        .annotate(Count("pk"), latest=Max("closed_on"))
    }
    where = points_of(rows.keys())
    units = units_numbered(rows).order_by("code", "name")
    return [DonePlace(unit, *rows[unit.pk], *where.get(unit.pk, (None, None))) for unit in units]


@dataclass(frozen=True)
class Town:
    """A unit right below a region's own, and where it lies, if that is known."""

    unit: Unit
    north: int | None
    east: int | None


def towns(region: Region, kinds: Collection[str], besides: Iterable[int]) -> list[Town]:
    """The units right below the region's own, by code, that hold a unit of *kinds*; and *besides*.

    Where none holds any, those that are of *kinds* themselves: a bus beside the towns is no part of a map.
    """
    here = units_as_of(region, today())
    paths = here.filter(kind__key__in=kinds).values_list("path", flat=True)
    steps = [[int(step) for step in path.split("/") if step] for path in paths]
    holding = {path[1] for path in steps if len(path) > 2}
    wanted = (holding or {path[1] for path in steps if len(path) > 1}) | set(besides)
    units = list(here.filter(pk__in=wanted).order_by("code", "name"))
    where = points_of([unit.pk for unit in units])
    return [Town(unit, *where.get(unit.pk, (None, None))) for unit in units]
