"""Any small world: units, posts, matters; and who may do what in it, told the plain way.

The oracle walks from parent to parent and looks at every post. It knows no path, no index, no rule of ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from haitang.kernel.matters.api import make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import (
    SYSTEM,
    Actor,
    actor_of,
    add_unit,
    appoint,
    enrol_person,
    open_account,
    root_of,
    tie,
    untie,
)
from haitang.kernel.registry.models import Person, Post, Region, Tie, Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict
from haitang.lib.ids import new_id

#: What each role may, as world.yaml says it too; `blind` moves without seeing, `idle` may nothing.
ROLES = {
    "clerk": ("matters.see", "matters.open", "matters.move", "matters.comment"),
    "handler": ("matters.see", "matters.move", "matters.comment"),
    "reader": ("matters.see",),
    "talker": ("matters.comment",),
    "blind": ("matters.move",),
    "mute": ("matters.see", "matters.comment"),
    "idle": (),
}
#: What each kind of tie gives at the unit it leads to; a friend is given nothing.
GIVES = {"agent": "handler", "watcher": "reader", "friend": None}
#: Each move: the states it leaves, the roles that may make it, whether it takes nothing from the owner.
MOVES = {
    "dispatch": (("received", "working"), ("clerk",), False),
    "recall": (("received", "working"), ("clerk", "mute"), False),
    "accept": (("received",), ("handler", "blind", "mute"), False),
    "look": (("received", "working"), ("handler", "clerk", "reader", "mute"), True),
    "invite": (("received", "working"), ("clerk",), True),
    "close": (("working",), ("handler", "resident"), False),
}
ENDS = {"dispatch": "received", "recall": "received", "accept": "working", "close": "closed"}
PLAYBOOK = (Path(__file__).parent / "world.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Plan:
    """A world to be: units by their parents, posts, matters (place, owner, guests, assignee), moves, ties."""

    parents: list[int]
    posts: list[tuple[int, str, int, int, int]]
    matters: list[tuple[int, int | None, list[int], int | None]]
    moves: list[tuple[int, int, str, int]]
    ties: list[tuple[int, str, int, int, int]] = field(default_factory=list)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any small world, and what some try to do in it."""
    parents = [draw(st.integers(0, number)) for number in range(draw(st.integers(2, 5)))]
    unit, person = st.integers(0, len(parents)), st.integers(0, 2)
    post = st.tuples(person, st.sampled_from(sorted(ROLES)), unit, st.integers(-2, 1), st.integers(1, 3))
    tied = st.tuples(person, st.sampled_from(sorted(GIVES)), unit, st.integers(-2, 1), st.integers(1, 3))
    guests = st.lists(unit, max_size=1)
    matter = st.tuples(unit, st.none() | unit, guests, st.none() | person)
    matters = draw(st.lists(matter, min_size=1, max_size=3))
    move = st.tuples(person, st.integers(0, len(matters) - 1), st.sampled_from(sorted(MOVES)), unit)
    posts = draw(st.lists(post, min_size=1, max_size=5))
    return Plan(parents, posts, matters, draw(st.lists(move, max_size=4)), draw(st.lists(tied, max_size=3)))


@dataclass
class World:
    """What has grown of a plan."""

    region: Region
    units: list[Unit]
    parents: dict[int, int | None]
    people: list[Person]
    posts: list[Post] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    def actor(self, person: int) -> Actor:
        """A person with today's posts."""
        return actor_of(self.people[person].account)

    def given(self, move: str, unit: int) -> dict[str, Any]:
        """What *move* asks."""
        if move == "dispatch":
            return {"to_unit": self.units[unit]}
        return {"invited": [self.units[unit]]} if move == "invite" else {}


def grown(plan: Plan, region: Region) -> World:
    """The world of *plan*, grown through the acts alone."""
    house, began = SYSTEM(region), date(2020, 1, 1)
    units = [root_of(region)]
    for number, parent in enumerate(plan.parents):
        units.append(add_unit(f"U{number}", kind="place", under=units[parent], since=began, actor=house))
    people = [enrol_person(region, name=f"P{number}", actor=house) for number in range(3)]
    for number, person in enumerate(people):
        open_account(f"p{number}", person=person, actor=house)
    world = World(region, units, {unit.pk: unit.parent_id for unit in units}, people)
    for person, role, unit, begins, lasts in plan.posts:
        since = clock.today() + timedelta(days=begins)
        span = {"since": since, "until": since + timedelta(days=lasts)}
        try:
            post = appoint(people[person], role=role, unit=units[unit], actor=house, **span)
        except Conflict:
            continue  # the same post twice on one day
        world.posts.append(post)
    for tied in plan.ties:
        _tie(world, *tied)
    for number, said in enumerate(plan.matters):
        world.matters.append(_open(world, number, *said))
    return world


