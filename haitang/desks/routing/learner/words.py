"""Texts as weighted counts of words and pairs of words, as blanks and marks divide them.

A text that somebody cut into words says more by its words than by runs of characters; of a text that nobody
cut, whole phrases come out, of which few are seen twice. Each word is one whole number, as a run is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from haitang.desks.routing.learner.grams import (
    Counts,
    Keys,
    Places,
    counted,
    known_among,
    weighed,
    weights_of,
)

_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True)
class WordCounts:
    """Words and pairs that were seen in several texts, each with its weight; texts are words with blanks."""

    keys: Keys
    weights: NDArray[np.float32]
    reach: int

    @classmethod
    def learn(cls, texts: Sequence[str], *, reach: int, most: int) -> "WordCounts":
        """Those of *texts*; at most *most* of them, the commonest."""
        blank = none_known(reach)
        return cls(*weights_of(blank.counts(texts), len(texts), most), reach)

    def counts(self, texts: Sequence[str]) -> Counts:
        """Every word and pair in *texts*, known or not."""
        return counted(*_words_and_pairs([text[: self.reach].split() for text in texts]))

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """A row a text, a column a word or pair; every row of length one."""
        return weighed(self.counts(texts), self, len(texts))

    def places(self, texts: Sequence[str]) -> Places:
        """Where known words and pairs stand in *texts*, one after another."""
        said = [text[: self.reach].split() for text in texts]
        keys, rows = _words_and_pairs(said)
        lengths = np.array([len(word) for words in said for word in words], np.int64)
        starts = np.fromiter(_starts(texts, said), np.int64)
        first = np.flatnonzero(_next_to(rows[: len(lengths)]))
        starts = np.concatenate([starts, starts[first]])
        lengths = np.concatenate([lengths, lengths[first] + 1 + lengths[first + 1]])
        columns, known = known_among(self.keys, keys)
        return Places(columns[known], starts[known], lengths[known], rows[known])


def _words_and_pairs(said: Sequence[Sequence[str]]) -> tuple[Keys, Keys]:
    """The number of each word of several texts, then of each with the next; and whose it is."""
    numbers = np.fromiter((_number(word) for words in said for word in words), np.int64)
    rows = np.repeat(np.arange(len(said)), [len(words) for words in said])
    together = _next_to(rows)
    keys = np.concatenate([numbers, _pairs(numbers)[together]])
    return keys, np.concatenate([rows, rows[1:][together]])


def _next_to(rows: Keys) -> NDArray[np.bool_]:
    """Which words have another after them in their text; one fewer than there are words."""
    together: NDArray[np.bool_] = rows[1:] == rows[:-1]
    return together


def _starts(texts: Sequence[str], said: Sequence[Sequence[str]]) -> Iterator[int]:
    """Where each word begins in all texts one after another; words have one blank between them."""
    base = 0
    for text, words in zip(texts, said, strict=True):
        start = base
        for word in words:
            yield start
            start += len(word) + 1
        base += len(text)


def none_known(reach: int) -> WordCounts:
    """Before anything was learned."""
    return WordCounts(np.empty(0, np.int64), np.empty(0, np.float32), reach)


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little", signed=True)


def _pairs(numbers: Keys) -> Keys:
    """One number for each word with the next."""
    mixed = numbers[:-1].view(np.uint64) * _MIX + numbers[1:].view(np.uint64)
    pairs: Keys = mixed.view(np.int64)
    return pairs
