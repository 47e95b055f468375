"""From matters that were dispatched to a model and habits, with honest figures of both.

Every figure comes from answers to matters not seen: the learner's by folds, the habits' by leaving each out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp, log
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from haitang.desks.routing.habits import Habits, Standing, StandingDispatch, habits_of
from haitang.desks.routing.learner.model import Message, Model
from haitang.desks.routing.learner.scores import confusion, score
from haitang.desks.routing.learner.training import FEWEST, Learned, learn

#: Fewer matters than these are chance, not habit.
ENOUGH = 40
_EDGE = 1e-4
_MOST_THOUGHT_OF = 5


@dataclass(frozen=True)
class Example:
    """A matter as it teaches: what was said, what it was about, where, and who had it in the end."""

    message: Message
    category: tuple[str, ...]
    where: Standing
    unit: int | None

    @property
    def label(self) -> str:
        """The category as one word."""
        return ".".join(self.category)


@dataclass(frozen=True)
class Trust:
    """How a chance of a unit is made honest: a line through the odds, learnt from matters left out."""

    slope: float = 1.0
    offset: float = 0.0

    def honest(self, chance: float) -> float:
        """The chance as it came true; never more than was thought: easy matters vouch for no others."""
        inside = min(max(chance, _EDGE), 1 - _EDGE)
        return min(chance, 1 / (1 + exp(-(self.slope * log(inside / (1 - inside)) + self.offset))))


@dataclass(frozen=True)
class Knowledge:
    """All that a version holds."""

    model: Model
    habits: Habits
    trust: Trust

    def units(self, chances: Sequence[float], where: Standing) -> list[tuple[int, float]]:
        """Units with their honest chances, for a matter whose categories have *chances*, likeliest first."""
        found = _mixed(self.habits, self.model.labels, chances, where)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_MOST_THOUGHT_OF]
        return [(unit, self.trust.honest(chance)) for unit, chance in best]


@dataclass(frozen=True)
class Lesson:
    """What came of learning."""

    knowledge: Knowledge
    matters: int
    figures: dict[str, Any]  # reason: numbers and a matrix, kept as JSON


def lesson(examples: Sequence[Example]) -> Lesson:
    """Learn from *examples*; raises ValueError where they are too few."""
    common = {label for label, times in Counter(one.label for one in examples).items() if times >= FEWEST}
    known = [one for one in examples if one.label in common]
    if len(known) < ENOUGH or len(common) < 2:
        raise ValueError("too few matters to learn from")
    learned = learn([one.message for one in known], [one.label for one in known])
    habits = habits_of(_case(one, one.unit) for one in known if one.unit)
    guesses = _left_out(learned, habits, known)
    trust = _trust(guesses)
    distinct = len({(one.message.title.strip(), one.message.body.strip()) for one in known})
    figures = {"distinct": distinct, **_figures(learned), **_unit_figures(guesses, trust)}
    return Lesson(Knowledge(learned.model, habits, trust), len(known), figures)


def _case(example: Example, unit: int) -> StandingDispatch:
    return StandingDispatch(example.category, example.where, unit)


def _left_out(learned: Learned, habits: Habits, known: Sequence[Example]) -> list[tuple[float, bool]]:
    """The chance of the likeliest unit of each matter and whether it was right, that matter left out."""
    found = []
    for one, chances in zip(known, learned.held_out, strict=True):
        if not one.unit:
            continue
        habits.add(_case(one, one.unit), -1)
        units = _mixed(habits, learned.model.labels, chances.tolist(), one.where)
        habits.add(_case(one, one.unit))
        if units:
            best = max(units, key=lambda unit: units[unit])
            found.append((units[best], best == one.unit))
    return found


def _mixed(
    habits: Habits, labels: Sequence[str], chances: Sequence[float], where: Standing
) -> dict[int, float]:
    """Each category's habits, by how likely the category is."""
    found: dict[int, float] = {}
    for label, likely in zip(labels, chances, strict=True):
        if likely < 0.01:
            continue
        for unit, chance in habits.chances(label.split("."), where).items():
            found[unit] = found.get(unit, 0.0) + likely * chance
    return found


def _trust(guesses: Sequence[tuple[float, bool]]) -> Trust:
    """The line that makes chances honest, leaning on the chances themselves where little was seen."""
    supposed = [place / 20 for place in range(1, 20)]
    chances = [chance for chance, _ in guesses] + supposed + supposed
    right = [hit for _, hit in guesses] + [True] * len(supposed) + [False] * len(supposed)
    weights = [1.0] * len(guesses) + [*supposed, *(1 - chance for chance in supposed)]
    inside = np.clip(np.array(chances), _EDGE, 1 - _EDGE)
    odds = np.log(inside / (1 - inside)).reshape(-1, 1)
    line = LogisticRegression(C=100.0).fit(odds, right, sample_weight=weights)
    return Trust(max(float(line.coef_[0][0]), 0.1), float(line.intercept_[0]))


def _figures(learned: Learned) -> dict[str, Any]:  # reason: as in Lesson
    said = learned.held_out.argmax(axis=1)
    sure = learned.held_out.max(axis=1) >= learned.sure_above
    labels = learned.model.labels
    return {
        **asdict(score(learned.held_out, learned.truth, sure=sure)),
        "sure_above": learned.sure_above,
        "names": list(labels),
        "confusion": confusion(said, learned.truth, labels=len(labels)).tolist(),
    }


def _unit_figures(guesses: Sequence[tuple[float, bool]], trust: Trust) -> dict[str, float]:
    right = [hit for _, hit in guesses]
    sure = [hit for chance, hit in guesses if trust.honest(chance) >= 0.98]
    return {
        "units_matters": len(right),
        "units_accuracy": sum(right) / len(right) if right else 0.0,
        "units_sure": len(sure) / len(right) if right else 0.0,
        "units_sure_right": sum(sure) / len(sure) if sure else 1.0,
    }