def _tie(world: World, person: int, kind: str, unit: int, begins: int, lasts: int) -> None:
    house, since = SYSTEM(world.region), clock.today() + timedelta(days=begins)
    try:
        row = tie(world.people[person], to=world.units[unit], kind=kind, since=since, actor=house)
    except Conflict:
        return  # tied in this way already
    world.ties.append(untie(row, on=since + timedelta(days=lasts), actor=house))


def _open(
    world: World, number: int, at: int, owner: int | None, guests: list[int], assignee: int | None
) -> Matter:
    house = SYSTEM(world.region)
    matter = open_matter("thing", at=world.units[at], title=worded(number), channel="web", actor=house).matter
    if owner is not None:
        someone = world.people[assignee] if assignee is not None else None
        _make(matter, "dispatch", house, to_unit=world.units[owner], assignee=someone)
    if guests:
        _make(matter, "invite", house, invited=[world.units[guest] for guest in guests])
    return matter


def _make(matter: Matter, move: str, actor: Actor, **given: Any) -> None:
    seen = Matter.objects.values_list("serial", flat=True).get(pk=matter.pk)
    make_move(matter, move=move, seen=seen, client_id=new_id(), actor=actor, **given)


def worded(number: int) -> str:
    """Words that stand in one matter of the world and nowhere else."""
    return f"zq{number}qz"


def _stands(row: Post | Tie) -> bool:
    return row.since <= clock.today() and (not row.until or clock.today() < row.until)


@dataclass(frozen=True)
class Oracle:
    """What somebody with some posts may do with a matter."""

    world: World
    person: int
    posts: tuple[tuple[str, int], ...]
    #: A program with a token of one post: its person's own is open to it only under that post.
    by_token: bool = False

    @classmethod
    def of(cls, world: World, person: int, posts: Iterable[Post], ties: Iterable[Tie] = ()) -> "Oracle":
        """The oracle for a person with those of *posts* and *ties* that stand today."""
        who = world.people[person].pk
        held = [(post.role.key, post.unit_id) for post in posts if post.person_id == who and _stands(post)]
        given = (
            (GIVES[one.kind.key], one.to_unit_id)
            for one in ties
            if one.from_person_id == who and _stands(one)
        )
        return cls(world, person, (*held, *((role, unit) for role, unit in given if role and unit)))

    def sees(self, matter: Matter) -> bool:
        """Whether it is theirs to see."""
        return self._may("matters.see", self._all_places(matter)) or self._is_named(matter)

    def comments(self, matter: Matter) -> bool:
        """Whether they may say something about it."""
        return self._may("matters.comment", self._all_places(matter)) or self._is_named(matter)

    def moves(self, matter: Matter) -> set[str]:
        """The moves they may make now."""
        return {
            key
            for key, (states, _, _) in MOVES.items()
            if matter.state.key in states and self._may_make(key, matter)
        }

    def _may_make(self, key: str, matter: Matter) -> bool:
        _, roles, stays = MOVES[key]
        if "resident" in roles and self._is_own(matter.opened_by_id, matter.unit_id):
            return True
        places = self._all_places(matter) if stays else [matter.owner_id]
        if key == "recall":
            places = [unit for unit in [self.sender(matter)] if unit is not None]
        return any(
            role in roles and self._above(unit, place) and self._may("matters.move", [place])
            for place in places
            for role, unit in self.posts
        )

    def sender(self, matter: Matter) -> int | None:
        """From whom its owner has it: told by every owner it had, with each way there and back struck out."""
        had = [owner for owner in matter.steps.order_by("pk").values_list("to_owner", flat=True) if owner]
        while twice := next((owner for owner in had if had.count(owner) > 1), None):
            first = had.index(twice)
            again = had.index(twice, first + 1)
            had = had[:first] + had[again:]
        return had[-2] if len(had) > 1 else None

    def _may(self, ability: str, places: Iterable[int]) -> bool:
        return any(
            ability in ROLES[role] and self._above(unit, place)
            for place in places
            for role, unit in self.posts
        )

    def _all_places(self, matter: Matter) -> list[int]:
        guests = matter.handlers.filter(until=None).values_list("unit_id", flat=True)
        return [matter.owner_id, matter.unit_id, *guests]

    def _is_named(self, matter: Matter) -> bool:
        opened = self._is_own(matter.opened_by_id, matter.unit_id)
        return opened or self._is_own(matter.assignee_id, matter.owner_id)

    def _is_own(self, person: int | None, place: int) -> bool:
        if person != self.world.people[self.person].pk:
            return False
        return not self.by_token or any(self._above(unit, place) for _, unit in self.posts)

    def _above(self, upper: int, lower: int | None) -> bool:
        while lower is not None and lower != upper:
            lower = self.world.parents[lower]
        return lower == upper
