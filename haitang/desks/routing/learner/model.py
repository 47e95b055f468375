"""What was learned, as arrays: from a message to the chance of each label, and to the words that decided.

All that training combines is linear in the same columns, so it ends as one slope a column and label. To
predict is one product, and each character's share in a decision is exact, not guessed.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from haitang.desks.routing.learner.grams import Grams, Keys, Places, clean, words_in
from haitang.desks.routing.learner.words import WordCounts, none_known

Floats = NDArray[np.float32]
#: Written into the file, so that another way of reading texts is never applied to old slopes.
FORMAT = 2
#: What was learned before words were read as well: no words are known to it.
_WITHOUT_WORDS = 1
#: With fewer known runs in all its parts a message is not understood: three short runs, once in each part.
_TOO_LITTLE = 9
#: A longer stretch of words that decided is parted where it says least; so many are shown.
_SPAN, _SPANS = 12, 5
#: No part of it is shorter than this.
_LEAST = 4


@dataclass(frozen=True)
class Part:
    """A part of a message that is read by itself: the runs of up to three of its first ``reach`` characters.

    The last is read as words. ``share`` is how much a part weighs beside the others.
    """

    name: str
    reach: int
    share: float


#: What a message is about is said in its title and first sentence more plainly than anywhere after.
WORDS = Part("words", 6000, 1.0)
PARTS = (Part("whole", 500, 1.0), Part("opening", 100, 1.0), Part("heading", 20, 0.7), WORDS)
LONGEST_RUN = 3


@dataclass(frozen=True)
class Message:
    """What somebody said: a title, if there is one, and the text."""

    title: str
    body: str

    def part(self, part: Part) -> str:
        """The characters of *part*; a text without a title has its beginning for one."""
        if part.name == "heading":
            return clean(self.title or self.body)[: part.reach]
        return (" " if part is WORDS else "").join(self.pieces)[: part.reach]

    @cached_property
    def pieces(self) -> list[str]:
        """Title and text; a text that begins with its title says it once."""
        title, body = words_in(self.title), words_in(self.body)
        return body if "".join(body).startswith("".join(title)) else title + body


@dataclass(frozen=True)
class Guess:
    """A label and how likely it is to be right."""

    label: str
    chance: float


@dataclass(frozen=True)
class Reason:
    """Words of the message, and how much they spoke for the label."""

    words: str
    weight: float


@dataclass(frozen=True)
class Columns:
    """What the columns of a matrix are: the runs of each part, one part after another."""

    grams: tuple[Grams | WordCounts, ...]

    @classmethod
    def learn(cls, messages: Sequence[Message], *, most: int) -> "Columns":
        """The runs of *messages*, at most *most* of them for each part."""
        return cls(tuple(_learned([one.part(part) for one in messages], part, most) for part in PARTS))

    def matrix(self, messages: Sequence[Message]) -> sparse.csr_matrix:
        """A row a message."""
        parts = [
            grams.matrix([one.part(part) for one in messages]) * np.float32(part.share)
            for part, grams in zip(PARTS, self.grams, strict=True)
        ]
        return sparse.hstack(parts, format="csr", dtype=np.float32)

    def bounds(self) -> list[tuple[int, int]]:
        """The first and the last column (not included) of each part."""
        ends = np.cumsum([len(grams.keys) for grams in self.grams])
        return [(int(end) - len(grams.keys), int(end)) for end, grams in zip(ends, self.grams, strict=True)]


def _learned(texts: Sequence[str], part: Part, most: int) -> Grams | WordCounts:
    if part is WORDS:
        return WordCounts.learn(texts, reach=part.reach, most=most)
    return Grams.learn(texts, longest=LONGEST_RUN, reach=part.reach, most=most)


@dataclass(frozen=True)
class Model:
    """A slope for each column and label, an offset for each label; ``usual`` is how common each label is."""

    labels: tuple[str, ...]
    columns: Columns
    slopes: Floats
    offsets: Floats
    usual: Floats

    def chances(self, messages: Sequence[Message]) -> Floats:
        """The chance of each label for each message; of one that says nothing known, the usual."""
        rows = self.columns.matrix(messages)
        chances = softmax(rows @ self.slopes + self.offsets)
        chances[np.diff(rows.indptr) < _TOO_LITTLE] = self.usual
        return chances

    def best(self, messages: Sequence[Message]) -> list[Guess]:
        """The likeliest label of each message."""
        chances = self.chances(messages)
        return [Guess(self.labels[row.argmax()], float(row.max())) for row in chances]

    def reasons(self, message: Message, label: str) -> list[Reason]:
        """The words that spoke most for *label* against the mean of all labels, strongest first."""
        return self.reasons_of([message], [label])[0]

    def reasons_of(self, messages: Sequence[Message], labels: Sequence[str]) -> list[list[Reason]]:
        """The same for several messages with a label each; many at once cost little more than one."""
        told: list[list[Reason]] = []
        if not messages:
            return told
        for message, added in zip(messages, self._added(messages, labels), strict=True):
            found: dict[str, float] = {}
            for reason in _stretches(message.pieces, added):
                found[reason.words] = found.get(reason.words, 0.0) + reason.weight
            told.append(_strongest(found))
        return told

    def _added(self, messages: Sequence[Message], labels: Sequence[str]) -> list[NDArray[np.float64]]:
        """What each character of each whole text adds in all parts, each of which is its beginning."""
        wanted = np.array([self.labels.index(label) for label in labels], np.int64)
        ends = np.cumsum([sum(map(len, message.pieces)) for message in messages])
        added = np.zeros(int(ends[-1]))
        for part, grams, (first, _) in zip(PARTS, self.columns.grams, self.columns.bounds(), strict=True):
            texts = [message.part(part) for message in messages]
            runs = grams.places(texts)
            columns = first + runs.columns
            leaning = self.slopes[columns, wanted[runs.texts]] - self._mean[columns]
            shares = _shares(runs, grams.weights[runs.columns] * leaning, sum(map(len, texts))) * part.share
            letters = np.array([letter != " " for text in texts for letter in text], bool)
            lengths = [len(text) - text.count(" ") for text in texts]
            added[_beginnings(ends, lengths)] += shares[letters]
        return np.split(added, ends[:-1])

    @cached_property
    def _mean(self) -> Floats:
        """What each column says for the labels on the whole."""
        mean: Floats = self.slopes.mean(axis=1)
        return mean

    def dump(self) -> bytes:
        """All of it as bytes: plain arrays, nothing that runs when it is read."""
        kept: dict[str, NDArray[np.generic]] = {
            "labels": np.frombuffer(json.dumps([FORMAT, *self.labels]).encode(), dtype=np.uint8),
            "slopes": self.slopes.astype(np.float16),
            "offsets": self.offsets,
            "usual": self.usual,
        }
        for part, grams in zip(PARTS, self.columns.grams, strict=True):
            kept |= {f"{part.name}_{name}": getattr(grams, name) for name in _arrays(part)}
        file = io.BytesIO()
        np.savez_compressed(file, allow_pickle=False, **kept)
        return file.getvalue()


def load(stored: bytes) -> Model:
    """The model that :meth:`Model.dump` wrote; raises ValueError for what another version wrote."""
    with np.load(io.BytesIO(stored), allow_pickle=False) as kept:
        written, *labels = json.loads(kept["labels"].tobytes())
        if written not in (_WITHOUT_WORDS, FORMAT):
            raise ValueError(f"format {written}, not {FORMAT}")
        grams = tuple(_read(part, kept, written) for part in PARTS)
        slopes = kept["slopes"].astype(np.float32)
        return Model(tuple(labels), Columns(grams), slopes, kept["offsets"], kept["usual"])


def _arrays(part: Part) -> Sequence[str]:
    """What is kept of the runs of *part*."""
    return ("keys", "weights") if part is WORDS else ("letters", "keys", "weights")


def _read(part: Part, kept: Mapping[str, NDArray[Any]], written: int) -> Grams | WordCounts:  # reason: kinds
    if part is WORDS and written == _WITHOUT_WORDS:
        return none_known(part.reach)
    arrays = {name: kept[f"{part.name}_{name}"] for name in _arrays(part)}
    if part is WORDS:
        return WordCounts(**arrays, reach=part.reach)
    return Grams(**arrays, longest=LONGEST_RUN, reach=part.reach)


def softmax(scores: Floats) -> Floats:
    """Scores as chances that sum to one."""
    raised: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=1, keepdims=True)
    return chances


def _shares(runs: Places, weights: NDArray[Any], size: int) -> NDArray[np.float64]:  # reason: floats
    """What each of *size* characters adds: the runs it stands in, each spread over its characters."""
    shares = np.zeros(size)
    if not len(runs.columns):
        return shares
    in_text = runs.texts * (int(runs.columns.max()) + 1) + runs.columns
    _, which, often = np.unique(in_text, return_inverse=True, return_counts=True)
    times = often[which]
    values = (1 + np.log(times)) / times * weights / runs.lengths
    for step in range(int(runs.lengths.max())):
        inside = runs.lengths > step
        shares += np.bincount(runs.starts[inside] + step, values[inside], size)
    return shares


def _beginnings(ends: Keys, lengths: Sequence[int]) -> Keys:
    """Where the first so many characters of each text stand, in all texts one after another."""
    starts = np.concatenate([[0], ends[:-1]])
    before = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    found: Keys = np.repeat(starts - before, lengths) + np.arange(sum(lengths))
    return found


def _stretches(pieces: Sequence[str], shares: NDArray[np.float64]) -> Iterator[Reason]:
    """The stretches of two characters and more that speak clearly for the label, none over a blank or a mark.

    A word in letters is said whole; where Chinese words begin and end nobody marks, so a stretch ends where
    it no longer speaks.
    """
    limit, start = max(float(shares.max(initial=0.0)) * 0.3, 1e-9), 0
    for piece in pieces:
        here = shares[start : start + len(piece)]
        start += len(piece)
        speaks = here > limit
        if piece.isascii():
            speaks = np.full(len(piece), speaks.any())
        for first, last in _parted(here, speaks):
            if last - first >= 2:
                yield Reason(piece[first:last], float(here[first:last].sum()))


def _parted(here: NDArray[np.float64], speaks: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """From where to where it *speaks*; what is too long for a glance is parted where it says least."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], speaks, [False]])))
    for first, last in edges.reshape(-1, 2).tolist():
        begin = first
        while last - begin > _SPAN:
            cut = begin + _LEAST + int(here[begin + _LEAST : begin + _SPAN].argmin())
            yield begin, cut
            begin = cut
        yield begin, last


def _strongest(found: dict[str, float]) -> list[Reason]:
    """The weightiest wordings; of one that stands within another only the weightier is said."""
    kept: list[Reason] = []
    for words, weight in sorted(found.items(), key=lambda item: -item[1]):
        if not any(words in one.words or one.words in words for one in kept):
            kept.append(Reason(words, weight))
    return kept[:_SPANS]
