"""Whether answers are too alike to be people's own: how likely chance alone would make them so."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log


@dataclass(frozen=True)
class Alike:
    """The commonest answer of a group: how often it came, of how many, and how often it comes elsewhere.

    ``chance``: how likely so many or more of them would be, if the group answered as people elsewhere do.
    """

    answer: int
    times: int
    of: int
    elsewhere: float
    chance: float


def most_alike(answers: Sequence[int], others: Sequence[int], *, kinds: int) -> Alike:
    """The commonest of *answers* beside *others*; each of the *kinds* of answer is granted one unseen.

    Of answers equally common the likeliest speaks for the group: the order they came in says nothing.
    """
    counted, there = Counter(answers), Counter(others)
    times = max(counted.values())
    commonest = sorted(answer for answer, often in counted.items() if often == times)
    answer = max(commonest, key=lambda one: there[one])
    elsewhere = (there[answer] + 1) / (len(others) + kinds)
    return Alike(answer, times, len(answers), elsewhere, at_least(times, len(answers), elsewhere))


def at_least(times: int, of: int, part: float) -> float:
    """The chance of *times* or more in *of* tries, each coming out so with the chance *part*."""
    if times <= 0 or part >= 1:
        return 1.0
    return min(1.0, sum(_exactly(number, of, part) for number in range(times, of + 1)))


def _exactly(times: int, of: int, part: float) -> float:
    ways = lgamma(of + 1) - lgamma(times + 1) - lgamma(of - times + 1)
    return exp(ways + times * log(part) + (of - times) * log(1 - part))


def closest_together(instants: Sequence[datetime], within: timedelta) -> int:
    """The most of *instants* that lie within one stretch of that length."""
    ordered = sorted(instants)
    return max((bisect_right(ordered, one + within) - place for place, one in enumerate(ordered)), default=0)
