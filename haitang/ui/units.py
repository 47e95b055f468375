"""The units of a region as the groups of a select: each town with its villages, departments together."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from haitang.kernel.registry.api import units_as_of, units_numbered
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today

Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class _Row:
    pk: int
    name: str
    path: str
    kind: str
    kind_label: str

    @property
    def top(self) -> str:
        """The path of the town or department it lies in, or is; empty for the region itself."""
        return "/".join(self.path.split("/")[:2]) + "/" if self.path.count("/") > 1 else ""

    def is_of(self, kinds: Collection[str]) -> bool:
        """Whether it may be chosen where these kinds are asked for; empty asks for any."""
        return not kinds or self.kind in kinds


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
    known = _rows(region_id, kinds, language)
    names = {row.path: row.name for row in known}
    rows = [row for row in known if row.is_of(kinds) and (within is None or _lies(row, within))]
    heads = {row.top for row in rows if row.top != row.path}
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        head = row.top if row.top in heads else ""
        groups[head, names.get(head, row.kind_label)].append((str(row.pk), row.name))
    ordered = sorted(groups, key=lambda group: _distance(group[0], near))
    return [(group[1], groups[group]) for group in ordered]


def _distance(head: str, near: str) -> int:
    """Nearest first: the group that *near* lies in, then the groups without a head, then all others."""
    if not head or not near:
        return 1
    return 0 if near.startswith(head) else 2


def units_of(region_id: int, chosen: Collection[str]) -> list[Unit]:
    """The units chosen in such a select, in the order chosen; its form has checked that they were offered."""
    wanted = [pk for pk in chosen if pk]
    found = {str(unit.pk): unit for unit in units_numbered(wanted).filter(region=region_id)} if wanted else {}
    return [found[pk] for pk in wanted if pk in found]


def _lies(row: _Row, within: Collection[str]) -> bool:
    return any(row.path.startswith(path) for path in within)


def _rows(region_id: int, kinds: Collection[str], language: str) -> list[_Row]:
    kind_label = "kind__label_en" if language.startswith("en") else "kind__label_zh"
    units = units_as_of(region_id, today())
    # The towns lend their names to what lies in them, even where they cannot be chosen themselves.
    named = units.filter(Q(kind__key__in=kinds) | Q(parent__parent=None)) if kinds else units
    columns = ("pk", "name", "path", "kind__key", kind_label)
    return [_Row(*row) for row in named.order_by("code", "name").values_list(*columns)]
