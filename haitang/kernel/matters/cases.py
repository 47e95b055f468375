"""One kind of matter under examination: what it says, the names it may mention, and what to say of others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from haitang.kernel.ledger.declare import EntryKind
from haitang.kernel.matters.words import Flow, MatterKind
from haitang.kernel.playbooks.header import DatedRule
from haitang.kernel.playbooks.layers import meant
from haitang.lib.diagnostics import Fault

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Known:
    """The names that a flow may mention."""

    roles: Iterable[str]
    unit_kinds: Iterable[str]
    entries: Mapping[str, EntryKind]
    categories: Iterable[str]
    kinds: Iterable[str]
    channels: Iterable[str]
    rules: Mapping[str, DatedRule]
    category_keys: Iterable[str]


@dataclass(frozen=True)
class Case:
    """One kind under examination."""

    key: str
    kind: MatterKind
    known: Known

    @property
    def flow(self) -> Flow:
        return self.kind.flow

    def at(self, *path: str | int) -> Path:
        """The path of something inside this kind."""
        return ("matters", self.key, *path)


#: Where things are declared that stand outside the kind that names them.
_DECLARED_IN = {
    "role": "roles",
    "unit kind": "unit_kinds",
    "entry": "entries",
    "category": "categories",
    "matter kind": "matters",
    "rule": "rules",
}


#: Where in the kind itself its own names are declared.
_DECLARED_INSIDE = {"state": ("flow", "states"), "move": ("flow", "moves")}


def _inside(path: Path, what: str, word: str) -> Path:
    return (*path[:2], *_DECLARED_INSIDE[what], word) if what in _DECLARED_INSIDE else ()


def unknown(words: Iterable[str], known: Iterable[str], what: str, path: Path) -> Iterator[Fault]:
    """Each of *words* that is not among the *known*."""
    choices = list(known)
    for number, word in enumerate(words):
        yield from one_unknown(word, choices, what, (*path, number))


def one_unknown(word: str, known: Iterable[str], what: str, path: Path) -> Iterator[Fault]:
    """That *word* is not among the *known*, and what was probably meant."""
    choices = list(known)
    if word not in choices:
        lacks = (_DECLARED_IN[what], word) if what in _DECLARED_IN else _inside(path, what, word)
        code = f"unknown-{what.replace(' ', '-')}"
        yield Fault(code, f'unknown {what} "{word}".', meant(word, choices), path=path, lacks=lacks)
