"""YAML into plain data with the line and column of every word; every fault of form, all at once.

YAML 1.2 through ruamel's events: ``no`` stays a word, a key is always the text that was written, and a
key said twice is a fault. Anchors are allowed, bombs are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from haitang.lib.diagnostics import Fault, Position

#: A playbook is written by hand: what is larger than this is a mistake or an attack.
MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000

Path = tuple[str | int, ...]
Data = dict[str, Any] | list[Any] | str | int | float | bool | None  # reason: YAML as it was written

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Spot(NamedTuple):
    """Where a word and what it holds stand in the file."""

    key: Position
    value: Position


@dataclass
class Tree:
    """Plain data as written, and the spot of each path in it."""

    data: dict[str, Any] = field(default_factory=dict)
    spots: dict[Path, Spot] = field(default_factory=dict)

    def place(self, path: Path, *, at_key: bool = False) -> Position:
        """The place of *path*, or of the nearest thing around it that is written down."""
        for length in range(len(path), 0, -1):
            spot = self.spots.get(path[:length])
            if spot is not None:
                whole = length == len(path)
                return spot.value if whole and not at_key and is_leaf(self.at(path)) else spot.key
        return next((spot.key for spot in self.spots.values()), Position())

    def at(self, path: Path) -> Any:  # reason: any YAML value
        """What stands at *path*; None where nothing does."""
        node: Any = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node


def is_leaf(value: object) -> bool:
    """Whether *value* is a word or number rather than a mapping or list."""
    return not isinstance(value, dict | list)


@lru_cache(maxsize=64)
def read_source(raw: bytes, name: str) -> tuple[Tree, list[Fault]]:
    """The tree in one file's bytes; with faults the tree holds what could be read.

    Remembered, for reading is most of what a plan costs: nobody may change the tree it gives.
    """
    text, faults = _decode(raw, name)
    if faults:
        return Tree(), faults
    reader = _Reader(name)
    try:
        reader.read(text)
    except _Stopped as stopped:
        return reader.tree, [*reader.faults, stopped.fault]
    except YAMLError as error:
        return reader.tree, [*reader.faults, *_explained(error, text, name)]
    return reader.tree, reader.faults


def _decode(raw: bytes, name: str) -> tuple[str, list[Fault]]:
    if len(raw) > MAX_BYTES:
        what = f"the file has {len(raw):,} bytes; {MAX_BYTES:,} is the limit."
        return "", [Fault("file-too-large", what, "Split it into several files.", place=Position(name))]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8."
        return "", [Fault("not-utf8", what, _encoding_hint(raw), place=Position(name, line, column))]


def _encoding_hint(raw: bytes) -> str:
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "Save the file as UTF-8."
    return "It looks like GBK: save it as UTF-8."


def _explained(error: YAMLError, text: str, name: str) -> list[Fault]:
    """The parser's complaint in our words; tabs in the indentation are nearly always the reason."""
    tabs = [
        Fault(
            "tab", "a tab stands in the indentation.", "Use two spaces a step.", place=Position(name, at, col)
        )
        for at, line in enumerate(text.splitlines(), 1)
        if (col := _tab_column(line))
    ]
    if tabs:
        return tabs
    mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
    place = Position(name, mark.line + 1, mark.column + 1) if mark else Position(name, 1, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    hint = "Put a text that holds : or # in quotes, and mind the indentation."
    if isinstance(error, YAMLStreamError):
        hint = "Remove the unreadable character."
    return [Fault("not-yaml", f"this is not YAML: {problem}.", hint, place=place)]


def _tab_column(line: str) -> int:
    """The column, from one, of a tab in the indentation of *line*; zero without one."""
    indentation = line[: len(line) - len(line.lstrip())]
    return indentation.find("\t") + 1 if line.strip() else 0


class _Stopped(Exception):  # noqa: N818 -- carries the fault at which reading cannot go on
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass
class _Reader:
    """Composes events into plain data, noting where each stands."""

    name: str
    tree: Tree = field(default_factory=Tree)
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, tuple[Data, int]] = field(default_factory=dict)
    nodes: int = 0

    def read(self, text: str) -> None:
        events: Iterator[Event] = iter(YAML(typ="safe", pure=True).parse(text))
        documents = 0
        for event in events:
            if isinstance(event, StreamEndEvent):
                break
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._document(next(events), events, documents)
        if not documents:
            self._fault(
                "empty-file", "the file says nothing.", "Write in it or remove it.", Position(self.name, 1, 1)
            )

    def _document(self, event: Event, events: Iterator[Event], number: int) -> None:
        place = self._place(event)
        if number > 1:
            raise _Stopped(
                Fault("two-documents", "a second document begins here.", "Keep one a file.", place=place)
            )
        data = self._node(event, events, ())
        if data is None:
            self._fault("empty-file", "the file says nothing.", "Write in it or remove it.", place)
        elif not isinstance(data, dict):
            self._fault(
                "not-a-mapping", "a playbook file is a mapping of words.", "Begin with a word:", place
            )
        else:
            self.tree.data = data

    def _node(self, event: Event, events: Iterator[Event], path: Path) -> Data:
        before = self.nodes
        self._count(1, event, path)
        if isinstance(event, AliasEvent):
            return self._alias(event, path)
        data = self._composed(event, events, path)
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.anchors[str(anchor)] = (data, self.nodes - before)
        return data

    def _composed(self, event: Event, events: Iterator[Event], path: Path) -> Data:
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        assert isinstance(event, ScalarEvent)
        return _scalar(event)

    def _mapping(self, events: Iterator[Event], path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event)
            place = self._place(event)
            held = next(events)
            inner = (*path, key)
            if key in found:
                first = self.tree.spots[inner].key
                what = f'"{key}" is said twice; first at {first}.'
                self._fault("said-twice", what, "Keep one of them.", place)
                inner = (*path, f"{key}\0{place.line}")
            self.tree.spots[inner] = Spot(place, self._place(held))
            value = self._node(held, events, inner)
            found.setdefault(key, value)
        return found

    def _key(self, event: Event) -> str:
        if isinstance(event, ScalarEvent):
            return str(event.value)
        place = self._place(event)
        what, hint = "a word is wanted here, not a list, mapping or reference.", "Write a key such as visit:"
        raise _Stopped(Fault("key-not-a-word", what, hint, place=place))

    def _sequence(self, events: Iterator[Event], path: Path) -> list[Data]:
        found: list[Data] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            inner = (*path, len(found))
            place = self._place(event)
            self.tree.spots[inner] = Spot(place, place)
            found.append(self._node(event, events, inner))
        return found

    def _alias(self, event: AliasEvent, path: Path) -> Data:
        if event.anchor not in self.anchors:
            what = f'"*{event.anchor}" refers to nothing before it.'
            raise _Stopped(Fault("unknown-anchor", what, "Write the text out.", place=self._place(event)))
        data, size = self.anchors[event.anchor]
        self._count(size, event, path)
        return data

    def _count(self, size: int, event: Event, path: Path) -> None:
        self.nodes += size
        if self.nodes > MAX_NODES:
            what = f"the file unfolds to more than {MAX_NODES:,} things."
            raise _Stopped(Fault("too-many", what, "Write less by reference.", place=self._place(event)))
        if len(path) > MAX_DEPTH:
            what = f"this is nested more than {MAX_DEPTH} deep."
            raise _Stopped(Fault("too-deep", what, "Nothing in the language is.", place=self._place(event)))

    def _place(self, event: Event) -> Position:
        mark = event.start_mark
        return Position(self.name, mark.line + 1, mark.column + 1)

    def _fault(self, code: str, what: str, hint: str, place: Position) -> None:
        self.faults.append(Fault(code, what, hint, place=place))


def _scalar(event: ScalarEvent) -> Data:
    """A plain scalar by YAML 1.2's core rules; anything in quotes is text."""
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
