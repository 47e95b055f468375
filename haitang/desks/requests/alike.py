"""Who said the same of the same place lately, or close by: for the newcomer, and for the clerk who gathers.

People are counted and never named. What another wrote is not shown to the newcomer, neither now nor once
he has joined: of the matter he goes with he reads how far it is and what staff wrote for everyone. What is
offered to be taken on, such as a wish, is each person's own and joined by nobody.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from haitang.desks.requests.around import WINDOW_DAYS, held
from haitang.kernel.matters.api import (
    GATHERS,
    Waiting,
    free_to_gather,
    goes_with_others,
    matters_seen,
    waiting,
    waiting_under,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor
from haitang.lib.clock import today

#: From this likeness on two texts speak of one thing: at one place, and at two of one neighbourhood.
NEAR, NEAR_ELSEWHERE = 0.2, 0.35
#: What was said elsewhere, or at the window's other end, counts for so much less.
ELSEWHERE, LONG_AGO = 0.7, 0.7
#: So many alike are looked at.
MOST = 100


@dataclass(frozen=True)
class One:
    """An open matter that says the same; ``head`` is the one it goes with, or itself."""

    pk: int
    head: int
    unit: int
    person: str
    opened_on: date


@dataclass(frozen=True)
class Issue:
    """A matter that says the same, with those that go with it: how many people, since when, and how near."""

    head: int
    people: int
    since: date
    weight: float


@dataclass(frozen=True)
class Neighbours:
    """Those who said the same before: how many people, how many of them at the place itself, since when.

    ``issues`` are what they go with, the nearest first; ``head`` is the first of them.
    """

    people: int
    here: int
    since: date
    issues: tuple[Issue, ...]

    @property
    def head(self) -> int:
        """The matter that a newcomer would go with."""
        return self.issues[0].head


def neighbours(matter: Matter) -> Neighbours | None:
    """Who said here or close by what *matter* says, and is still waiting; None where nobody did.

    Whoever goes with one of them already is of them, however he put it.
    """
    found = _found(matter)
    if not found or not goes_with_others(matter):
        return None
    weights = {one.pk: weight for one, weight in found}
    by_head: defaultdict[int, list[One]] = defaultdict(list)
    for one in _with_their_heads(matter, [one for one, _ in found]):
        by_head[one.head].append(one)
    everyone = [one for those in by_head.values() for one in those]
    issues = (_issue(head, those, weights) for head, those in by_head.items())
    return Neighbours(
        people=_people(everyone),
        here=_people([one for one in everyone if one.unit == matter.unit_id]),
        since=min(one.opened_on for one in everyone),
        issues=tuple(sorted(issues, key=lambda issue: (-issue.weight, issue.head))),
    )


def to_gather(matter: Matter, *, actor: Actor) -> list[Matter]:
    """Those alike that *actor* may gather under *matter* with one move; none where it takes no more."""
    if matter.closed_at or matter.gathered_under_id or not GATHERS.allows(actor, matter):
        return []
    found = _found(matter) if goes_with_others(matter) else []
    weights = {one.pk: weight for one, weight in found}
    return sorted(free_to_gather(weights, actor), key=lambda one: -weights[one.pk])


def seen_of(found: Neighbours, *, actor: Actor, most: int) -> list[tuple[Matter, Issue]]:
    """The first of those issues that *actor* may see."""
    first = {issue.head: issue for issue in found.issues[: 4 * most]}
    seen = matters_seen(first, actor)
    return [(seen[head], issue) for head, issue in first.items() if head in seen][:most]


def _found(matter: Matter) -> list[tuple[One, float]]:
    """The open matters around that say the same, with how alike, near and late each is."""
    likeness = dict(held(matter.region_id, matter.kind_id).like(matter, least=NEAR, most=MOST))
    open_now = map(_one, waiting(likeness))
    found = [(one, _weight(matter, likeness[one.pk], one)) for one in open_now if one.head != matter.pk]
    return [(one, weight) for one, weight in found if weight]


def _weight(matter: Matter, likeness: float, one: One) -> float:
    age = min(max((today() - one.opened_on).days / WINDOW_DAYS, 0), 1)
    late = likeness * (1 - age * (1 - LONG_AGO))
    if one.unit == matter.unit_id:
        return late
    return late * ELSEWHERE if likeness >= NEAR_ELSEWHERE else 0.0


def _with_their_heads(matter: Matter, found: Sequence[One]) -> list[One]:
    """Those alike, what they go with, and all that goes with either."""
    every = {one.pk: one for one in found}
    heads = {one.head for one in found}
    others = map(_one, [*waiting_under(heads), *waiting(heads - every.keys())])
    return list((every | {one.pk: one for one in others if one.pk != matter.pk}).values())


def _one(row: Waiting) -> One:
    person = row.phone or (f"person {row.opened_by}" if row.opened_by else f"matter {row.pk}")
    return One(row.pk, row.under or row.pk, row.unit, person, row.opened_on)


def _issue(head: int, those: Sequence[One], weights: dict[int, float]) -> Issue:
    weight = sum(weights.get(one.pk, 0.0) for one in those)
    return Issue(head, _people(those), min(one.opened_on for one in those), weight)


def _people(those: Sequence[One]) -> int:
    return len({one.person for one in those})
