"""A text with faults of shape, made such that the rest of it can be judged: misspelt words read as they were
probably meant, unknown ones and bad values left out. What was left out is told: nobody knows what it said.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from haitang.kernel.playbooks.source import Path
from haitang.kernel.playbooks.words import words_at
from haitang.lib.text import nearest

#: To leave one thing out shows the next; a text that still has faults after so many is given up.
ROUNDS = 6

Said = dict[str, Any]  # reason: YAML as it was written


class Flaw(NamedTuple):
    """One of pydantic's findings: its sort, its way through the text, the word missing at its end."""

    sort: str
    path: Path
    missing: str


def copied(value: Any) -> Any:  # reason: YAML values
    """*value* once more, its mappings and lists with it."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def mend(said: Said, flaws: Iterable[Flaw]) -> set[Path]:
    """Take each of *flaws* out of *said*, in place; the ways to what is lost by that."""
    in_order = sorted(dict.fromkeys(flaws), key=lambda flaw: flaw.sort != "extra_forbidden")
    return {lost for flaw in in_order for lost in _mend(said, flaw)}


def _mend(said: Said, flaw: Flaw) -> list[Path]:
    if flaw.sort == "extra_forbidden" and len(flaw.path) > 1:
        return _read_as_meant(said, flaw.path)
    node = _at(said, flaw.path)
    if flaw.missing == "label" and len(flaw.path) > 1 and isinstance(node, dict):
        node.setdefault("label", {"zh": "—", "en": "—"})
    if flaw.missing and isinstance(node, dict) and flaw.missing in node:
        return []
    # A thing that lacks a word, or is of another shape, is lost whole; of a deeper one only itself is.
    return [_left_out(said, flaw.path[:2] if flaw.missing else flaw.path)]


def _read_as_meant(said: Said, path: Path) -> list[Path]:
    word, around = path[-1], _at(said, path[:-1])
    if not isinstance(around, dict) or word not in around:
        return []
    value = around.pop(word)
    near = nearest(str(word), words_at(path[:-1]))
    if near:
        around.setdefault(near, value)
    return []


def _left_out(said: Said, path: Path) -> Path:
    """Leave out what stands at *path*; of a list the whole, for its items are counted."""
    while len(path) > 1 and not isinstance(_at(said, path[:-1]), dict):
        path = path[:-1]
    around = _at(said, path[:-1])
    if isinstance(around, dict) and path:
        around.pop(path[-1], None)
    return path


def _at(said: Said, path: Path) -> Any:  # reason: any YAML value
    node: Any = said
    for step in path:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return None
    return node
