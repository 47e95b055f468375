"""From folders to one tree: a playbook's files merged, and the playbooks it extends beneath it.

A playbook *adds* to those it extends: a mapping gains words, a list gains items. Saying again what is
said above is a fault, unless it says the same: whoever reads the upper text may rely on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from haitang.kernel.playbooks.header import OWN_WORDS
from haitang.kernel.playbooks.source import Path, Tree, is_leaf
from haitang.kernel.playbooks.sources import read_remembered
from haitang.lib.diagnostics import Fault, Faults, Position
from haitang.lib.text import nearest


@dataclass(frozen=True)
class Layer:
    """One playbook's own files, merged; not what it extends."""

    name: str
    folder: FilePath
    tree: Tree
    sources: dict[str, str]

    @property
    def extends(self) -> tuple[str, ...]:
        """The keys of the playbooks this one adds to, as far as they are written as a list of words."""
        named = self.tree.data.get("extends")
        return tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ()


def read_folder(folder: FilePath) -> tuple[Layer, list[Fault]]:
    """All ``*.yaml`` files directly in *folder*, merged into one layer."""
    tree, faults, sources = Tree(), [], {}
    files = sorted(folder.glob("*.yaml"))
    if not files:
        faults.append(_no_files(folder))
    for file in files:
        raw = file.read_bytes()
        added, found = read_remembered(raw, str(file))
        faults += found
        faults += _join(tree, added, (), _FILES)
        sources[file.name] = raw.decode("utf-8", "replace")
    name = tree.data.get("playbook")
    return Layer(name if isinstance(name, str) else folder.name, folder, tree, sources), faults


def _no_files(folder: FilePath) -> Fault:
    if not folder.is_dir():
        return Fault(
            "no-folder", "there is no such folder.", "Name a playbook's folder.", place=Position(str(folder))
        )
    hint = "Its texts end in .yaml." if not any(folder.glob("*.yml")) else "Rename its .yml files to .yaml."
    return Fault("no-files", "the folder holds no playbook files.", hint, place=Position(str(folder)))


def read_layers(folder: FilePath, registry: Sequence[FilePath]) -> tuple[list[Layer], list[Fault]]:
    """*folder*'s layer last, before it every layer it extends, each once, upper ones first."""
    walk = _Walk(list(registry), [], [])
    walk.visit(folder, (), Position(str(folder)))
    return walk.layers, walk.faults


@dataclass
class _Walk:
    """Depth first through ``extends``, remembering the way for the fault that names a cycle."""

    registry: list[FilePath]
    layers: list[Layer]
    faults: list[Fault]

    def visit(self, folder: FilePath, way: tuple[str, ...], named_at: Position) -> None:
        if any(_same(layer.folder, folder) for layer in self.layers):
            return
        layer, faults = read_folder(folder)
        if layer.name in way:
            cycle = " → ".join([*way[way.index(layer.name) :], layer.name])
            what = f"the playbooks extend one another in a circle: {cycle}."
            self.faults.append(Fault("extends-cycle", what, "Break it at one of them.", place=named_at))
            return
        self.faults += faults
        for number, name in enumerate(layer.extends):
            at = layer.tree.place(("extends", number))
            self._visit_named(name, folder, (*way, layer.name), at)
        self.layers.append(layer)

    def _visit_named(self, name: str, folder: FilePath, way: tuple[str, ...], at: Position) -> None:
        places = [folder.parent, *self.registry]
        for place in places:
            if (place / name).is_dir():
                self.visit(place / name, way, at)
                return
        known = {one.name: one for place in places for one in _playbook_folders(place)}
        known = {key: one for key, one in known.items() if key not in way}
        near = nearest(name, sorted(known))
        # The rest is judged as if the nearest had been written; only where none is near all else is unknown.
        lacks = () if near else ("extends", name)
        what = f'there is no playbook "{name}".'
        self.faults.append(Fault("unknown-playbook", what, meant(name, sorted(known)), place=at, lacks=lacks))
        if near:
            self.visit(known[near], way, at)


