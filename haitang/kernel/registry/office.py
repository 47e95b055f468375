"""Posts being filled in bulk: checked against those that stand and those before them in the run."""

from collections import defaultdict
from collections.abc import Sequence

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import PostRow, look_up
from haitang.kernel.registry.closure import Span
from haitang.kernel.registry.conditions import (
    require_days_fit,
    require_holds_at,
    require_may_grant,
    require_role_fits,
)
from haitang.kernel.registry.models import Person, Post, Region, Role, Unit
from haitang.kernel.registry.pouring import Value, keeping
from haitang.kernel.registry.rules import require
from haitang.kernel.registry.spans import batched

POST = ("id", "region_id", "person_id", "role_id", "unit_id", "since", "until")
#: Who, as what, where.
Holding = tuple[int, int, int]


class Office:
    """One run of posts: ``fill`` checks a row and gathers its post's columns."""

    def __init__(self, region: Region, rows: Sequence[PostRow], actor: Actor) -> None:
        self.posts: list[tuple[Value, ...]] = []
        self._region, self._actor, self._kept = region, actor, keeping()
        people = sorted({row.person for row in rows})
        self._people = _standing_people(region, people)
        self._held = _held(people)
        self._units = look_up(region.pk, {row.unit for row in rows})
        roles = Role.objects.filter(region=region, retired_on=None).select_related("holder")
        self._roles = {role.key: role for role in roles.prefetch_related("at")}
        self._fit: set[tuple[int, int]] = set()

    def fill(self, row: PostRow, post_id: int) -> None:
        """Check the row and gather its post; refused if anything is wrong with it."""
        role, unit = self._roles.get(row.role), self._units.get(row.unit)
        if role is None:
            raise refusals.unknown_role(row.role)
        if unit is None:
            raise refusals.unknown_unit(row.unit)
        if row.person not in self._people:
            raise refusals.person_not_here()
        self._require_seat(role, unit)
        require_days_fit(unit, row.since, row.until)
        self._take((row.person, role.pk, unit.pk), Span(row.since, row.until))
        days = (self._kept(row.since), self._kept(row.until))
        self.posts.append((post_id, self._region.pk, row.person, role.pk, unit.pk, *days))

    def _take(self, seat: Holding, span: Span) -> None:
        if any(span.meet(other) for other in self._held[seat]):
            raise refusals.held_already()
        self._held[seat].append(span)

    def _require_seat(self, role: Role, unit: Unit) -> None:
        if (role.pk, unit.pk) not in self._fit:
            require(self._actor, "registry.appoint", unit)
            require_holds_at(role, unit)
            require_may_grant(role, unit, self._actor)
            require_role_fits(unit, role)
            self._fit.add((role.pk, unit.pk))


def _standing_people(region: Region, people: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for ids in batched(people):
        here = Person.objects.filter(region=region, erased_at=None, pk__in=ids)
        found.update(here.values_list("pk", flat=True))
    return found


def _held(people: Sequence[int]) -> defaultdict[Holding, list[Span]]:
    held: defaultdict[Holding, list[Span]] = defaultdict(list)
    for ids in batched(people):
        posts = Post.objects.filter(person__in=ids)
        for person, role, unit, since, until in posts.values_list("person", "role", "unit", "since", "until"):
            held[person, role, unit].append(Span(since, until))
    return held
