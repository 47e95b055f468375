"""Several ways of seeing matters as one list, in one statement, none of them read further than need be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.rules import Ability

#: What stands between the ways; Django's own union would sort each to its end before it takes the first.
_UNION = " UNION "


#: As the indexes have open matters of an owner or unit: what is NULL in all of them, then the order of lists.
_AS_INDEXED = ("closed_at", "gathered_under_id", "sort_at", "pk")


@dataclass(frozen=True)
class UnitByUnit:
    """Open matters of units within reach: the first of each unit, then the first of all these.

    PostgreSQL would read every matter of every unit to put them in order, and where its indexes do not say by
    themselves which rows are there, rather all matters of all units.
    """

    actor: Actor
    rule: Ability
    wanted: Q

    def sql(self, most: int, *, in_order: bool) -> tuple[str, tuple[Any, ...]]:
        """The first *most* or, to be counted, any; as deadline and key."""
        reach = Ability(self.rule.name, at="path").visible(self.actor)
        units, marks = Unit.objects.filter(reach).values_list("pk").query.sql_with_params()
        its = {self.rule.at.split("__")[0]: RawSQL("u.id", ())}
        matters = Matter.objects.filter(self.wanted, **its).order_by(*_AS_INDEXED if in_order else ())
        each, own = matters.values_list("sort_at", "pk")[:most].query.sql_with_params()
        found = f"SELECT way.* FROM ({units}) AS u (id) CROSS JOIN LATERAL ({each}) AS way (sort_at, pk)"  # noqa: S608 -- Django's own
        return f"{found}{' ORDER BY 1, 2' * in_order} LIMIT {most}", (*marks, *own)


Way = QuerySet[Matter] | UnitByUnit


def goes_unit_by_unit(actor: Actor) -> bool:
    """Whether the first of many are better looked for unit by unit; SQLite reads a unit's fast enough."""
    return connection.vendor == "postgresql" and not actor.is_system


def first_of(ways: Sequence[Way], order: Sequence[str], *, most: int) -> list[tuple[datetime, int]]:
    """The first *most* of all *ways* together, each once, as deadline and key; in no order."""
    with connection.cursor() as cursor:
        statement, marks = _together(ways, order, most)
        if not statement:
            return []
        cursor.execute(statement, marks)
        return [(_instant(at), key) for at, key in cursor.fetchall()]


def count_of(ways: Sequence[Way], *, most: int) -> int:
    """How many there are in all *ways* together, counted up to *most*."""
    with connection.cursor() as cursor:
        statement, marks = _together(ways, (), most)
        if not statement:
            return 0
        cursor.execute(f"SELECT count(*) FROM ({statement}) AS found", marks)  # noqa: S608 -- Django's own
        return min(int(cursor.fetchone()[0]), most)


def _statement(
    way: Way, order: Sequence[str], most: int
) -> tuple[str, tuple[Any, ...]]:  # reason: what a driver takes
    if isinstance(way, UnitByUnit):
        return way.sql(most, in_order=bool(order))
    return way.order_by(*order).values_list("sort_at", "pk")[:most].query.sql_with_params()


def _together(
    ways: Sequence[Way], order: Sequence[str], most: int
) -> tuple[str, tuple[Any, ...]]:  # reason: what a driver takes
    parts: list[str] = []
    marks: tuple[Any, ...] = ()
    for way in ways:
        try:
            statement, own = _statement(way, order, most)
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({statement}) AS way{len(parts)}")  # noqa: S608 -- Django's own
        marks += tuple(own)
    return _UNION.join(parts), marks


def _instant(at: datetime | str) -> datetime:
    """SQLite keeps instants in UTC without saying so, and as text once they went through a union."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found if found.tzinfo else found.replace(tzinfo=UTC)
