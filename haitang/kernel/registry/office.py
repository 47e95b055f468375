"""Posts being filled in bulk: checked against those that stand and those before them in the batch."""

from collections import defaultdict
from collections.abc import Sequence

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import Gathering, PostRow, look_up
from haitang.kernel.registry.closure import Span
from haitang.kernel.registry.conditions import require_fit, require_may_grant
from haitang.kernel.registry.models import Person, Post, Region, Role, Unit
from haitang.kernel.registry.rules import require
from haitang.kernel.registry.spans import batched

#: Who, as what, where.
Seat = tuple[int, int, int]


class Office:
    """One batch of posts: ``post`` checks a row and gives its post."""

    def __init__(self, region: Region, rows: Sequence[PostRow], actor: Actor) -> None:
        self.gathering = Gathering()
        self._region, self._actor = region, actor
        people = sorted({row.person for row in rows})
        self._people = _standing_people(region, people)
        self._held = _held(people)
        self._units = look_up(region.pk, {row.unit for row in rows})
        roles = Role.objects.filter(region=region, retired_on=None).prefetch_related("at")
        self._roles = {role.key: role for role in roles}
        self._allowed: set[tuple[int, int]] = set()

    def post(self, number: int, row: PostRow, post_id: int) -> Post | None:
        """The post of row *number*, or None with its fault gathered."""
        post = None
        with self.gathering.row(number):
            post = self._post(row, post_id)
            self._take(post)
        return post

    def _take(self, post: Post) -> None:
        held = self._held[post.person_id, post.role_id, post.unit_id]
        span = Span(post.since, post.until)
        if any(span.meet(other) for other in held):
            raise refusals.held_already()
        held.append(span)

    def _post(self, row: PostRow, post_id: int) -> Post:
        role, unit = self._roles.get(row.role), self._units.get(row.unit)
        if role is None:
            raise refusals.unknown_role(row.role)
        if unit is None:
            raise refusals.unknown_unit(row.unit)
        if row.person not in self._people:
            raise refusals.person_not_here()
        self._require_may(role, unit)
        post = Post(id=post_id, region_id=self._region.pk, person_id=row.person, role=role, unit=unit)
        post.since, post.until = row.since, row.until
        require_fit(post)
        return post

    def _require_may(self, role: Role, unit: Unit) -> None:
        if (role.pk, unit.pk) not in self._allowed:
            require(self._actor, "registry.appoint", unit)
            require_may_grant(role, unit, self._actor)
            self._allowed.add((role.pk, unit.pk))


def _standing_people(region: Region, people: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for ids in batched(people):
        here = Person.objects.filter(region=region, erased_at=None, pk__in=ids)
        found.update(here.values_list("pk", flat=True))
    return found


def _held(people: Sequence[int]) -> defaultdict[Seat, list[Span]]:
    held: defaultdict[Seat, list[Span]] = defaultdict(list)
    for ids in batched(people):
        for post in Post.objects.filter(person__in=ids):
            held[post.person_id, post.role_id, post.unit_id].append(Span(post.since, post.until))
    return held
