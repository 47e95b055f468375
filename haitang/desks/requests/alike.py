"""Who said the same of the same place lately: for the newcomer, and for the clerk who gathers.

People are counted and never named. What another wrote is not shown to the newcomer, neither now nor once
he has joined: of the matter he goes with he reads how far it is and what staff wrote for everyone. What is
offered to be taken on, such as a wish, is each person's own and joined by nobody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from haitang.kernel.matters.api import GATHERS, goes_with_others, opened_since
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor
from haitang.lib.clock import today

WINDOW_DAYS = 90
#: So many of the same place are compared, and so many from elsewhere tell which words are rare.
SAME_PLACE, ELSEWHERE = 200, 200
Row = tuple[object, ...]
_READ = ("pk", "title", "body", "opened_on", "opened_by", "contact__phone_index", "gathered_under")


@dataclass(frozen=True)
class One:
    """An open matter that says the same; ``head`` is the one it goes with, or itself."""

    pk: int
    head: int
    person: str
    opened_on: date


@dataclass(frozen=True)
class Neighbours:
    """Those who said the same before: how many people, since when, and the matter most of them go with."""

    people: int
    since: date
    head: int


def neighbours(matter: Matter) -> Neighbours | None:
    """Who said at this place what *matter* says, and is still waiting; None where nobody did.

    Whoever goes with one of them already is of them, however he put it.
    """
    here = _same_place(matter)
    found = _alike(matter, here)
    if not found or not goes_with_others(matter):
        return None
    heads = Counter(one.head for one in found)
    all_of_them = [one for one in map(_one, here) if one.head in heads]
    return Neighbours(
        people=len({one.person for one in all_of_them}),
        since=min(one.opened_on for one in all_of_them),
        head=min(heads, key=lambda head: (-heads[head], head)),
    )


def to_gather(matter: Matter, *, actor: Actor) -> list[Matter]:
    """Those alike that *actor* may gather under *matter* with one move; none where it takes no more."""
    if matter.closed_at or matter.gathered_under_id or not GATHERS.allows(actor, matter):
        return []
    near = _alike(matter, _same_place(matter)) if goes_with_others(matter) else []
    order = {one.pk: place for place, one in enumerate(near) if one.head == one.pk}
    if not order:
        return []
    rows = _recent(matter).filter(GATHERS.visible(actor), pk__in=order).only("number", "title", "opened_at")
    return sorted(rows, key=lambda one: order[one.pk])


def _same_place(matter: Matter) -> list[Row]:
    here = _recent(matter).filter(unit=matter.unit_id, closed_at=None)
    return list(here.values_list(*_READ)[:SAME_PLACE])


def _alike(matter: Matter, here: Sequence[Row]) -> list[One]:
    """Those *here* whose words are like *matter*'s, the most alike first."""
    if not here:
        return []
    others = _recent(matter).exclude(unit=matter.unit_id).values_list("title", "body")[:ELSEWHERE]
    among = [(str(row[1]), str(row[2])) for row in here] + list(others)
    return [_one(here[place]) for place in _most_alike(matter, among) if place < len(here)]


def _recent(matter: Matter) -> QuerySet[Matter]:
    since = today() - timedelta(days=WINDOW_DAYS)
    found = opened_since(since, region=matter.region_id, kinds=[matter.kind_id])
    return found.exclude(pk=matter.pk).exclude(gathered_under=matter.pk)


def _one(row: Row) -> One:
    pk, _, _, opened_on, opened_by, phone, under = row
    assert isinstance(pk, int)
    assert isinstance(opened_on, date)
    head = under if isinstance(under, int) else pk
    return One(pk, head, str(phone or (f"person {opened_by}" if opened_by else f"matter {pk}")), opened_on)


def _most_alike(matter: Matter, among: list[tuple[str, str]]) -> list[int]:
    from haitang.lib.likeness import most_alike  # noqa: PLC0415 -- slow import

    return most_alike((matter.title, matter.body), among)
