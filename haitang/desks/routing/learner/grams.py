"""Texts as weighted counts of short runs of characters.

Chinese needs no word boundaries for this, so a county's raw texts and texts cut into words are read alike.
All is done with arrays: each run of up to three characters is one whole number, so that a thousand messages
are counted in a fraction of a second and a vocabulary is a sorted array, safe to store and to read back.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

#: A run's characters are told apart by thirteen bits each.
_BITS = 13
_ALPHABET = 2**_BITS - 1
_BATCH = 500
_WORD = re.compile(r"[^\W_]+")
Keys = NDArray[np.int64]


def words_in(text: str) -> list[str]:
    """Letters and digits alone, wide and narrow forms as one, as whatever else divides them."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


def clean(text: str) -> str:
    """The same without what divides it."""
    return "".join(words_in(text))


@dataclass(frozen=True)
class Counts:
    """How often each run stands in each text: parallel arrays, by text."""

    keys: Keys
    texts: Keys
    times: Keys


@dataclass(frozen=True)
class Places:
    """Where known runs stand in several texts: parallel arrays.

    ``columns`` tell which runs they are, ``starts`` where they begin in all texts one after another,
    ``lengths`` how many characters they have, ``texts`` whose they are.
    """

    columns: Keys
    starts: Keys
    lengths: Keys
    texts: Keys


@dataclass(frozen=True)
class Grams:
    """Runs of characters that were seen in several texts, each with its weight.

    ``letters`` are the characters known, ``keys`` the runs in ascending order, ``weights`` how rare each is.
    """

    letters: NDArray[np.uint32]
    keys: Keys
    weights: NDArray[np.float32]
    longest: int
    reach: int

    @classmethod
    def learn(cls, texts: Sequence[str], *, longest: int, reach: int, most: int = 400_000) -> "Grams":
        """Those of *texts*, which are clean; at most *most* of them, the commonest."""
        texts = [text[:reach] for text in texts]
        letters, times = np.unique(_points(texts), return_counts=True)
        letters = letters[np.argsort(-times, kind="stable")][:_ALPHABET]
        blank = cls(np.sort(letters), np.empty(0, np.int64), np.empty(0, np.float32), longest, reach)
        keys, weights = weights_of(blank.counts(texts), len(texts), most)
        return cls(blank.letters, keys, weights, longest, reach)

    def counts(self, texts: Sequence[str]) -> Counts:
        """Every run in *texts*, known or not."""
        parts = [
            self._counted(texts[start : start + _BATCH], start) for start in range(0, len(texts), _BATCH)
        ]
        if not parts:
            return Counts(*(np.empty(0, np.int64) for _ in range(3)))
        return Counts(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in ("keys", "texts", "times"))
        )

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """A row a text, a column a run; every row of length one."""
        return weighed(self.counts([text[: self.reach] for text in texts]), self, len(texts))

    def places(self, texts: Sequence[str]) -> Places:
        """Where known runs stand in clean *texts* within its reach, one after another."""
        numbers, owners = self._numbers(_points(texts)), _owners(texts)
        found = []
        for length, (keys, begins) in enumerate(_runs(numbers, owners, self.longest), start=1):
            columns, known = known_among(self.keys, keys)
            starts = begins[known]
            found.append((columns[known], starts, np.full(len(starts), length), owners[starts]))
        return Places(*(np.concatenate(one) for one in zip(*found, strict=True)))

    def _counted(self, texts: Sequence[str], first: int) -> Counts:
        numbers, owners = self._numbers(_points(texts)), _owners(texts)
        runs = [(keys, owners[begins]) for keys, begins in _runs(numbers, owners, self.longest)]
        keys, rows = (np.concatenate(one) for one in zip(*runs, strict=True))
        return counted(keys, rows + first)

    def _numbers(self, points: NDArray[np.uint32]) -> Keys:
        """Each character's number, from one; zero for a character never seen."""
        numbers: Keys = self._table[points.clip(0, len(self._table) - 1)]
        return numbers

    @cached_property
    def _table(self) -> Keys:
        highest = int(self.letters[-1]) if len(self.letters) else 0
        table = np.zeros(highest + 2, np.int64)
        table[self.letters] = np.arange(1, len(self.letters) + 1)
        return table


class Weighted(Protocol):
    """Known keys in ascending order, each with its weight."""

    @property
    def keys(self) -> Keys: ...
    @property
    def weights(self) -> NDArray[np.float32]: ...


def counted(keys: Keys, rows: Keys) -> Counts:
    """How often each key stands in each row."""
    order = np.lexsort((keys, rows))
    keys, rows = keys[order], rows[order]
    if not len(keys):
        return Counts(keys, rows, keys)
    fresh = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])])
    return Counts(keys[fresh], rows[fresh], np.diff(np.r_[fresh, len(keys)]))


def weights_of(counts: Counts, texts: int, most: int) -> tuple[Keys, NDArray[np.float32]]:
    """The keys that stand in several of so many *texts*, and how rare each is; at most *most* of them."""
    keys, found_in = np.unique(counts.keys, return_counts=True)
    keys, found_in = _kept(keys, found_in, most)
    return keys, (np.log((1 + texts) / (1 + found_in)) + 1).astype(np.float32)


def weighed(counts: Counts, known: Weighted, texts: int) -> sparse.csr_matrix:
    """A row a text, a column a known key; every row of length one."""
    columns, there = known_among(known.keys, counts.keys)
    columns, rows, times = columns[there], counts.texts[there], counts.times[there]
    values = (1 + np.log(times)) * known.weights[columns]
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=texts))
    values = (values / lengths[rows]).astype(np.float32)
    return sparse.csr_matrix((values, (rows, columns)), shape=(texts, len(known.keys)))


def known_among(known: Keys, keys: Keys) -> tuple[Keys, NDArray[np.bool_]]:
    """The place of each of *keys* among the *known* ones, and whether it is there."""
    if not len(known):
        return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
    places = np.searchsorted(known, keys).clip(0, len(known) - 1)
    return places, known[places] == keys


def _owners(texts: Sequence[str]) -> Keys:
    """Whose each character is."""
    return np.repeat(np.arange(len(texts)), [len(text) for text in texts])


def _points(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)


def _runs(numbers: Keys, owners: Keys, longest: int) -> "list[tuple[Keys, Keys]]":
    """The runs of one, two … characters as (keys, beginnings), each within a text and of known characters."""
    found = []
    keys, whole = numbers, numbers > 0
    for length in range(1, longest + 1):
        last = max(len(numbers) - length + 1, 0)
        if length > 1:
            behind = numbers[length - 1 :][:last]
            keys = (keys[:last] << _BITS) | behind
            whole = whole[:last] & (behind > 0) & (owners[:last] == owners[length - 1 :][:last])
        begins = np.flatnonzero(whole)
        found.append((keys[begins], begins))
    return found


def _kept(keys: Keys, found_in: Keys, most: int) -> tuple[Keys, Keys]:
    """Runs of at least two texts; where there are too many, those of most texts."""
    several = found_in >= 2
    keys, found_in = keys[several], found_in[several]
    if len(keys) > most:
        best = np.sort(np.argsort(-found_in, kind="stable")[:most])
        keys, found_in = keys[best], found_in[best]
    return keys, found_in