def _same(one: FilePath, other: FilePath) -> bool:
    return one.resolve() == other.resolve()


def _playbook_folders(place: FilePath) -> Iterable[FilePath]:
    return (one.parent for one in place.glob("*/*.yaml")) if place.is_dir() else ()


def meant(word: str, known: Iterable[str]) -> str:
    """The hint for a wrong *word*: the nearest right one, or all when they are few."""
    choices = list(known)
    near = nearest(word, choices)
    if near:
        return f'Did you mean "{near}"?'
    return f"Known: {', '.join(sorted(choices))}." if 0 < len(choices) <= 12 else ""


@dataclass(frozen=True)
class _Manner:
    """How two trees are joined: files of one playbook, or one playbook upon another."""

    code: str
    what: str
    hint: str
    joins_lists: bool


_FILES = _Manner(
    "said-in-two-files", '"{word}" is said here and at {there}.', "Keep it in one file.", joins_lists=False
)
_LAYERS = _Manner(
    "redefined",
    '"{word}" is said above already, at {there}.',
    "A playbook adds to those it extends and does not say theirs again: "
    "take it out, or give yours another key.",
    joins_lists=True,
)


def merge(layers: Iterable[Tree]) -> tuple[Tree, list[Fault]]:
    """One tree of *layers*, upper ones first; each adds to those before it."""
    merged, faults = Tree(), []
    for layer in layers:
        for word in OWN_WORDS:
            merged.data.pop(word, None)
            merged.spots = {path: spot for path, spot in merged.spots.items() if path[0] != word}
        faults += _join(merged, layer, (), _LAYERS)
    return merged, faults


def _join(onto: Tree, added: Tree, path: Path, manner: _Manner) -> list[Fault]:
    """Add the mapping of *added* at *path* to *onto*'s in place; *added* itself stays as it is."""
    faults: list[Fault] = []
    base: dict[str, Any] = onto.at(path)
    for key, value in added.at(path).items():
        inner = (*path, key)
        if key not in base:
            base[key] = _copied(value)
            _adopt(onto, added, inner)
        elif isinstance(base[key], dict) and isinstance(value, dict):
            faults += _join(onto, added, inner, manner)
        elif isinstance(base[key], list) and isinstance(value, list) and (manner.joins_lists or not path):
            _extend(onto, added, inner)
        elif base[key] != value or not manner.joins_lists:
            what = manner.what.format(word=key, there=str(onto.place(inner, at_key=True)) or "the text above")
            faults.append(Fault(manner.code, what, manner.hint, place=added.place(inner, at_key=True)))
    return faults


def _copied(value: Any) -> Any:  # reason: YAML values
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _adopt(onto: Tree, added: Tree, path: Path) -> None:
    """Take over the spots of *path* and everything in it."""
    for known in _paths(added.at(path), path):
        if known in added.spots:
            onto.spots[known] = added.spots[known]


def _paths(value: Any, path: Path) -> Iterable[Path]:  # reason: YAML values
    waiting = [(path, value)]
    while waiting:
        path, value = waiting.pop()
        yield path
        if not is_leaf(value):
            steps = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [((*path, step), inner) for step, inner in steps]


def _extend(onto: Tree, added: Tree, path: Path) -> None:
    """Append the items of a list that are not in it yet."""
    items: list[Any] = onto.at(path)
    for number, item in enumerate(added.at(path)):
        if item in items:
            continue
        for known in _paths(item, ()):
            spot = added.spots.get((*path, number, *known))
            if spot is not None:
                onto.spots[(*path, len(items), *known)] = spot
        items.append(_copied(item))


def refuse(faults: list[Fault]) -> None:
    """Raise all of *faults* when any is an error."""
    if any(fault.severity == "error" for fault in faults):
        raise Faults(sorted(faults, key=lambda fault: (fault.place, fault.code, fault.what)))
