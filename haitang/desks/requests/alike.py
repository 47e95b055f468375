"""Who said the same of the same place lately, or close by: for the newcomer, and for the clerk who gathers.

People are counted and never named. What another wrote is not shown to the newcomer, neither now nor once
he has joined: of the matter he goes with he reads how far it is and what staff wrote for everyone. What is
offered to be taken on, such as a wish, is each person's own and joined by nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from haitang.desks.requests.around import WINDOW_DAYS, held
from haitang.kernel.matters.api import GATHERS, Waiting, first_seen, free_to_gather, goes_with_others, waiting
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor
from haitang.lib.clock import today
from haitang.lib.gathering import Gathering

#: From this likeness on two texts speak of one thing: at one place, and at two of one neighbourhood.
NEAR, NEAR_ELSEWHERE = 0.2, 0.35
#: What was said elsewhere, or at the window's other end, counts for so much less.
ELSEWHERE, LONG_AGO = 0.7, 0.7
#: So many alike are looked at.
MOST = 100


class Issue(NamedTuple):
    """A matter that says the same, with those that go with it: how many people, since when, and how near."""

    head: int
    people: int
    since: date
    weight: float


class Around(NamedTuple):
    """The open matters around one that say the same, by how alike, near and late; and all they go with."""

    weights: dict[int, float]
    everyone: list[Waiting]


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


def neighbours(matter: Matter, *, revision: int | None = None) -> Neighbours | None:
    """Who said here or close by what *matter* says, and is still waiting; None where nobody did.

    Whoever goes with one of them already is of them, however he put it. Who knows the region's *revision*
    saves the look for its playbook.
    """
    weights, everyone = looked_around(matter)
    if not everyone or not goes_with_others(matter, revision=revision):
        return None
    by_head: defaultdict[int, list[Waiting]] = defaultdict(list)
    for one in everyone:
        by_head[one.head].append(one)
    issues = [_issue(head, those, weights) for head, those in by_head.items()]
    return Neighbours(
        people=_people(everyone),
        here=_people([one for one in everyone if one.unit == matter.unit_id]),
        since=min(one.opened_on for one in everyone),
        issues=tuple(sorted(issues, key=lambda issue: (-issue.weight, issue.head))),
    )


def people_alike(matter: Matter) -> int:
    """How many said the same and wait, for those who come by letter; none for what is over or joined."""
    found = None if matter.closed_at or matter.gathered_under_id else neighbours(matter)
    return found.people if found else 0


def to_gather(matter: Matter, *, actor: Actor) -> list[Matter]:
    """Those alike that *actor* may gather under *matter* with one move; none where it takes no more."""
    if matter.closed_at or matter.gathered_under_id or not GATHERS.allows(actor, matter):
        return []
    weights = looked_around(matter).weights if goes_with_others(matter) else {}
    return sorted(free_to_gather(weights, actor), key=lambda one: -weights[one.pk])


def seen_of(found: Neighbours, *, actor: Actor, most: int) -> list[tuple[Matter, Issue]]:
    """The first of those issues that *actor* may see."""
    first = {issue.head: issue for issue in found.issues[: 4 * most]}
    return [(head, first[head.pk]) for head in first_seen(list(first), actor, most=most)]


def looked_around(matter: Matter) -> Around:
    """What is around *matter*; whoever comes while others look is looked for with the next."""
    return all_around([matter])[0] if connection.in_atomic_block else _LOOKING.write(matter)


def all_around(matters: Sequence[Matter]) -> list[Around]:
    """What is around each of *matters*, with as few questions as for one."""
    likeness = _likeness(matters)
    asked = {key for alike in likeness for key in alike}
    rows = waiting(asked)
    if beyond := {row.under for row in rows if row.under} - asked:
        # Heads that say something else themselves, or were found by nobody here.
        rows = [*rows, *(row for row in waiting(beyond) if row.pk not in asked)]
    found = _Found(rows)
    return [found.around(*one) for one in zip(matters, likeness, strict=True)]


def _likeness(matters: Sequence[Matter]) -> list[dict[int, float]]:
    """For each of *matters* those that say the same, open or not."""
    found: dict[int, dict[int, float]] = {}
    by_kind: defaultdict[tuple[int, int], list[Matter]] = defaultdict(list)
    for matter in matters:
        by_kind[matter.region_id, matter.kind_id].append(matter)
    for kind, those in by_kind.items():
        alike = held(*kind).like(those, least=NEAR, most=MOST)
        found |= {id(matter): dict(its) for matter, its in zip(those, alike, strict=True)}
    return [found[id(matter)] for matter in matters]


_LOOKING: Gathering[Matter, Around] = Gathering(
    lambda take: all_around(take()), lambda matter: all_around([matter])[0]
)


class _Found:
    """What still waits of all that was asked for, and what goes with it."""

    def __init__(self, rows: Sequence[Waiting]) -> None:
        self.open = {row.pk: row for row in rows if row.is_open}
        self.under: defaultdict[int, list[Waiting]] = defaultdict(list)
        for row in rows:
            if row.under:
                self.under[row.under].append(row)

    def around(self, matter: Matter, likeness: dict[int, float]) -> Around:
        """Those of *likeness* that wait, and all that goes with what they go with."""
        weight = _weigher(matter)
        alike = [self.open[pk] for pk in likeness if pk in self.open]
        weights = {one.pk: weight(one, likeness[one.pk]) for one in alike if one.head != matter.pk}
        weights = {pk: its for pk, its in weights.items() if its}
        heads = {self.open[pk].head for pk in weights}
        every = {pk: self.open[pk] for pk in (*weights, *(heads & self.open.keys()))}
        every |= {one.pk: one for head in heads & self.under.keys() for one in self.under[head]}
        every.pop(matter.pk, None)
        return Around(weights, list(every.values()))


def _weigher(matter: Matter) -> Callable[[Waiting, float], float]:
    """How alike one is, near *matter* and late; 0 where it is not alike enough for so far away."""
    day, here = today(), matter.unit_id

    def weigh(one: Waiting, likeness: float) -> float:
        age = min(max((day - one.opened_on).days / WINDOW_DAYS, 0), 1)
        late = likeness * (1 - age * (1 - LONG_AGO))
        if one.unit == here:
            return late
        return late * ELSEWHERE if likeness >= NEAR_ELSEWHERE else 0.0

    return weigh


def _issue(head: int, those: Sequence[Waiting], weights: dict[int, float]) -> Issue:
    if len(those) == 1:
        return Issue(head, 1, those[0].opened_on, weights.get(those[0].pk, 0.0))
    weight = sum(weights.get(one.pk, 0.0) for one in those)
    return Issue(head, _people(those), min(one.opened_on for one in those), weight)


def _people(those: Sequence[Waiting]) -> int:
    return len({one.person for one in those})
