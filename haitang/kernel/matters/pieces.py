"""Pieces that several flows share: written once with open words, filled in by each kind made with them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import Field

from haitang.kernel.matters.cases import Path, one_unknown
from haitang.kernel.matters.timewords import Question
from haitang.kernel.matters.words import Move, State
from haitang.kernel.playbooks.fields import AnyField
from haitang.kernel.playbooks.source import Spot, Tree
from haitang.lib.declare import Declaration
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.kernel.matters.declare import MattersSection

#: How an open word is written inside a piece: ``from: [$work]``.
MARK = "$"
#: What a piece has, and where in a kind each goes.
PARTS: Mapping[str, Path] = {
    "fields": ("fields",),
    "states": ("flow", "states"),
    "questions": ("flow", "questions"),
    "moves": ("flow", "moves"),
}


class Piece(Declaration):
    """A part of a flow, with words left open (`$work`) for each kind to fill in."""

    label: Text = Field(description="What the piece is for, in both languages.")
    words: Mapping[str, Text] = Field(description="The words left open, each with what is to be said there.")
    fields: Mapping[str, AnyField] = Field(default_factory=dict, description="Fields it adds to the kind.")
    states: Mapping[str, State] = Field(
        default_factory=dict, description="States it adds: after the start, before the usual way; ends last."
    )
    questions: Mapping[str, Question] = Field(default_factory=dict, description="Questions it adds.")
    moves: Mapping[str, Move] = Field(
        default_factory=dict, description="Moves it adds, after the kind's own."
    )


def completed(tree: Tree) -> Tree:
    """*tree* with every kind's pieces laid into it; where the kind says something itself, that holds."""
    kinds, pieces = tree.at(("matters",)), tree.at(("pieces",))
    if not isinstance(kinds, dict) or not isinstance(pieces, dict):
        return tree
    whole = Tree({**tree.data, "matters": {**kinds}}, {**tree.spots})
    for key, kind in kinds.items():
        for name, said in _made_with(kind):
            if isinstance(pieces.get(name), dict) and isinstance(said, dict):
                _Laying(whole, key, name, said).lay(pieces[name])
    return whole


def _made_with(kind: Any) -> Iterable[tuple[str, Any]]:  # reason: YAML as it was written
    said = kind.get("with") if isinstance(kind, dict) and isinstance(kind.get("flow"), dict) else None
    return said.items() if isinstance(said, dict) else ()


@dataclass(frozen=True)
class _Laying:
    """One piece on its way into one kind; *said* fills its open words."""

    tree: Tree
    kind: str
    name: str
    said: Mapping[str, Any]  # reason: YAML as it was written

    def lay(self, piece: Mapping[str, Any]) -> None:
        kind = _copied(self.tree.data["matters"][self.kind])
        self.tree.data["matters"][self.kind] = kind
        own = list(kind["flow"].get("states") or ())
        for part, goes in PARTS.items():
            within = kind
            for step in goes:
                within = within.setdefault(step, {})
            added = piece.get(part)
            if isinstance(added, dict) and isinstance(within, dict):
                self._join(within, added, ("pieces", self.name, part), ("matters", self.kind, *goes))
        if isinstance(kind["flow"].get("states"), dict):
            kind["flow"]["states"] = _ordered(kind["flow"]["states"], own)

    def _join(self, onto: dict[str, Any], added: Mapping[str, Any], source: Path, at: Path) -> None:
        for word, value in added.items():
            if word not in onto:
                onto[word] = self._filled(value)
                self._spots(value, (*source, word), (*at, word))
            elif isinstance(onto[word], dict) and isinstance(value, dict):
                self._join(onto[word], value, (*source, word), (*at, word))

    def _filled(self, value: Any) -> Any:  # reason: YAML as it was written
        if isinstance(value, dict):
            return {word: self._filled(inner) for word, inner in value.items()}
        if isinstance(value, list):
            return [one for item in value for one in self._meant(item)]
        return next(iter(self._meant(value)), value)

    def _meant(self, item: Any) -> list[Any]:  # reason: YAML as it was written
        if isinstance(item, str) and item.startswith(MARK) and isinstance(self.said.get(item[1:]), list):
            return list(self.said[item[1:]])
        return [self._filled(item) if isinstance(item, dict | list) else item]

    def _spots(self, value: Any, source: Path, at: Path) -> None:  # reason: YAML as it was written
        """Where each thing stands: in the piece; what a kind filled in, where the kind says it."""
        word = next((one[1:] for one in _leaves(value) if one.startswith(MARK)), "")
        spot = self._spot(word, source, value)
        if spot is not None:
            self.tree.spots[at] = spot
        for step, inner in value.items() if isinstance(value, dict) else ():
            self._spots(inner, (*source, step), (*at, step))

    def _spot(self, word: str, source: Path, value: Any) -> Spot | None:  # reason: YAML as it was written
        said = self.tree.spots.get(("matters", self.kind, "with", self.name, word))
        return said if said and not isinstance(value, dict) else self.tree.spots.get(source)


def _copied(value: Any) -> Any:  # reason: YAML as it was written
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, list) else value


def _leaves(value: Any) -> Iterator[str]:  # reason: YAML as it was written
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    elif isinstance(value, str):
        yield value


def _ordered(states: Mapping[str, Any], own: list[str]) -> dict[str, Any]:  # reason: YAML as it was written
    """The kind's first state, what pieces put beside the way, the kind's others, and pieces' ends."""
    added = [name for name in states if name not in own]
    ends = [name for name in added if isinstance(states[name], dict) and states[name].get("end")]
    beside = [name for name in added if name not in ends]
    return {name: states[name] for name in (*own[:1], *beside, *own[1:], *ends)}


def piece_flaws(section: "MattersSection") -> Iterator[Fault]:
    """Pieces that are not there, words left unfilled or never open, and marks that no word explains."""
    for key, kind in section.matters.items():
        for name, said in kind.with_.items():
            path = ("matters", key, "with", name)
            yield from one_unknown(name, section.pieces, "piece", path)
            if name in section.pieces:
                yield from _unfilled(section.pieces[name], said, path)
    for name, piece in section.pieces.items():
        marks = {leaf for leaf in _leaves(piece.model_dump(by_alias=True, mode="json")) if leaf[:1] == MARK}
        for mark in sorted(marks - {MARK + word for word in piece.words}):
            hint = f"Add {mark[1:]} under words:, with what is to be said there."
            at = ("pieces", name, "words")
            yield Fault("piece-word-undeclared", f'"{mark}" is no word of "{name}".', hint, path=at)


def _unfilled(piece: Piece, said: Mapping[str, tuple[str, ...]], path: Path) -> Iterator[Fault]:
    for word, meaning in piece.words.items():
        if not said.get(word):
            hint = f"Add {word}: […]: {meaning.en}"
            yield Fault("piece-word-missing", f'"{path[-1]}" needs the word "{word}".', hint, path=path)
    for word in said:
        yield from one_unknown(word, piece.words, "word of the piece", (*path, word))


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


PIECE_CODES: Mapping[str, Text] = {
    "unknown-piece": _text(
        "with: 写了 pieces: 里没有的片段。", "`with:` names a piece that is not under `pieces:`."
    ),
    "piece-word-missing": _text(
        "片段留空的词没有填。", "A word that the piece leaves open is not filled in."
    ),
    "unknown-word-of-the-piece": _text(
        "填了片段里没有留空的词。", "A word is filled in that the piece does not leave open."
    ),
    "piece-word-undeclared": _text(
        "片段里用了 $词，words: 里却没有说明。", "A piece uses a `$word` that its `words:` do not explain."
    ),
}
