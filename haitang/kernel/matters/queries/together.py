"""Several ways of seeing matters as one list, in one statement, none of them read further than need be."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from haitang.kernel.matters.models import Matter

#: What stands between the ways; Django's own union would sort each to its end before it takes the first.
_UNION = " UNION "


def first_of(
    ways: Sequence[QuerySet[Matter]], order: Sequence[str], *, most: int
) -> list[tuple[datetime, int]]:
    """The first *most* of all *ways* together, each once, as deadline and key; in no order."""
    with connection.cursor() as cursor:
        statement, marks = _together(ways, order, most)
        if not statement:
            return []
        cursor.execute(statement, marks)
        return [(_instant(at), key) for at, key in cursor.fetchall()]


def count_of(ways: Sequence[QuerySet[Matter]], *, most: int) -> int:
    """How many there are in all *ways* together, counted up to *most*."""
    with connection.cursor() as cursor:
        statement, marks = _together(ways, (), most)
        if not statement:
            return 0
        cursor.execute(f"SELECT count(*) FROM ({statement}) AS found", marks)  # noqa: S608 -- Django's own
        return min(int(cursor.fetchone()[0]), most)


def _together(
    ways: Sequence[QuerySet[Matter]], order: Sequence[str], most: int
) -> tuple[str, tuple[Any, ...]]:  # reason: what a driver takes
    parts: list[str] = []
    marks: tuple[Any, ...] = ()
    for way in ways:
        try:
            first = way.order_by(*order).values_list("sort_at", "pk")[:most]
            statement, own = first.query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT * FROM ({statement}) AS way{len(parts)}")  # noqa: S608 -- Django's own
        marks += tuple(own)
    return _UNION.join(parts), marks


def _instant(at: datetime | str) -> datetime:
    """SQLite keeps instants in UTC without saying so, and as text once they went through a union."""
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found if found.tzinfo else found.replace(tzinfo=UTC)
