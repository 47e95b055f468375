"""Which of the latest texts say what a new one says: held in memory, asked in a fraction of a millisecond.

The likeness is that of ``likeness.py``, its runs of characters folded into fewer columns, so that a thousand
texts take a megabyte and one question looks through them all. Imported where it is used: numpy is slow.
"""

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from haitang.lib.likeness import (
    BITS,
    BODY_CHARACTERS,
    RARE_SHARE,
    RUNS,
    TITLE_WEIGHT,
    WHOLE,
    Said,
    Weights,
    in_words,
    runs_of_length,
)

_BITS = 16
#: Runs held of each text: the rest of them weigh too little to be looked through.
_HELD = 160
Columns = npt.NDArray[np.uint16]


class Sayings:
    """Texts by their keys, in the order they came; none is ever taken out, so its holder starts anew."""

    def __init__(self, texts: Sequence[tuple[int, Said]] = ()) -> None:
        self.keys: dict[int, None] = {}
        self._order = array("q")
        self._columns, self._weights = array("H"), array("f")
        self._starts, self._lengths = array("q"), array("f")
        self._held_by = np.zeros(1 << _BITS, dtype=np.int32)
        weighed = [(key, *_weighed(said)) for key, said in texts]
        for _, columns, _ in weighed:
            self._held_by[columns] += 1
        for one in weighed:
            self._keep(*one)

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, key: int, said: Said) -> None:
        """Hold one more."""
        columns, weights = _weighed(said)
        self._held_by[columns] += 1
        self._keep(key, columns, weights)

    def like(self, said: Said, *, least: float, but: int, most: int) -> list[tuple[int, float]]:
        """Those at least so like *said*, but for one key: the most alike first, each with its likeness."""
        columns, weights = _weighed(said)
        if not self._order or not len(columns):
            return []
        rarity = self._rarity(columns)
        length = float(np.linalg.norm(weights * rarity))
        likeness = self._products(columns, weights * rarity) / (length * _seen(self._lengths, "f4"))
        near = np.flatnonzero(likeness >= least)
        first = near[np.argsort(-likeness[near], kind="stable")][: most + 1]
        found = [(self._order[place], float(likeness[place])) for place in first]
        return [one for one in found if one[0] != but][:most]

    def _keep(self, key: int, columns: Columns, weights: Weights) -> None:
        """Hold the heaviest runs of a text; its length is that of all of them."""
        self.keys[key] = None
        if not len(columns):
            return
        heavy = weights * self._rarity(columns)
        self._order.append(key)
        self._starts.append(len(self._columns))
        self._lengths.append(float(np.linalg.norm(heavy)))
        if len(heavy) > _HELD:
            kept = np.argpartition(heavy, -_HELD)[-_HELD:]
            columns, heavy = columns[kept], heavy[kept]
        self._columns.frombytes(columns.tobytes())
        self._weights.frombytes(heavy.tobytes())

    def _products(self, columns: Columns, weights: Weights) -> Weights:
        """What each text held shares with a text of these *columns* and *weights*."""
        asked = np.zeros(1 << _BITS, dtype=np.float32)
        asked[columns] = weights
        shared = asked[_seen(self._columns, "u2")]
        shared *= _seen(self._weights, "f4")
        summed: Weights = np.add.reduceat(shared, _seen(self._starts, "i8"))
        return summed

    def _rarity(self, columns: Columns) -> Weights:
        """The weight of runs by the number of texts that have them; few texts are taken for some of many."""
        whole = max(len(self.keys), WHOLE)
        held_by = np.maximum(self._held_by[columns], RARE_SHARE * whole)
        return np.log(1 + whole / held_by).astype(np.float32)


def _seen(values: "array[Any]", kind: str) -> npt.NDArray[Any]:  # reason: arrays of several types
    """*values* as numpy sees them, not copied; gone before they grow again."""
    return np.frombuffer(values, dtype=kind)


@lru_cache(maxsize=1024)
def _weighed(said: Said) -> tuple[Columns, Weights]:
    """The columns of a title and a body, each once, with their weights; a text is asked for, then held."""
    title, body = _columns(said[0]), _columns(said[1].strip()[:BODY_CHARACTERS])
    columns, places = np.unique(np.concatenate([title, body]), return_inverse=True)
    in_title = np.bincount(places[: len(title)], minlength=len(columns))
    in_body = np.bincount(places[len(title) :], minlength=len(columns))
    weights = TITLE_WEIGHT * (in_title > 0) + (in_body > 0) + np.log(np.maximum(in_body, 1))
    return columns, weights.astype(np.float32)


def _columns(text: str) -> Columns:
    letters = np.frombuffer(text.lower().encode("utf-32-le", "replace"), dtype=np.uint32)
    word = in_words(letters)
    found = [runs_of_length(length, letters, word)[1] for length in RUNS]
    return (np.concatenate(found) >> (BITS - _BITS)).astype(np.uint16)
