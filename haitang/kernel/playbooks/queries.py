"""Reads: the house that holds at a unit, now or in an older version. Never stale: keyed by the version."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from haitang.kernel.playbooks.compiling import Stored, compile_stored
from haitang.kernel.playbooks.identities import Known
from haitang.kernel.playbooks.models import Declared, Head, Version
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.planned import planned_once
from haitang.lib.declare import House

#: The applied version by the path of the unit it is applied at.
Heads = Mapping[str, UUID]


def holding(unit: Unit, *, revision: int | None = None) -> House:
    """The house that holds at *unit* today; an empty one where no playbook was ever applied.

    Costs one small query for the heads; none when the caller knows the region's *revision* already.
    """
    return holding_at(unit.region_id, unit.path, revision=revision)


def holding_at(region_id: int, path: str, *, revision: int | None = None) -> House:
    """The same by the unit's *path*, for those who have no row of it at hand."""
    found = heads(region_id, revision=revision)
    above = [holder for holder in found if path.startswith(holder)]
    return _house(found[max(above, key=len)]) if above else House(name="", sections={}, region_id=region_id)


def house_of(region_id: int, *, revision: int | None = None) -> House:
    """The house that holds at a region's root, and so, with what is added below, for all of it."""
    found = heads(region_id, revision=revision)
    return _house(found[min(found, key=len)]) if found else House(name="", sections={}, region_id=region_id)


def houses_of(region_id: int, *, revision: int | None = None) -> list[House]:
    """Every house that holds somewhere in a region: its root's and those of units below."""
    return [_house(uuid) for uuid in heads(region_id, revision=revision).values()]


def heads(region_id: int, *, revision: int | None = None) -> Heads:
    """The heads of a region: one for its playbook, one for each unit below with a playbook of its own."""
    return _heads(region_id) if revision is None else _heads_at(region_id, revision)


#: Asked in every act and on every page, some several times: to compose it was most of what it cost.
_HEADS = """SELECT unit.path, version.uuid FROM playbooks_head head
    JOIN registry_unit unit ON unit.id = head.holder_id
    JOIN playbooks_version version ON version.id = head.version_id
    WHERE head.region_id = %s"""


def _heads(region_id: int) -> Heads:
    with planned_once() as cursor:
        cursor.execute(_HEADS, [region_id])
        return {path: uuid if isinstance(uuid, UUID) else UUID(uuid) for path, uuid in cursor.fetchall()}


@lru_cache(maxsize=256)
def _heads_at(region_id: int, revision: int) -> Heads:  # noqa: ARG001 -- a revision is never used twice
    return _heads(region_id)


def compiled(version_id: int) -> House:
    """The house as it stood in an applied version: what records that pin it are read by."""
    return compiled_many([version_id])[version_id]


def compiled_many(version_ids: Iterable[int]) -> Mapping[int, House]:
    """The houses of several versions, as a page of records pins them, in one query."""
    rows = Version.objects.filter(pk__in=set(version_ids)).values_list("pk", "uuid")
    return {pk: _house(uuid) for pk, uuid in rows}


@lru_cache(maxsize=128)
def _house(uuid: UUID) -> House:
    return compile_stored(stored(Version.objects.get(uuid=uuid)))


def stored(version: Version) -> Stored:
    """A version with those it stands upon, as compiling wants it."""
    above = stored(version.above) if version.above else None
    ids = {tuple(path): (row, slot) for path, row, slot in json.loads(version.ids)}
    return Stored(version.pk, version.region_id, json.loads(version.text), ids, above)


def known_rows(region_id: int, path: str) -> list[Known]:
    """Every identity row that a playbook applied at the unit with *path* can meet.

    Rows of units beside and below come too when they hold a slot: one is never given twice.
    """
    rows = Declared.objects.filter(region_id=region_id).values_list(
        "pk", "parent_id", "section", "key", "holder_id", "slot", "kind", "retired_on", "holder__path"
    )
    return [
        Known(*row[:7], retired=row[7] is not None, here=path.startswith(row[8]))
        for row in rows
        if row[5] or path.startswith(row[8])
    ]


def head_at(unit: Unit) -> Version | None:
    """The version applied at *unit* itself."""
    head = Head.objects.filter(holder=unit).select_related("version", "version__above").first()
    return head.version if head else None


def version_of(house: House) -> Version | None:
    """The version that *house* is, with the unit it is applied at."""
    return Version.objects.filter(pk=house.version_id).select_related("holder").first()


def last_applied(regions: Iterable[int]) -> datetime | None:
    """When a playbook was last applied in any of *regions*."""
    applied = Version.objects.filter(region__in=list(regions)).order_by("-applied_at")
    return applied.values_list("applied_at", flat=True).first()


def versions_at(unit: Unit) -> list[Version]:
    """Every version applied at *unit*, the newest first."""
    return list(Version.objects.filter(holder=unit).select_related("applied_by").order_by("-serial"))
