"""How good answers are: accuracy, F1, whether chances mean what they say, how many are sure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PRECISION = 0.98
#: A threshold is chosen as if chance had favoured it as much as it does once in twenty times.
_CAUTION = 1.645
_BINS = 15
Chances = NDArray[np.floating]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """What came out of a trial; ``macro_f1`` is the mean over labels, ``ece`` the calibration error.

    ``coverage`` is the largest share of messages, surest first, of which 98 in 100 are right;
    ``sure_coverage`` and ``sure_precision`` are what the threshold gives that was learnt beforehand.
    """

    messages: int
    labels: int
    accuracy: float
    macro_f1: float
    ece: float
    coverage: float
    sure_coverage: float
    sure_precision: float


def score(chances: Chances, truth: Places, *, sure: NDArray[np.bool_]) -> Scores:
    """The scores of *chances* (a column a label) against the *truth*."""
    right, surest = chances.argmax(axis=1) == truth, chances.max(axis=1)
    return Scores(
        messages=len(truth),
        labels=len(np.unique(truth)),
        accuracy=float(right.mean()),
        macro_f1=_macro_f1(confusion(chances.argmax(axis=1), truth, labels=chances.shape[1])),
        ece=_calibration_error(surest, right),
        coverage=_coverage(surest, right),
        sure_coverage=float(sure.mean()),
        sure_precision=float(right[sure].mean()) if sure.any() else 1.0,
    )


def sure_above(chances: Chances, truth: Places) -> float:
    """The least chance above which 98 in 100 will be right, and not by luck alone; above 1 if there is none.

    Among many thresholds one always looks better than it is: so the lower bound of what it promises is taken
    (Wilson's), and where few messages were seen, nothing is sure.
    """
    right, surest = chances.argmax(axis=1) == truth, chances.max(axis=1)
    order = np.argsort(-surest, kind="stable")
    good = np.flatnonzero(_at_least(right[order]) >= PRECISION)
    return float(surest[order][good[-1]]) if len(good) else 1.01


def _at_least(right: NDArray[np.bool_]) -> Chances:
    """How many of the first one, two, three … are right at the least, as far as so many can tell."""
    seen, share = np.arange(1, len(right) + 1), _precisions(right)
    square = _CAUTION**2
    spread = _CAUTION * np.sqrt(share * (1 - share) / seen + square / (4 * seen**2))
    lowest: Chances = (share + square / (2 * seen) - spread) / (1 + square / seen)
    return lowest


def confusion(said: Places, truth: Places, *, labels: int) -> Places:
    """How often each label (a row) was called each label (a column)."""
    return np.bincount(truth * labels + said, minlength=labels * labels).reshape(labels, labels)


def _macro_f1(matrix: Places) -> float:
    hits, said, true = np.diag(matrix), matrix.sum(axis=0), matrix.sum(axis=1)
    there = said + true > 0
    return float((2 * hits[there] / (said[there] + true[there])).mean())


def _calibration_error(surest: Chances, right: NDArray[np.bool_]) -> float:
    bins = np.minimum((surest * _BINS).astype(int), _BINS - 1)
    inside = [bins == one for one in np.unique(bins)]
    return float(sum(abs(surest[one].mean() - right[one].mean()) * one.mean() for one in inside))


def _coverage(surest: Chances, right: NDArray[np.bool_]) -> float:
    order = np.argsort(-surest, kind="stable")
    good = np.flatnonzero(_precisions(right[order]) >= PRECISION)
    return float(good[-1] + 1) / len(right) if len(good) else 0.0


def _precisions(right: NDArray[np.bool_]) -> Chances:
    return np.cumsum(right) / np.arange(1, len(right) + 1)
