"""Units being grown in bulk: checked against those that stand and those before them in the run."""

from collections.abc import Sequence
from datetime import date

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import UnitRef, UnitRow, look_up
from haitang.kernel.registry.closure import ClosureRow, Span, above
from haitang.kernel.registry.conditions import (
    PATH_LIMIT,
    clean_unit_name,
    require_holds_at,
    require_open_unit,
)
from haitang.kernel.registry.models import Region, Unit, UnitKind
from haitang.kernel.registry.pouring import Value, keeping
from haitang.kernel.registry.rules import require

UNIT = ("id", "region_id", "kind_id", "code", "name", "parent_id", "path", "since")


class Nursery:
    """One run of units: ``grow`` checks a row, and gathers its unit's columns and closure rows."""

    def __init__(self, region: Region, rows: Sequence[UnitRow], actor: Actor) -> None:
        self.units: list[tuple[Value, ...]] = []
        self.ancestry: list[tuple[Value, ...]] = []
        self._region, self._actor, self._kept = region, actor, keeping()
        self._standing = look_up(region.pk, {row.under for row in rows})
        self._taken = {str(code) for code in look_up(region.pk, {row.code for row in rows})}
        kinds = UnitKind.objects.filter(region=region, retired_on=None)
        self._kinds = {kind.key: kind for kind in kinds.select_related("holder")}
        self._allowed: set[int] = set()
        self._above: dict[int, list[ClosureRow]] = {}
        self._lines: dict[tuple[int, date], list[ClosureRow]] = {}

    def grow(self, row: UnitRow, unit_id: int) -> None:
        """Check the row and gather its unit; refused if anything is wrong with it."""
        parent = self._parent(row.under)
        require_open_unit(parent, row.since)
        kind = self._kinds.get(row.kind)
        if kind is None:
            raise refusals.unknown_unit_kind(row.kind)
        require_holds_at(kind, parent)
        if row.code in self._taken:
            raise refusals.code_taken(row.code)
        path = f"{parent.path}{unit_id}/"
        if len(path) > PATH_LIMIT:
            raise refusals.too_deep()
        name, since = clean_unit_name(row.name), self._kept(row.since)
        self.units.append((unit_id, self._region.pk, kind.pk, row.code, name, parent.pk, path, since))
        line = self._line(parent.pk, row.since)
        self.ancestry.append((unit_id, unit_id, 0, since, None))
        self.ancestry += [
            (unit_id, one.unit_id, one.depth, self._kept(one.span.since), self._kept(one.span.until))
            for one in line
        ]
        if row.code:
            self._plant(row, Unit(id=unit_id, region=self._region, name=name, path=path), line)

    def _plant(self, row: UnitRow, unit: Unit, line: list[ClosureRow]) -> None:
        """Let later rows stand below a unit with a code."""
        unit.since = row.since
        self._taken.add(row.code)
        self._standing[row.code] = unit
        self._above[unit.pk] = [ClosureRow(unit.pk, 0, Span(row.since, None)), *line]

    def _line(self, parent_id: int, since: date) -> list[ClosureRow]:
        """All that a unit below the parent lies under from *since*: the same for all its children."""
        if (parent_id, since) not in self._lines:
            if parent_id not in self._above:
                self._above[parent_id] = above(parent_id, date.min)
            own = Span(since, None)
            spans = [(row, row.span.meet(own)) for row in self._above[parent_id]]
            self._lines[parent_id, since] = [
                ClosureRow(row.unit_id, row.depth + 1, span) for row, span in spans if span
            ]
        return self._lines[parent_id, since]

    def _parent(self, ref: UnitRef) -> Unit:
        parent = self._standing.get(ref)
        if parent is None:
            raise refusals.unknown_unit(ref)
        if parent.pk not in self._allowed:
            require(self._actor, "registry.units", parent)
            self._allowed.add(parent.pk)
        return parent
