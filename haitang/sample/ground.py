"""Units of a sample county: the real divisions from the playbook's tables, invented ones below them."""

import csv
from collections.abc import Iterator
from typing import NamedTuple

from haitang.kernel.registry.api import UnitRow, grow_units, root_of
from haitang.kernel.registry.models import Unit
from haitang.sample.declare import Grown, at_size
from haitang.sample.growth import Growth


class Division(NamedTuple):
    """One line of a table of units."""

    code: str
    name: str
    kind: str
    parent: str


def lay_ground(growth: Growth) -> None:
    """All units, from the county down."""
    root = root_of(growth.region)
    rows = [UnitRow(line.kind, line.name, line.parent, root.since, line.code) for line in divisions(growth)]
    _grow(growth, rows)
    for grown in growth.sample.grow:
        below = invented(growth, grown)
        _grow(growth, [UnitRow(grown.kind, name, above, root.since) for name, above in below])


def _grow(growth: Growth, rows: list[UnitRow]) -> None:
    grow_units(growth.region, rows=rows, actor=growth.actor)
    growth.units = {}
    for unit in Unit.objects.filter(region=growth.region).select_related("kind").order_by("pk"):
        growth.units.setdefault(unit.kind.key, []).append(unit)


def divisions(growth: Growth) -> Iterator[Division]:
    """The lines of every table that the playbook names, as they stand there: parents first."""
    for name in growth.sample.units:
        with (growth.folder / name).open(newline="", encoding="utf-8") as table:
            for line in csv.DictReader(table):
                yield Division(line["code"], line["name"], line["kind"], line["parent"])


def invented(growth: Growth, grown: Grown) -> Iterator[tuple[str, int]]:
    """Names and parents' row numbers of the units to add below each unit of certain kinds."""
    number = 0
    for parent in growth.units_of(grown.under):
        for place in range(at_size(grown.each, growth.size)):
            number += 1
            yield grown.name.format(parent=parent.name, n=place + 1, number=number), parent.pk
