"""Units being grown in bulk: checked against those that stand and those before them in the batch."""

from collections.abc import Iterator, Sequence
from datetime import date

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import Gathering, UnitRef, UnitRow, look_up
from haitang.kernel.registry.closure import Row, Span, above
from haitang.kernel.registry.conditions import PATH_LIMIT, clean_unit_name, require_open_unit
from haitang.kernel.registry.models import Region, Unit, UnitKind
from haitang.kernel.registry.rules import require

#: A row of the closure as it is written: unit, ancestor, depth, since, until.
Ancestry = tuple[int, int, int, date, date | None]


class Nursery:
    """One batch of units: ``grow`` checks a row and gives its unit; ``ancestry`` the unit's closure rows."""

    def __init__(self, region: Region, rows: Sequence[UnitRow], actor: Actor) -> None:
        self.gathering = Gathering()
        self._region, self._actor = region, actor
        self._parents = {row.under for row in rows}
        self._units = look_up(region.pk, self._parents)
        self._taken = {str(code) for code in look_up(region.pk, {row.code for row in rows})}
        kinds = UnitKind.objects.filter(region=region, retired_on=None)
        self._kinds = dict(kinds.values_list("key", "id"))
        self._allowed: set[int] = set()
        self._above: dict[int, list[Row]] = {}

    def grow(self, number: int, row: UnitRow, unit_id: int) -> Unit | None:
        """The unit of row *number*, or None with its fault gathered."""
        unit = None
        with self.gathering.row(number):
            unit = self._unit(row, self._parent(row.under), unit_id)
            if unit.code:
                self._taken.add(unit.code)
                self._units[unit.code] = unit
        return unit

    def ancestry(self, unit: Unit) -> Iterator[Ancestry]:
        """The unit itself and all it lies under, with the days; to be asked parents first."""
        rows = [Row(unit.pk, 0, Span(unit.since, None)), *self._higher(unit)]
        if unit.code in self._parents:
            self._above[unit.pk] = rows
        for row in rows:
            yield (unit.pk, row.unit_id, row.depth, *row.span)

    def _higher(self, unit: Unit) -> Iterator[Row]:
        parent_id = unit.parent_id
        assert parent_id is not None  # none but a region's root, which is not grown, has no parent
        if parent_id not in self._above:
            self._above[parent_id] = above(parent_id, date.min)
        for row in self._above[parent_id]:
            span = row.span.meet(Span(unit.since, None))
            if span:
                yield Row(row.unit_id, row.depth + 1, span)

    def _parent(self, ref: UnitRef) -> Unit:
        parent = self._units.get(ref)
        if parent is None:
            raise refusals.unknown_unit(ref)
        if parent.pk not in self._allowed:
            require(self._actor, "registry.units", parent)
            self._allowed.add(parent.pk)
        return parent

    def _unit(self, row: UnitRow, parent: Unit, unit_id: int) -> Unit:
        require_open_unit(parent, row.since)
        if row.kind not in self._kinds:
            raise refusals.unknown_unit_kind(row.kind)
        if row.code in self._taken:
            raise refusals.code_taken(row.code)
        path = f"{parent.path}{unit_id}/"
        if len(path) > PATH_LIMIT:
            raise refusals.too_deep()
        return Unit(
            id=unit_id,
            region_id=self._region.pk,
            kind_id=self._kinds[row.kind],
            code=row.code,
            name=clean_unit_name(row.name),
            parent_id=parent.pk,
            path=path,
            since=row.since,
        )
