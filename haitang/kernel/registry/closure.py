"""The dated closure of the tree, kept right: who lay under whom, from which day until before which.

Throughout, a row's chain of parents is the same on all its days: a move cuts every row that leads
through it. So a row (x, a) leads through u exactly if, on a day they share, x lay under u and u under a.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import NamedTuple

from haitang.kernel.registry.models import Unit, UnitAncestor
from haitang.kernel.registry.spans import overlapping


class Span(NamedTuple):
    """Days from ``since`` until before ``until``."""

    since: date
    until: date | None

    def meet(self, other: "Span") -> "Span | None":
        """The days that both hold, if any."""
        since = max(self.since, other.since)
        ends = [end for end in (self.until, other.until) if end is not None]
        until = min(ends) if ends else None
        return Span(since, until) if until is None or since < until else None


class ClosureRow(NamedTuple):
    """A closure row: who below or above, how far, when."""

    unit_id: int
    depth: int
    span: Span


class Ancestry(NamedTuple):
    """A closure row as it is written."""

    unit_id: int
    ancestor_id: int
    depth: int
    since: date
    until: date | None


@dataclass(frozen=True)
class Rehanging:
    """What a move does to the closure: rows that end on its day, rows that go, rows that come."""

    ended: list[int]
    gone: list[int]
    made: list[Ancestry]


def planted(unit: Unit) -> list[Ancestry]:
    """The rows of a new unit: itself, and all that its parent lies under from its first day on."""
    own = ClosureRow(unit.pk, 0, Span(unit.since, unit.until))
    rows = [Ancestry(unit.pk, unit.pk, 0, unit.since, unit.until)]
    if unit.parent_id is not None:
        rows += _joined([own], above(unit.parent_id, unit.since), unit.since)
    return rows


def rehung(unit: Unit, *, under: Unit, on: date) -> Rehanging:
    """The unit with all below it cut from what it lay under, and hung under another, from *on*."""
    below = _below(unit.pk, on)
    doomed = _leading_through(unit.pk, below, [row for row in above(unit.pk, on) if row.depth], on)
    return Rehanging(
        ended=[row.pk for row in doomed if row.since < on],
        gone=[row.pk for row in doomed if row.since >= on],
        made=_joined(below, above(under.pk, on), on),
    )


def was_below(unit: Unit, above: Unit, *, since: date) -> bool:
    """Whether *unit* lies under *above* on any day from *since*."""
    return UnitAncestor.objects.filter(overlapping(since, None), unit=unit, ancestor=above).exists()


def _below(unit_id: int, on: date) -> list[ClosureRow]:
    rows = UnitAncestor.objects.filter(overlapping(on, None), ancestor=unit_id)
    return [ClosureRow(row.unit_id, row.depth, Span(row.since, row.until)) for row in rows]


def above(unit_id: int, on: date) -> list[ClosureRow]:
    """The unit itself and all it lies under on any day from *on*."""
    rows = UnitAncestor.objects.filter(overlapping(on, None), unit=unit_id)
    return [ClosureRow(row.ancestor_id, row.depth, Span(row.since, row.until)) for row in rows]


def _joined(below: Iterable[ClosureRow], above: list[ClosureRow], on: date) -> list[Ancestry]:
    """Every pair of one below and one above on the days that they share from *on*, one level apart more."""
    rows = []
    for low, high in product(below, above):
        span = low.span.meet(high.span)
        span = span.meet(Span(on, None)) if span else None
        if span:
            rows.append(Ancestry(low.unit_id, high.unit_id, low.depth + 1 + high.depth, *span))
    return rows


def _leading_through(
    unit_id: int, below: list[ClosureRow], above: list[ClosureRow], on: date
) -> list[UnitAncestor]:
    shared: dict[tuple[int, int], list[Span]] = {}
    for low, high in product(below, above):
        span = low.span.meet(high.span)
        if span:
            shared.setdefault((low.unit_id, high.unit_id), []).append(span)
    rows = UnitAncestor.objects.filter(
        overlapping(on, None),
        unit__in=UnitAncestor.objects.filter(overlapping(on, None), ancestor=unit_id).values("unit"),
        ancestor__in={row.unit_id for row in above},
    )
    return [row for row in rows if _touches(row, shared.get((row.unit_id, row.ancestor_id), []))]


def _touches(row: UnitAncestor, spans: list[Span]) -> bool:
    return any(Span(row.since, row.until).meet(span) for span in spans)
