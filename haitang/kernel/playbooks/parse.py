"""From a tree to typed sections: pydantic's findings turned into faults with a place and a hint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from haitang.kernel.playbooks.language import sections, words, words_of
from haitang.kernel.playbooks.layers import meant
from haitang.kernel.playbooks.mending import ROUNDS, Flaw, copied, mend
from haitang.kernel.playbooks.source import Path, Tree
from haitang.kernel.playbooks.words import words_at
from haitang.lib.declare import Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import nearest

Sections = Mapping[type[Section], Section]


@dataclass(frozen=True)
class Parsed:
    """What a tree says as far as its shape is right, every fault of shape, and what was *lost* by them.

    A misspelt word is read as it was probably meant. A bad value (``("entries", "a", "who")``) is left out
    and with it the thing that cannot stand without it: what is said of it elsewhere can be neither right
    nor wrong.
    """

    sections: Sections
    faults: list[Fault]
    lost: frozenset[Path] = frozenset()


def parse(tree: Tree) -> Parsed:
    """Every section that *tree* speaks of, and every fault of shape in it."""
    faults, lost = _unknown_words(tree)
    parsed: dict[type[Section], Section] = {}
    for kind in sections():
        said = {word: tree.data[word] for word in words_of(kind) if word in tree.data}
        parsed[kind], found, things = _section(kind, said, tree)
        faults += found
        lost |= things
    return Parsed(parsed, faults, frozenset(lost))


def _unknown_words(tree: Tree) -> tuple[list[Fault], set[Path]]:
    """A fault for each outermost word that is none; what was probably meant is lost with it."""
    known = words()
    unknown = [word for word in tree.data if word not in known]
    faults = [
        Fault("unknown-word", f'unknown word "{word}".', meant(word, known), place=tree.place((word,)))
        for word in unknown
    ]
    return faults, {(near,) for word in unknown if (near := nearest(word, known))}


def _section(kind: type[Section], said: dict[str, Any], tree: Tree) -> tuple[Section, list[Fault], set[Path]]:
    """The section that *said* makes, every fault of shape in it, and what was lost by them.

    A misspelt word can hide other faults from pydantic: what it says once that word is mended is said too,
    unless something was left out by then, which may be all that is wrong.
    """
    said, lost = copied(said), set[Path]()
    faults: list[Fault] = []
    for _ in range(ROUNDS):
        try:
            return kind.model_validate(said), faults, lost
        except ValidationError as error:
            details = error.errors(include_url=False)
        if not lost:
            faults += [fault for one in details if (fault := _fault(one, tree)) not in faults]
        lost |= mend(said, [Flaw(one["type"], *_path_of(one["loc"], said)) for one in details])
    return kind.model_validate({}), faults, lost | {(word,) for word in words_of(kind)}


def _fault(error: ErrorDetails, tree: Tree) -> Fault:
    path, missing = _path_of(error["loc"], tree.data)
    write = _WRITERS.get(error["type"], _plain)
    code, what, hint = write(_Found(error, path, missing))
    at_key = error["type"] in {"extra_forbidden", "missing"}
    return Fault(code, what, hint, path=path, place=tree.place(path, at_key=at_key))


def _path_of(loc: Sequence[str | int], data: object) -> tuple[Path, str]:
    """Pydantic's way through its types as a way through the text, and the missing word at its end, if any.

    Pydantic puts the chosen kind of a union into the way; the text has no such step.
    """
    path: list[str | int] = []
    node: Any = data
    rest: list[Any] = list(loc)  # reason: words and numbers
    while rest:
        step = rest.pop(0)
        chosen = isinstance(node, dict) and bool(path) and rest and node.get("kind") == step
        if (isinstance(node, dict) and step in node and not chosen) or (
            isinstance(node, list) and isinstance(step, int) and step < len(node)
        ):
            path.append(step)
            node = node[step]
        elif not rest and isinstance(step, str):
            return tuple(path), step
    return tuple(path), ""


def _leads(node: object, step: str | int) -> bool:
    if isinstance(node, list):
        return isinstance(step, int) and step < len(node)
    return isinstance(node, dict) and step in node


Sentence = tuple[str, str, str]


@dataclass(frozen=True)
class _Found:
    """One of pydantic's findings, with its way through the text and the word missing at its end."""

    error: ErrorDetails
    path: Path
    missing: str


def _missing(found: _Found) -> Sentence:
    whose = f' of "{found.path[-1]}"' if found.path else ""
    return "missing-word", f'"{found.missing}"{whose} is missing.', f"Add {found.missing}: …"


def _extra(found: _Found) -> Sentence:
    word, known = str(found.path[-1]), words_at(found.path[:-1])
    if found.error["input"] is None and "zh" in known:
        return (
            "unknown-word",
            f'unknown word "{word}".',
            "A comma ends a text in braces: put the text in quotes.",
        )
    return "unknown-word", f'unknown word "{word}".', meant(word, known)


def _choice(found: _Found) -> Sentence:
    expected = [part.strip("' ") for part in found.error["ctx"]["expected"].replace(" or ", ", ").split(",")]
    given = str(found.error["input"])
    return "unknown-choice", f'"{given}" is not one of the words allowed here.', meant(given, expected)


def _tag(found: _Found) -> Sentence:
    expected = [part.strip("' ") for part in found.error["ctx"]["expected_tags"].split(",")]
    given = str(found.error["ctx"]["tag"])
    return "unknown-choice", f'unknown kind "{given}".', meant(given, expected)


def _no_tag(_found: _Found) -> Sentence:
    return "missing-word", '"kind" is missing.', "Add kind: text, or another kind of field."


def _text(found: _Found) -> Sentence:
    given = found.error["input"]
    if isinstance(given, dict | list):
        return "wrong-shape", f"a text is wanted here, not {_shape(given)}.", ""
    return "wrong-shape", f"a text is wanted here, not {_shape(given)}.", f'Put it in quotes: "{given}".'


def _mapping(found: _Found) -> Sentence:
    what = f"a mapping of words is wanted here, not {_shape(found.error['input'])}."
    inside = words_at(found.path)
    if {"zh", "en"} == set(inside):
        return "wrong-shape", what, "Write both languages: {zh: …, en: …}."
    return "wrong-shape", what, f"Its words: {', '.join(inside[:8])}." if inside else ""


def _list(found: _Found) -> Sentence:
    what = f"a list is wanted here, not {_shape(found.error['input'])}."
    return "wrong-shape", what, "Write it as [one, two]."


def _plain(found: _Found) -> Sentence:
    said = found.error["msg"].removeprefix("Value error, ")
    return "bad-value", said[:1].lower() + said[1:].rstrip(".") + ".", ""


def _shape(value: object) -> str:
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "yes or no", type(None): "nothing"}
    return names.get(type(value)) or f"the number {value}"


_WRITERS = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _choice,
    "enum": _choice,
    "union_tag_invalid": _tag,
    "union_tag_not_found": _no_tag,
    "string_type": _text,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dict_type": _mapping,
    "mapping_type": _mapping,
    "list_type": _list,
    "tuple_type": _list,
    "set_type": _list,
    "frozen_set_type": _list,
}
