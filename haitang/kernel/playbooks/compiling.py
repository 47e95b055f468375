"""From a version's stored text to its house, by the sections that are registered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from haitang.kernel.playbooks.layers import merge, refuse
from haitang.kernel.playbooks.loading import completed, shaped
from haitang.kernel.playbooks.source import Tree
from haitang.kernel.playbooks.upgrades import upgraded
from haitang.lib.declare import House

Ids = Mapping[tuple[str, ...], tuple[int, str]]


@dataclass(frozen=True)
class Stored:
    """An applied version out of the database, with the version above it."""

    version_id: int
    region_id: int
    text: dict[str, Any]  # reason: a playbook's text as JSON
    ids: Ids
    above: "Stored | None" = None

    def layers(self) -> list[Tree]:
        """The stored texts from the top down, in today's language."""
        own = Tree(upgraded(self.text))
        return [*(self.above.layers() if self.above else []), own]

    def all_ids(self) -> Ids:
        """Every identity that held here, from the top down."""
        return {**(self.above.all_ids() if self.above else {}), **self.ids}


def compile_stored(stored: Stored) -> House:
    """The house of an applied version. Its sense was checked when it was applied; only its shape is now."""
    tree, faults = merge(stored.layers())
    house, found, _ = shaped(completed(tree))
    refuse([*faults, *found])
    return with_ids(house, stored.all_ids(), version_id=stored.version_id, region_id=stored.region_id)


def with_ids(house: House, ids: Ids, *, version_id: int, region_id: int) -> House:
    """*house* with its identity rows."""
    return replace(
        house,
        version_id=version_id,
        region_id=region_id,
        ids={path: row for path, (row, _) in ids.items()},
        slots={row: slot for row, slot in ids.values() if slot},
    )
