"""What was done, for everyone: found by words, category and place; where; in figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection
from django.db.models import Avg, Count, Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from haitang.desks.requests.models import Publication
from haitang.kernel.registry.models import Place, Region, Unit
from haitang.lib.grams import sought_grams, terms

#: A group's rating is told from so many ratings on; fewer would be somebody's own.
ENOUGH_RATINGS = 5
#: So many are counted; beyond, "1000+" says as much.
COUNTED = 1000
_SQLITE = "SELECT rowid FROM requests_grams WHERE requests_grams MATCH %s"
_POSTGRESQL = "SELECT matter_id FROM requests_publication WHERE string_to_array(grams, ' ') @> %s::text[]"


@dataclass(frozen=True)
class Sought:
    """What of it; empty says all."""

    words: str = ""
    categories: tuple[int, ...] = ()
    unit: Unit | None = None
    none: bool = False


def told(region: Region, sought: Sought = Sought()) -> QuerySet[Publication]:
    """What was let out in *region* and fits, the latest first."""
    found = Publication.objects.filter(region=region)
    if sought.none:
        found = found.none()
    if sought.categories:
        found = found.filter(category__in=sought.categories)
    if sought.unit:
        found = found.filter(unit=sought.unit)
    if sought.words.strip():
        found = found.filter(_holding(terms(sought.words)))
    return found.select_related("unit").order_by("-closed_on", "-matter")


def _holding(words: list[str]) -> Q:
    """Those that hold all *words*: by their pairs in the index, then letter by letter."""
    if not words:
        return Q(pk__in=())
    wanted = list(dict.fromkeys(gram for word in words for gram in sought_grams(word)))
    if connection.vendor == "sqlite":
        index = RawSQL(_SQLITE, (" ".join(f'"{gram}"' for gram in wanted),))  # noqa: S611 -- marks filled
    else:
        index = RawSQL(_POSTGRESQL, (wanted,))  # noqa: S611 -- marks filled
    found = Q(pk__in=index)
    for word in words:
        found &= Q(sought__contains=word)
    return found


def counted(found: QuerySet[Publication]) -> int:
    """How many, as far as anyone cares."""
    return found.order_by()[: COUNTED + 1].count()


def one_told(region: Region, key: int) -> Publication | None:
    """One of them."""
    return Publication.objects.filter(region=region, pk=key).select_related("unit").first()


@dataclass(frozen=True)
class Group:
    """Matters of one category together: how many, how many days at most half of them took, how rated."""

    category: int | None
    count: int
    days: Fraction
    rating: Fraction | None
    rated: int


def groups(region: Region, since: date) -> list[Group]:
    """What was let out since a day, by category."""
    found = Publication.objects.filter(region=region, closed_on__gte=since).order_by("category")
    rows = found.values_list("category").annotate(Count("pk"), Avg("days"), Avg("rating"), Count("rating"))
    return [
        Group(
            category=category,
            count=count,
            days=Fraction(days).limit_denominator(10_000),
            rating=Fraction(rating).limit_denominator(10_000) if rated >= ENOUGH_RATINGS else None,
            rated=rated,
        )
        for category, count, days, rating, rated in rows
    ]


@dataclass(frozen=True)
class Spot:
    """A village or community where something was done, and where it lies, if that is known."""

    unit: Unit
    count: int
    latest: date
    north: int | None
    east: int | None


def spots(region: Region, since: date) -> list[Spot]:
    """Every place where something was done since a day, by name: never by how much."""
    found = Publication.objects.filter(region=region, closed_on__gte=since)
    rows = {
        unit: (count, latest)
        for unit, count, latest in found.order_by()
        .values_list("unit")
        .annotate(Count("pk"), latest=Max("closed_on"))
    }
    where = _points(rows)
    units = Unit.objects.filter(pk__in=rows).order_by("code", "name")
    return [Spot(unit, *rows[unit.pk], *where.get(unit.pk, (None, None))) for unit in units]


def _points(units: Mapping[int, object]) -> dict[int, tuple[int, int]]:
    """The first place of each unit."""
    rows = Place.objects.filter(unit__in=units).order_by("-pk")
    return {
        unit: (north, east)
        for unit, north, east in rows.values_list("unit", "latitude_micro", "longitude_micro")
    }
