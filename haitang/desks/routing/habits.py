"""Who usually has what where: counts of units by category and place, with back-off to the more general.

A unit above the place is remembered by its kind ("the town it lies in"), any other by itself, so that what
one village taught serves the next.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: How many dispatches the more general habit weighs beside those of the narrower one.
_PRIOR = 2.0


class Standing(NamedTuple):
    """Where something happened: the ids of the units above and the place itself by their kinds."""

    by_kind: Mapping[str, int]
    #: The unit whose villages have habits in common.
    town: int


class StandingDispatch(NamedTuple):
    """One dispatch that stood: the category with those above it, the place, the unit in the end."""

    category: Sequence[str]
    where: Standing
    unit: int


@dataclass
class Habits:
    """Counts by scope: everywhere, each category and those above it, each category in each town."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    #: What was reckoned for a category in a town: of those that come at once, many ask the same.
    _reckoned: dict[str, dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    def add(self, case: StandingDispatch, times: int = 1) -> None:
        """Remember a dispatch; ``-1`` forgets it again."""
        name = _name(case.unit, case.where)
        self._reckoned.clear()
        for scope in _scopes(case.category, case.where):
            self.counts.setdefault(scope, Counter())[name] += times

    def chances(self, category: Sequence[str], where: Standing) -> dict[int, float]:
        """The chance of each unit for *category* at a place; empty where nothing is known."""
        found: dict[int, float] = {}
        for name, chance in self._named(_scopes(category, where)).items():
            unit = _unit(name, where)
            if unit:
                found[unit] = found.get(unit, 0.0) + chance
        return found

    def _named(self, scopes: Sequence[str]) -> Mapping[str, float]:
        """The chance of each name in the last of *scopes*, which the others lead to."""
        if scopes[-1] not in self._reckoned:
            named: dict[str, float] = {}
            for scope in scopes:
                named = self._narrowed(scope, named)
            self._reckoned[scopes[-1]] = named
        return self._reckoned[scopes[-1]]

    def _narrowed(self, scope: str, wider: Mapping[str, float]) -> dict[str, float]:
        here = {name: times for name, times in self.counts.get(scope, {}).items() if times > 0}
        total = sum(here.values())
        if not total:
            return dict(wider)
        prior = _PRIOR if wider else 0.0
        names = {**wider, **here}
        return {name: (here.get(name, 0) + prior * wider.get(name, 0.0)) / (total + prior) for name in names}

    def dump(self) -> dict[str, dict[str, int]]:
        """As JSON holds it."""
        return {scope: dict(counts) for scope, counts in self.counts.items()}


def load_habits(kept: Mapping[str, Mapping[str, int]]) -> Habits:
    """What :meth:`Habits.dump` kept."""
    return Habits({scope: Counter(counts) for scope, counts in kept.items()})


def habits_of(cases: Iterable[StandingDispatch]) -> Habits:
    """The habits that *cases* show."""
    found = Habits()
    for case in cases:
        found.add(case)
    return found


def _scopes(category: Sequence[str], where: Standing) -> list[str]:
    """From the most general to the narrowest."""
    steps = [".".join(category[: length + 1]) for length in range(len(category))]
    return ["", *steps, *([f"{steps[-1]}@{where.town}"] if steps else [])]


def _name(unit: int, where: Standing) -> str:
    kinds = [kind for kind, above in where.by_kind.items() if above == unit]
    return f"^{kinds[0]}" if kinds else str(unit)


def _unit(name: str, where: Standing) -> int:
    return where.by_kind.get(name[1:], 0) if name.startswith("^") else int(name)
