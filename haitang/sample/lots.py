"""Drawing lots so that the same seed always grows the same county, and printed sums come out exactly."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import cycle
from typing import TypeVar

from haitang.sample.declare import Drawn

T = TypeVar("T")
Lots = random.Random

#: People rest at weekends, though not all of them.
WEEKEND_WEIGHT = 0.4


def lots(seed: int, topic: str) -> Lots:
    """A source of lots for one topic: another topic's lots do not move when this one draws more."""
    return random.Random(f"{seed}:{topic}")  # noqa: S311 -- an invented county must be reproducible, not secret


def weighted(among: Mapping[str, int], lot: Lots) -> str:
    """One key, by weight."""
    return lot.choices(list(among), weights=list(among.values()))[0]


def split(total: int, parts: int, lot: Lots) -> list[int]:
    """*parts* whole numbers near one another that add up to *total*."""
    share, rest = divmod(total, parts)
    numbers = [share + (place < rest) for place in range(parts)]
    for place in range(0, parts - 1, 2):
        shift = lot.randint(0, min(numbers[place + 1], share // 3)) if share else 0
        numbers[place] += shift
        numbers[place + 1] -= shift
    return numbers


def per_day(count: int, since: date, until: date) -> dict[date, int]:
    """How many of *count* fall on each day; fewer at weekends, and exactly *count* in all."""
    days = [since + timedelta(days=number) for number in range((until - since).days)]
    weights = [WEEKEND_WEIGHT if day.weekday() > 4 else 1.0 for day in days]
    whole, spread, given, reached = sum(weights), {}, 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        reached += weight
        due = round(count * reached / whole)
        spread[day], given = due - given, due
    return spread


def spread_over(items: Sequence[T], count: int) -> list[T]:
    """*count* of *items* at even distances; each once before any twice."""
    if not items:
        return []
    rounds, rest = divmod(count, len(items))
    return [*items] * rounds + [items[place * len(items) // rest] for place in range(rest)]


def values(drawn: Drawn, count: int, lot: Lots) -> Iterator[object]:
    """*count* values as *drawn* says."""
    if drawn.total is not None:
        return iter(split(drawn.total, count, lot))
    if drawn.cycle is not None:
        turning = cycle(drawn.cycle)
        return (next(turning) for _ in range(count))
    if drawn.weights is not None:
        return iter(lot.choices(list(drawn.weights), weights=list(drawn.weights.values()), k=count))
    if drawn.chance is not None:
        return (lot.random() < drawn.chance for _ in range(count))
    if drawn.one_of is not None:
        return iter(lot.choices(drawn.one_of, k=count))
    low, high = drawn.between or (1, 1)
    return (lot.randint(low, high) for _ in range(count))
