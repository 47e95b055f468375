"""Load: folders → tree → typed sections → sense; everything ``check`` does, without a database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from haitang.kernel.playbooks.circular import banned
from haitang.kernel.playbooks.header import HeaderSection
from haitang.kernel.playbooks.identities import Known, badly_named, settle
from haitang.kernel.playbooks.language import LANGUAGE, sections
from haitang.kernel.playbooks.layers import Layer, merge, read_layers, refuse
from haitang.kernel.playbooks.parse import parse
from haitang.kernel.playbooks.source import Path, Tree
from haitang.lib.clock import today
from haitang.lib.declare import House
from haitang.lib.diagnostics import Fault

#: Faults after which not all that the files say is known.
UNREAD = frozenset(
    {
        "empty-file",
        "extends-cycle",
        "file-too-large",
        "key-not-a-word",
        "no-files",
        "no-folder",
        "not-a-mapping",
        "not-utf8",
        "not-yaml",
        "said-twice",
        "tab",
        "too-deep",
        "too-many",
        "two-documents",
        "unknown-anchor",
    }
)

#: How many steps lead to a declared thing: its section's word and its key.
THING = 2


@dataclass(frozen=True)
class Loaded:
    """A playbook as read from files: its own layers, the house they make, and what was found on the way."""

    house: House
    layers: Sequence[Layer]
    tree: Tree
    faults: Sequence[Fault]


def load(folder: FilePath | str, registry: Iterable[FilePath] = ()) -> House:
    """The house that *folder* declares, checked; raises :class:`Faults` with every error in it."""
    loaded = read(found(folder, registry), list(registry))
    refuse(list(loaded.faults))
    return loaded.house


def found(named: FilePath | str, registry: Iterable[FilePath]) -> FilePath:
    """The folder that *named* means: itself, or a playbook of that key in the *registry*."""
    known = (place / str(named) for place in registry)
    return next((folder for folder in [FilePath(named), *known] if folder.is_dir()), FilePath(named))


def read(folder: FilePath, registry: Sequence[FilePath] = (), beneath: Tree | None = None) -> Loaded:
    """Read and check *folder*; *beneath* is what holds above it in the database, if anything does."""
    layers, faults = read_layers(folder, registry)
    return compose(layers, faults, beneath=beneath)


def compose(layers: Sequence[Layer], faults: list[Fault], beneath: Tree | None = None) -> Loaded:
    """One house of *layers* upon *beneath*, with the faults of form, shape and sense, each with its place."""
    tree, found = merge([*([beneath] if beneath else []), *(layer.tree for layer in layers)])
    unread = any(fault.code in UNREAD or fault.lacks for fault in faults)
    house, judged = build(tree, unread=unread)
    return Loaded(house, layers, tree, [*faults, *found, *judged])


def build(tree: Tree, *, unread: bool = False) -> tuple[House, list[Fault]]:
    """The house of one merged tree, and every fault of shape and sense in it.

    What lies in an *unread* file, or in a thing whose shape is wrong, is unknown: that it is missing
    elsewhere is no fault until it can be read.
    """
    tree = completed(tree)
    house, found, lost = shaped(tree)
    day = today()
    sense = [_placed(fault.as_of(day), tree) for fault in [*_sense(house), *banned(tree)]]
    if unread:
        found = [fault for fault in found if fault.code != "missing-word"]
        sense = [fault for fault in sense if not fault.lacks]
    return house, [*found, *(fault for fault in sense if not _unsure(fault, lost))]


def completed(tree: Tree) -> Tree:
    """*tree* with what each part's words stand for written out."""
    for section in sections():
        tree = section.completed(tree)
    return tree


def _unsure(fault: Fault, lost: Iterable[Path]) -> bool:
    """Whether what *fault* says may well be otherwise, by something *lost*.

    In a thing of which a part was lost only what names all that it rests on is sure.
    """
    return any(
        _meets(path, fault.lacks) if fault.lacks else len(path) > THING and path[:THING] == fault.path[:THING]
        for path in lost
    )


def _meets(path: Path, lacks: Path) -> bool:
    """Whether one lies in the other; ``*`` in *lacks* is any of what stands there."""
    return all(step in {one, "*"} for one, step in zip(path, lacks, strict=False))


def shaped(tree: Tree) -> tuple[House, list[Fault], frozenset[Path]]:
    """The house of one merged tree, every fault of shape in it, and what those faults lost."""
    parsed = parse(tree)
    house = House(name="", sections=parsed.sections)
    header = house.section(HeaderSection)
    faults = list(parsed.faults)
    if header.haitang != LANGUAGE:
        faults.append(_language(header.haitang, tree))
    return replace(house, name=header.playbook), faults, parsed.lost


def _sense(house: House) -> Iterable[Fault]:
    for section in house.sections.values():
        yield from section.problems(house)
    identities = [one for section in house.sections.values() for one in section.identities()]
    nothing: Mapping[int, Known] = {}
    yield from badly_named(identities)
    yield from settle(identities, nothing.values(), first=True).faults


def _language(version: int, tree: Tree) -> Fault:
    what = f"this house speaks version {LANGUAGE} of the language, the file says {version}."
    hint = "Update Haitang." if version > LANGUAGE else "Run haitang playbook upgrade."
    return Fault("unknown-language", what, hint, place=tree.place(("haitang",)))


def _placed(fault: Fault, tree: Tree) -> Fault:
    return fault if fault.place.file else replace(fault, place=tree.place(fault.path))
