"""Plan: what applying a folder at a unit would change, bound to the version it was computed from."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from django.conf import settings

from haitang.kernel.playbooks.changes import Change, Differ
from haitang.kernel.playbooks.compiling import Stored, compile_stored
from haitang.kernel.playbooks.identities import Settlement, settle
from haitang.kernel.playbooks.layers import Layer, merge, read_layers, refuse
from haitang.kernel.playbooks.loading import Loaded, compose, found
from haitang.kernel.playbooks.models import Head, Version
from haitang.kernel.playbooks.queries import head_at, known_rows, stored
from haitang.kernel.playbooks.rendering import render
from haitang.kernel.playbooks.source import Tree
from haitang.kernel.registry.models import Unit
from haitang.lib.declare import Effect, House
from haitang.lib.diagnostics import Fault


@dataclass(frozen=True)
class Plan:
    """What would change at a unit, and what stands in the way; shown, then applied or dropped."""

    at: Unit
    name: str
    base: Version | None
    above: Version | None
    house: House
    text: dict[str, Any]  # reason: a playbook's text
    sources: dict[str, str]
    changes: Sequence[Change]
    effects: Sequence[Effect]
    warnings: Sequence[Fault]

    @property
    def base_serial(self) -> int:
        """The serial it was computed from; 0 where nothing was applied yet."""
        return self.base.serial if self.base else 0

    @property
    def refusals(self) -> list[Effect]:
        """What must be settled before it can be applied."""
        return [effect for effect in self.effects if effect.refused]

    @property
    def is_empty(self) -> bool:
        """Whether the unit has this text already."""
        return not self.changes and self.base is not None

    @property
    def stale(self) -> bool:
        """Whether another version was applied, here or above, since it was computed."""
        return _pk(head_at(self.at)) != _pk(self.base) or _pk(version_above(self.at)) != _pk(self.above)

    def render(self, language: str = "en") -> str:
        """The plan as a person reads it."""
        return render(self, language)


def _pk(version: Version | None) -> int | None:
    return version.pk if version else None


def shipped() -> list[FilePath]:
    """Where playbooks are found by name."""
    return [FilePath(settings.PLAYBOOKS)]


def version_above(unit: Unit) -> Version | None:
    """The version that *unit*'s own playbook adds to: the nearest applied at a unit above it."""
    heads = Head.objects.filter(region_id=unit.region_id).select_related("holder", "version__above")
    over = [head for head in heads if unit.path.startswith(head.holder.path) and head.holder_id != unit.pk]
    return max(over, key=lambda head: len(head.holder.path)).version if over else None


def plan(folder: FilePath | str, *, at: Unit) -> Plan:
    """What applying *folder* at the unit *at* would change; raises :class:`Faults` when it does not check."""
    layers, faults = read_layers(found(folder, shipped()), shipped())
    above, base = version_above(at), head_at(at)
    own = _own_layers(layers, above)
    over = stored(above) if above else None
    beneath = merge(over.layers())[0] if over else None
    loaded = compose(own, faults, beneath=beneath)
    refuse(list(loaded.faults))
    return _compared(at, loaded, base=base, above=above)


def _own_layers(layers: list[Layer], above: Version | None) -> list[Layer]:
    """The layers that are not already held above."""
    held: set[str] = set()
    while above:
        held |= {path.split("/")[0] for path in json.loads(above.sources)}
        above = above.above
    return [layer for layer in layers if layer.name not in held]


def _compared(at: Unit, loaded: Loaded, *, base: Version | None, above: Version | None) -> Plan:
    text = merge(layer.tree for layer in loaded.layers)[0].data
    before = stored(base) if base else None
    settled = settle_at(at, loaded.house, first=base is None)
    house_before = compile_stored(before) if before else _empty(at, above)
    effects = [
        *_settled_effects(settled),
        *_section_effects(loaded.house, house_before, at),
        *_below(at, loaded, settled),
    ]
    return Plan(
        at=at,
        name=loaded.house.name,
        base=base,
        above=above,
        house=loaded.house,
        text=text,
        sources=_sources(loaded.layers),
        changes=_changes(settled, house_before, before, text),
        effects=effects,
        warnings=[fault for fault in loaded.faults if fault.severity != "error"],
    )


def _empty(at: Unit, above: Version | None) -> House:
    return compile_stored(stored(above)) if above else House("", {}, region_id=at.region_id)


def _sources(layers: Iterable[Layer]) -> dict[str, str]:
    return {f"{layer.name}/{file}": text for layer in layers for file, text in layer.sources.items()}


def settle_at(at: Unit, house: House, *, first: bool) -> Settlement:
    """Which row each declared thing of *house* has when it is applied at *at*."""
    identities = [one for section in house.sections.values() for one in section.identities()]
    known = known_rows(at.region_id, at.path)
    return settle(identities, known, first=first, holder=at.pk)


def _changes(settled: Settlement, before: House, base: Stored | None, text: dict[str, Any]) -> list[Change]:
    old_paths = {row: path for path, row in before.ids.items()}
    renames = {
        path: (*path[:-1], seat.renamed_from)
        for path, seat in settled.anchors.items()
        if seat.renamed_from and seat.known and seat.known.id in old_paths
    }
    differ = Differ(renames, {*before.ids, *settled.anchors})
    return differ.compare(base.text if base else {}, text)


def _settled_effects(settled: Settlement) -> Iterable[Effect]:
    for fault in settled.faults:
        words = f"{fault.what} {fault.hint}".strip()
        yield Effect(tuple(str(step) for step in fault.path), words, words, refused=True)


def _section_effects(after: House, before: House, at: Unit) -> Iterable[Effect]:
    for kind, section in after.sections.items():
        yield from section.effects(before.section(kind), at)


def _below(at: Unit, loaded: Loaded, settled: Settlement) -> Iterable[Effect]:
    """What units below have added must still stand on the new text, and stay theirs."""
    new = {path for path, seat in settled.anchors.items() if seat.known is None}
    for head in heads_below(at):
        own = {tuple(path) for path, _, _ in json.loads(head.version.ids)}
        for path in sorted(new & own):
            said = ".".join(path)
            zh = f"{head.holder.name}的方案已有自己的 {said}。请换一个键，或先停用它的。"
            en = (
                f"{head.holder.name} has a {said} of its own. Take another key, or have theirs retired first."
            )
            yield Effect(path, zh, en, refused=True)
        for fault in compose_below(loaded.tree, head.version).faults:
            if fault.severity == "error":
                words = f"{head.holder.name}: {fault.what} {fault.hint}".strip()
                yield Effect(tuple(str(step) for step in fault.path), words, words, refused=True)


def heads_below(at: Unit) -> list[Head]:
    """The heads of units below *at* with playbooks of their own, upper ones first."""
    heads = Head.objects.filter(region_id=at.region_id).exclude(holder=at)
    below = [
        head
        for head in heads.select_related("holder", "version__above")
        if head.holder.path.startswith(at.path)
    ]
    return sorted(below, key=lambda head: len(head.holder.path))


def compose_below(tree: Tree, version: Version) -> Loaded:
    """A unit's own text upon what would newly hold above it."""
    own = Layer(version.name, FilePath(), Tree(json.loads(version.text)), json.loads(version.sources))
    return compose([own], [], beneath=tree)
