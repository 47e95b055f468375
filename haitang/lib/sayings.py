"""Which of the latest texts say what a new one says: held in memory, asked in a fraction of a millisecond.

The likeness is that of ``likeness.py``, its runs of characters folded into fewer columns, so that a thousand
texts take a megabyte and one question looks through them all. Imported where it is used: numpy is slow.
"""

from array import array
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from haitang.lib.likeness import (
    BITS,
    BODY_CHARACTERS,
    RARE_SHARE,
    TITLE_WEIGHT,
    WHOLE,
    Said,
    Weights,
    runs_in,
)

_BITS = 16
#: Runs held of each text: the rest of them weigh too little to be looked through.
_HELD = 160
Columns = npt.NDArray[np.uint16]


class Weighed(NamedTuple):
    """A title and a body by their runs: each column once, with its weight."""

    columns: Columns
    weights: Weights


class Sayings:
    """Texts by their keys, in the order they came; none is ever taken out, so its holder starts anew."""

    def __init__(self, texts: Sequence[tuple[int, Weighed]] = ()) -> None:
        self.keys: dict[int, None] = {}
        self._order = array("q")
        self._columns, self._weights = array("H"), array("f")
        self._starts, self._lengths = array("q"), array("f")
        self._held_by = np.zeros(1 << _BITS, dtype=np.int32)
        for _, said in texts:
            self._held_by[said.columns] += 1
        for key, said in texts:
            self._keep(key, *said)

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, key: int, said: Weighed) -> None:
        """Hold one more."""
        self._held_by[said.columns] += 1
        self._keep(key, *said)

    def like(self, said: Weighed, *, least: float, but: int, most: int) -> list[tuple[int, float]]:
        """Those at least so like *said*, but for one key: the most alike first, each with its likeness."""
        columns, weights = said
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


def weighed(texts: Sequence[Said]) -> list[Weighed]:
    """Titles and bodies by their runs; many at once cost little more than one."""
    count = len(texts)
    # Titles and bodies by turns: the odd ones are bodies.
    parts, runs = runs_in([part for title, body in texts for part in (title, _body(body))])
    in_body, columns = (parts & 1).astype(bool), runs >> (BITS - _BITS)
    # Each column once a text: the text's place stands before the column in one number.
    owners = (parts >> 1).astype(np.int64)
    found, places = np.unique((owners << _BITS) | columns, return_inverse=True)
    said_in = [np.bincount(places[which], minlength=len(found)) for which in (~in_body, in_body)]
    weights = TITLE_WEIGHT * (said_in[0] > 0) + (said_in[1] > 0) + np.log(np.maximum(said_in[1], 1))
    ends = np.searchsorted(found, np.arange(1, count) << _BITS)
    kept = np.split(found.astype(np.uint16), ends), np.split(weights.astype(np.float32), ends)
    return [Weighed(*one) for one in zip(*kept, strict=True)][:count]


def _body(body: str) -> str:
    return body.strip()[:BODY_CHARACTERS]
