"""Who handed a matter to whom: the way it went from unit to unit, without the detours that came back."""

import json
from typing import NamedTuple

from django.db.models import Q, QuerySet

from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.models import Post
from haitang.kernel.registry.spans import standing
from haitang.lib import clock


class Sender(NamedTuple):
    """The unit from which its owner has a matter, and who handed it over there; ``by_house`` if by itself."""

    unit_id: int
    path: str
    person_id: int | None
    by_house: bool = False


def is_of_house(actor_id: int | None, role: str) -> bool:
    """Whether a step was the house's own: nobody's, nor the resident's or the clock's."""
    return actor_id is None and not role


def lived_through(matter: Matter) -> QuerySet[Step]:
    """Its steps; of what went with another before, that one's till they parted and its own since."""
    return Step.objects.filter(_lived(matter))


def _lived(matter: Matter, *, until: Q | None = None) -> Q:
    until = until or Q()
    own = Q(matter=matter) & until
    if matter.gathered_under:
        return own | _lived(matter.gathered_under, until=until)
    parted = (
        matter.steps.filter(until, kind=StepKind.PARTED).order_by("-pk").values_list("pk", "data").first()
    )
    if parted is None:
        return own
    pk, told = parted
    head = Matter.objects.get(region=matter.region_id, number=json.loads(told)["from"])
    # A head may have parted from one before it, and lived through that.
    return (own & Q(pk__gt=pk)) | _lived(head, until=Q(pk__lt=pk))


class _Stop(NamedTuple):
    unit_id: int
    path: str
    brought_by: int | None
    by_house: bool


def sender_of(matter: Matter) -> Sender | None:
    """Who handed *matter* to its owner; None where it was opened there, or came by no move of its own."""
    way = _way(matter)
    here = next((number for number, stop in enumerate(way) if stop.unit_id == matter.owner_id), 0)
    if not here:
        return None
    before = way[here - 1]
    return Sender(before.unit_id, before.path, way[here].brought_by, way[here].by_house)


def still_there(sender: Sender) -> int | None:
    """Who handed it over, if they hold a post at that unit or above it to this day."""
    if sender.person_id is None:
        return None
    line = [int(step) for step in sender.path.split("/") if step]
    posts = Post.objects.filter(standing(clock.today()), person=sender.person_id, unit__in=line)
    return sender.person_id if posts.exists() else None


def _way(matter: Matter) -> list[_Stop]:
    """The units it came through; one that it came back to is as if it had never left it."""
    kinds = (StepKind.OPENED, StepKind.MOVED, StepKind.HANDED)
    handed = lived_through(matter).filter(kind__in=kinds, to_owner__isnull=False)
    units = ("from_owner_id", "from_owner__path", "to_owner_id", "to_owner__path")
    rows = handed.order_by("pk").values_list("kind", *units, "actor_id", "role")
    way: list[_Stop] = []
    for kind, left, left_path, reached, path, actor, role in rows:
        if kind == StepKind.HANDED:
            # Who came in the place of a unit that was closed: nothing goes back to that.
            way = [
                stop._replace(unit_id=reached, path=path) if stop.unit_id == left else stop for stop in way
            ]
            continue
        if not way and left is not None:
            way = [_Stop(left, left_path or "", None, by_house=False)]
        known = [stop.unit_id for stop in way]
        if reached in known:
            del way[known.index(reached) + 1 :]
        else:
            way.append(_Stop(reached, path or "", actor, by_house=is_of_house(actor, role)))
    return way
