"""The naive answer: lists and loops, no SQL. Random histories are grown through the actions beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from haitang.kernel.ledger.api import void
from haitang.kernel.measures.tests.county import County
from haitang.kernel.registry.api import appoint, move_unit

JANUARY = date(2026, 1, 1)
#: Few days, so that things begin, end, move and are asked for on the same one.
SOME_DAYS = tuple(JANUARY + timedelta(days=n) for n in (0, 30, 31, 58, 59, 89, 90))
DAYS = st.sampled_from(SOME_DAYS)
PEOPLE = ("ann", "bob", "cai")
BORN = {"ann": date(1980, 2, 28), "bob": date(1979, 3, 31), "cai": None}


@dataclass(frozen=True)
class Visit:
    """One visit, perhaps voided afterwards."""

    unit: str
    day: date
    who: str
    quantity: int
    need: str
    heads: int | None
    alone: bool | None
    voided: bool


@dataclass(frozen=True)
class Post:
    """A post from a day until before a day."""

    who: str
    role: str
    unit: str
    since: date
    until: date | None


@dataclass
class World:
    """What happened, as lists; ``moved`` is the day garden went over from east to west."""

    visits: list[Visit] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    moved: date | None = None

    def lies(self, unit: str, under: str, day: date) -> bool:
        """Whether *unit* lay at or under *under* on *day*."""
        garden = "west" if self.moved and day >= self.moved else "east"
        above = {"lake": "east", "garden": garden, "hill": "west"}.get(unit)
        return under in {unit, above, "county"}

    def found(self, unit: str, first: date, last: date) -> list[Visit]:
        """The standing visits of the unit's subtree."""
        return [
            one
            for one in self.visits
            if not one.voided and first <= one.day <= last and self.lies(one.unit, unit, one.day)
        ]

    def held(self, unit: str, day: date) -> list[Post]:
        """The posts held in the unit's subtree on the day."""
        return [
            one
            for one in self.posts
            if one.since <= day and (one.until is None or day < one.until) and self.lies(one.unit, unit, day)
        ]


def age(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def mean(values: list[int]) -> Fraction | None:
    """Exactly."""
    return Fraction(sum(values), len(values)) if values else None


def ages(held: list[Post], day: date) -> list[int]:
    """Of each person once, however many posts and roles."""
    return [age(born, day) for who in {one.who for one in held} if (born := BORN[who])]


def share(part: int, whole: int) -> Fraction | None:
    """Exactly."""
    return Fraction(part, whole) if whole else None


ENTRIES: dict[str, Callable[[list[Visit]], Fraction | int | None]] = {
    "visits": len,
    "visits_made": lambda found: sum(one.quantity for one in found),
    "visitors": lambda found: len({one.who for one in found if one.who}),
    "places": lambda found: len({one.unit for one in found}),
    "heads": lambda found: sum(one.heads or 0 for one in found),
    "heads_mean": lambda found: mean([one.heads for one in found if one.heads is not None]),
    "ill": lambda found: sum(one.need in {"health", "repair"} for one in found),
    "not_ill": lambda found: sum(one.need != "health" for one in found),
    "alone": lambda found: sum(one.alone is True for one in found),
    "many": lambda found: sum(one.heads is not None and 2 <= one.heads <= 4 for one in found),
    "ill_share": lambda found: share(sum(one.need == "health" for one in found), len(found)),
}
POSTS: dict[str, Callable[[list[Post], date], Fraction | int | None]] = {
    "secretaries": lambda held, day: sum(one.role == "secretary" for one in held),
    "people": lambda held, day: len({one.who for one in held}),
    "village_posts": lambda held, day: sum(one.unit in {"lake", "garden", "hill"} for one in held),
    "secretaries_age": lambda held, day: mean(
        [age(BORN[one.who], day) for one in held if one.role == "secretary" and BORN[one.who]]
    ),
    "people_age": lambda held, day: mean(ages(held, day)),
    "leaders": lambda held, day: len({one.who for one in held}),
    "leaders_age": lambda held, day: mean(ages(held, day)),
    "village_leaders_age": lambda held, day: mean(ages([one for one in held if one.unit != "west"], day)),
}

VISITS = st.builds(
    Visit,
    unit=st.sampled_from(["lake", "garden", "hill", "east", "county"]),
    day=DAYS,
    who=st.sampled_from(["", *PEOPLE]),
    quantity=st.integers(1, 50),
    need=st.sampled_from(["", "health", "repair", "none"]),
    heads=st.none() | st.integers(0, 6),
    alone=st.none() | st.booleans(),
    voided=st.booleans(),
)
POST_LISTS = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(["secretary", "member"]),
        st.sampled_from(["lake", "garden", "hill", "west"]),
        DAYS,
        st.none() | st.sampled_from((1, 27, 28, 31, 59)),
    ),
    max_size=6,
    unique_by=lambda one: one[:3],
).map(
    lambda found: [
        Post(who, role, unit, since, since + timedelta(days=length) if length else None)
        for who, role, unit, since, length in found
    ]
)
WORLDS = st.builds(World, st.lists(VISITS, max_size=8), POST_LISTS, st.none() | DAYS)


#: Whom a figure over people counts once, and one who evens out nothing.
OF_TWO_ROLES = World(
    posts=[
        Post("ann", "secretary", "lake", JANUARY, None),
        Post("ann", "member", "lake", JANUARY, None),
        Post("bob", "member", "hill", JANUARY, None),
    ]
)


def grow(world: World, county: County) -> None:
    """The same through the actions."""
    for name, born in BORN.items():
        county.person(name, born_on=born)
    if world.moved:
        move_unit(county.units["garden"], under=county.units["west"], on=world.moved, actor=county.house)
    for post in world.posts:
        appoint(
            county.people[post.who],
            role=post.role,
            unit=county.units[post.unit],
            since=post.since,
            until=post.until,
            actor=county.house,
        )
    for visit in world.visits:
        said = {"need": visit.need, "heads": visit.heads, "alone": visit.alone}
        answers = {key: value for key, value in said.items() if value is not None and value != ""}
        entry = county.visit(visit.unit, visit.day, visit.who, quantity=visit.quantity, answers=answers)
        if visit.voided:
            void(entry, reason="重复", actor=county.house)
