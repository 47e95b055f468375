"""Who acts: a person with today's posts turned into abilities over subtrees; the house itself; a resident."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from django.db import connection

from haitang.kernel.registry.models import Account, Person, Post, Region, Role, RoleAbility, Tie, Unit
from haitang.kernel.registry.planned import planned_once
from haitang.kernel.registry.spans import holds_on, standing
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden
from haitang.lib.gathering import Gathering
from haitang.lib.text import Text


@dataclass(frozen=True, slots=True)
class Stand:
    """A role that an actor has at a unit today, and so over all below it."""

    role: str
    label: Text
    unit_id: int
    unit_name: str
    unit_path: str


@dataclass(frozen=True, slots=True)
class PostView(Stand):
    """A post that an actor holds today."""

    id: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts; ``abilities`` says over which subtrees (paths) each ability holds today.

    ``stands`` is where they come from: the posts, and what ties give. ``revision`` is the region's as it was
    when they were looked up, for who keeps what else the registry said then; None where nobody looked.
    """

    region_id: int
    person_id: int | None = None
    post_id: int | None = None
    abilities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()
    posts: tuple[PostView, ...] = ()
    stands: tuple[Stand, ...] = ()
    is_system: bool = False
    revision: int | None = None

    def may(self, ability: str, unit: Unit) -> bool:
        """Whether the ability holds over *unit*."""
        return unit.region_id == self.region_id and self.may_at(ability, unit.path)

    def may_at(self, ability: str, path: str) -> bool:
        """Whether the ability holds over the unit of this region that has *path*."""
        return self.is_system or any(path.startswith(prefix) for prefix in self.abilities.get(ability, ()))

    def paths(self, ability: str) -> tuple[str, ...]:
        """The subtrees over which the ability holds; none lies within another."""
        if self.is_system:
            roots = Unit.objects.filter(region_id=self.region_id, parent=None)
            return tuple(roots.values_list("path", flat=True))
        return self.abilities.get(ability, ())

    def may_somewhere(self, ability: str) -> bool:
        """Whether the ability holds over any unit at all."""
        return self.is_system or bool(self.abilities.get(ability))

    def may_everywhere(self, ability: str) -> bool:
        """Whether the ability holds over the whole region: over its root, whose path has one part."""
        return self.is_system or any(path.count("/") == 1 for path in self.abilities.get(ability, ()))


def SYSTEM(region: Region | int) -> Actor:  # noqa: N802 -- it reads as the constant it nearly is
    """The house itself, for jobs, imports from the command line and sample counties: may everything."""
    return Actor(region_id=region if isinstance(region, int) else region.pk, is_system=True)


def RESIDENT(region: Region | int) -> Actor:  # noqa: N802
    """Someone without an account: holds no post and so no ability."""
    return Actor(region_id=region if isinstance(region, int) else region.pk)


def lasting_revision(actor: Actor) -> int | None:
    """The revision under which what the registry says now may be kept for others; None where it may not.

    Within a transaction things may be read that never come to be.
    """
    return None if connection.in_atomic_block else actor.revision


def actor_of(account: Account) -> Actor:
    """The actor that *account* is today; one small query, the rest from the cache."""
    person_id = account.person_id
    if person_id is None:
        return Actor(region_id=0)
    people = Person.objects.filter(pk=person_id, erased_at=None)
    found = people.values_list("region_id", "region__revision").first()
    return _person_today(person_id, *found, clock.today()) if found else Actor(region_id=0)


def actor_of_person(person: Person) -> Actor:
    """The actor that *person* is today, by whichever way they come in."""
    revision = Region.objects.values_list("revision", flat=True).get(pk=person.region_id)
    return _person_today(person.pk, person.region_id, revision, clock.today())


def actor_of_token(secret: str) -> Actor:
    """The actor that an API token stands for: its one post's abilities. One small query; else refused."""
    found, today = _worth(token_digest(secret)), clock.today()
    if found is None or not holds_on(today, found.since, found.until):
        raise Forbidden(
            "registry.token_refused",
            zh="接口密钥无效、已过期、已吊销，或其职务、账号已结束。请向管理员另取一个。",
            en="This token is unknown, expired or revoked, or its post or account ended. Ask for another.",
        )
    return _post_today(found.post, found.region, found.revision, today)


