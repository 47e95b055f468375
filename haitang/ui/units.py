"""The units of a region as the groups of a select: each town with its villages, departments together."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from haitang.kernel.registry.api import units_as_of, units_numbered
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today

Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class _Row:
    pk: int
    name: str
    parent_id: int | None
    path: str
    kind_label: str


def unit_groups(
    region_id: int,
    *,
    kinds: Collection[str],
    language: str,
    within: Collection[str] | None = None,
    near: str = "",
) -> Groups:
    """Every unit of *kinds* (of any, where none is named) that stands today, grouped; one query.

    *within* leaves those that lie under one of some paths; with *near*, the path of where a thing stands,
    its own place comes first, then what has no places under it, such as departments.
    """
    rows = [row for row in _rows(region_id, kinds, language) if within is None or _lies(row, within)]
    names = {row.pk: row.name for row in rows}
    heads = {row.parent_id for row in rows if row.parent_id is not None and row.parent_id in names}
    groups: dict[tuple[int, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        groups[_group(row, names, heads)].append((str(row.pk), row.name))
    paths = {row.pk: row.path for row in rows} if near else {}
    ordered = sorted(groups, key=lambda group: _distance(paths.get(group[0], ""), near))
    return [(group[1], groups[group]) for group in ordered]


def _distance(head: str, near: str) -> int:
    """Nearest first: the group that *near* lies in, then the groups without a head, then all others."""
    if not head:
        return 1
    return 0 if near.startswith(head) else 2


def units_of(region_id: int, chosen: Collection[str]) -> list[Unit]:
    """The units chosen in such a select; its form has checked that they were offered."""
    wanted = [pk for pk in chosen if pk]
    return list(units_numbered(wanted).filter(region=region_id)) if wanted else []


def _lies(row: _Row, within: Collection[str]) -> bool:
    return any(row.path.startswith(path) for path in within)


def _group(row: _Row, names: dict[int, str], heads: set[int]) -> tuple[int, str]:
    if row.parent_id is not None and row.parent_id in names:
        return row.parent_id, names[row.parent_id]
    return (row.pk, row.name) if row.pk in heads else (0, row.kind_label)


def _rows(region_id: int, kinds: Collection[str], language: str) -> list[_Row]:
    kind_label = "kind__label_en" if language.startswith("en") else "kind__label_zh"
    units = units_as_of(region_id, today())
    named = units.filter(kind__key__in=kinds) if kinds else units
    found = named.order_by("code", "name").values_list("pk", "name", "parent_id", "path", kind_label)
    return [_Row(*row) for row in found]
