"""What stands beside a matter: who works on it, how alike ones went, what it counts toward."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from haitang.kernel.ledger.api import standing_entries
from haitang.kernel.matters.api import Kind, StepView, rated_like
from haitang.kernel.matters.models import Matter
from haitang.kernel.measures.api import Measure, MeasuresSection, Not
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.lib.text import Text, some
from haitang.ui.words import both, say

ALIKE = 3


@dataclass(frozen=True)
class Hand:
    """Somebody who works on it: 承办 (owns it), 会办 (was asked to join), 代办 (went to see)."""

    part: str
    who: str
    line: str = ""
    standing: str = ""
    tone: str = "grey"


@dataclass(frozen=True)
class Alike:
    """A closed matter of the same category."""

    url: str
    title: str
    line: str
    rating: str
    tone: str


def hands(matter: Matter, kind: Kind, steps: Sequence[StepView]) -> list[Hand]:
    """Who works on it."""
    return [_owner(matter, kind), *_joined(matter, steps), *_agents(kind, steps)]


def alike(matter: Matter, actor: Actor) -> list[Alike]:
    """The last rated ones of its category that *actor* may see."""
    if matter.category_id is None:
        return []
    return [_alike(one) for one in rated_like(matter, actor, most=ALIKE)]


def counts_toward(matter: Matter, kind: Kind) -> list[Text]:
    """The measures over every matter of this kind, and those over the entries that it wrote so far.

    Not what some other way through the flow would have written, nor what only people are counted by where the
    house acted: nobody reads here that a dispatch was wrong which was not.
    """
    entries = standing_entries(SYSTEM(matter.region_id)).filter(matter=matter.uuid)
    written = set(entries.values_list("kind__key", "channel"))
    measures = kind.house.section(MeasuresSection).measures.values()
    return [
        one.label
        for one in measures
        if (one.source == "matters" and dict(one.where) == {"kind": kind.key})
        or (one.source == "entries" and any(_counted(one, *entry) for entry in written))
    ]


def _counted(measure: Measure, kind: str, channel: str) -> bool:
    """Whether *measure* speaks of entries of this kind and channel."""
    where = measure.where
    return "kind" in where and _meets(where["kind"], kind) and _meets(where.get("channel", channel), channel)


def _meets(sought: object, found: str) -> bool:
    """Whether *found* is what a condition asks for: a value, a list of them, or none of them."""
    if isinstance(sought, Not):
        return not _meets(sought.not_, found)
    return found in sought if isinstance(sought, tuple) else found == sought


def _owner(matter: Matter, kind: Kind) -> Hand:
    state = kind.state(matter.state.key)
    who = both("居民", "the resident") if state.owner == "resident" else matter.owner.name
    line = matter.assignee.name if matter.assignee else ""
    if state.owner == "resident":
        line = both(f"承办 {matter.owner.name}", f"handled by {matter.owner.name}")
    return Hand(
        both("办结于", "closed at") if matter.closed_at else both("承办", "With"),
        matter.owner.name if matter.closed_at else who,
        line,
        say(state.label),
        "green" if matter.closed_at else "amber",
    )


def _joined(matter: Matter, steps: Sequence[StepView]) -> list[Hand]:
    replied = {step.unit for step in steps if step.kind == "commented"}
    return [
        Hand(
            both("会办", "Joined by"),
            one.unit.name,
            standing=both("已回复", "replied")
            if one.unit.name in replied
            else both("待回复", "no reply yet"),
            tone="green" if one.unit.name in replied else "grey",
        )
        for one in matter.handlers.all()
        if one.until is None
    ]


def _agents(kind: Kind, steps: Sequence[StepView]) -> list[Hand]:
    """Those who did something on the spot: moves that change nothing but write a deed."""
    moves = kind.spec.flow.moves
    deeds = {key for key, move in moves.items() if move.to == "stays" and move.writes}
    went = Counter((step.actor, say(step.role)) for step in steps if step.move in deeds and step.actor)
    return [
        Hand(
            both("代办", "Agent"),
            who,
            role,
            both(f"已到场 {times} 次", f"went {times}×"),
            "green",
        )
        for (who, role), times in went.items()
    ]


def _alike(one: Matter) -> Alike:
    assert one.closed_at is not None
    assert one.rating is not None
    days = (one.closed_at - one.opened_at).days
    return Alike(
        url=reverse("matters:matter", args=[one.number]),
        title=one.title,
        line=both(f"{one.number} · {days} 天办结", f"{one.number} · {some(days, 'day')}"),
        rating=both(f"{one.rating} 分", f"{one.rating}/5"),
        tone="green" if one.rating >= 4 else "amber",
    )