class _Worth(NamedTuple):
    """What a good token is worth: a post, with its region's revision."""

    post: int
    since: date
    until: date | None
    region: int
    revision: int


def _worth(digest: str) -> _Worth | None:
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # A round trip for all that come at the same time: it took a quarter of recording an entry.
        return _ASKING.write(digest)
    return _asked_alone(digest)


def _asked_alone(digest: str) -> _Worth | None:
    return _asked_together(lambda: [digest])[0]


def _asked_together(take: Callable[[], list[str]]) -> list[_Worth | None]:
    digests = take()
    is_any = "= ANY(%s)" if connection.vendor == "postgresql" else "= %s"
    with planned_once() as cursor:
        # Raw: through the ORM this one query took two fifths of recording an entry.
        now = connection.ops.adapt_datetimefield_value(clock.now())
        cursor.execute(_WORTH + is_any, (now, digests if connection.vendor == "postgresql" else digests[0]))
        found = {digest: _Worth(*row) for digest, *row in cursor.fetchall()}
    return [found.get(digest) for digest in digests]


_ASKING: Gathering[str, _Worth | None] = Gathering(_asked_together, _asked_alone)

_WORTH = """
    SELECT t.digest, p.id, p.since, p.until, p.region_id, r.revision FROM registry_apitoken t
    JOIN registry_post p ON p.id = t.post_id JOIN registry_region r ON r.id = p.region_id
    LEFT JOIN registry_account a ON a.person_id = p.person_id
    WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s)
    AND (a.id IS NULL OR a.is_active) AND t.digest """


def token_digest(secret: str) -> str:
    """What is kept of a token."""
    return sha256(secret.encode()).hexdigest()


# Both caches are keyed by the region's revision, a stamp that is never used twice: they cannot be stale.


@lru_cache(maxsize=8192)
def _person_today(person_id: int, region_id: int, revision: int, day: date) -> Actor:
    posts = Post.objects.filter(standing(day), person_id=person_id).select_related("role", "unit")
    ties = Tie.objects.filter(standing(day), from_person=person_id, to_unit__isnull=False)
    given = ties.filter(kind__gives__isnull=False).select_related("kind__gives", "to_unit")
    return replace(_actor(region_id, person_id, None, list(posts), list(given)), revision=revision)


@lru_cache(maxsize=2048)
def _post_today(post_id: int, region_id: int, revision: int, day: date) -> Actor:
    posts = list(Post.objects.filter(standing(day), pk=post_id).select_related("role", "unit"))
    found = _actor(region_id, posts[0].person_id if posts else None, post_id, posts, [])
    return replace(found, revision=revision)


def _actor(
    region_id: int, person_id: int | None, post_id: int | None, posts: list[Post], given: list[Tie]
) -> Actor:
    held = [(post.role, post.unit) for post in posts]
    held += [(tie.kind.gives, tie.to_unit) for tie in given if tie.kind.gives and tie.to_unit]
    views = tuple(_post_view(post) for post in posts)
    stands = (*views, *(_stand(role, unit) for role, unit in held[len(posts) :]))
    return Actor(
        region_id=region_id,
        person_id=person_id,
        post_id=post_id,
        abilities=_abilities(held),
        roles=frozenset(one.role for one in stands),
        posts=views,
        stands=stands,
    )


def _post_view(post: Post) -> PostView:
    unit = post.unit
    return PostView(post.role.key, post.role.label, unit.pk, unit.name, unit.path, post.pk)


def _stand(role: Role, unit: Unit) -> Stand:
    return Stand(role.key, role.label, unit.pk, unit.name, unit.path)


def _abilities(held: list[tuple[Role, Unit]]) -> Mapping[str, tuple[str, ...]]:
    paths: dict[int, set[str]] = defaultdict(set)
    for role, unit in held:
        paths[role.pk].add(unit.path)
    found: dict[str, set[str]] = defaultdict(set)
    for role_id, ability in RoleAbility.objects.filter(role__in=paths).values_list("role_id", "ability"):
        found[ability] |= paths[role_id]
    return MappingProxyType({ability: _outermost(one) for ability, one in found.items()})


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """*paths* without those that lie within another; sorted, an outer one comes before its inner ones."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)
