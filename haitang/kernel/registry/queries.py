"""Reads of the registry: today and as of any day."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.registry import secrets
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import (
    Account,
    ApiToken,
    Look,
    Person,
    Place,
    Post,
    Region,
    Role,
    Tie,
    Unit,
    UnitAncestor,
)
from haitang.kernel.registry.numbers import clean_identity, clean_phone
from haitang.kernel.registry.rules import SEES_PEOPLE, SEES_POSTS, SEES_UNITS, Ability
from haitang.kernel.registry.spans import ids_in, overlapping, standing, under
from haitang.lib.clock import today
from haitang.lib.diagnostics import Refusal


def root_of(region: Region | int) -> Unit:
    """The unit that all others of the region lie under."""
    return Unit.objects.select_related("region", "kind").get(region=region, parent=None)


def region_named(code: str) -> Region:
    """The region with this code, or the only one where none is said; a Refusal lists those there are."""
    found = list(Region.objects.filter(code=code) if code else Region.objects.all())
    if len(found) == 1:
        return found[0]
    listed = "、".join(f"{region.code} {region.name}" for region in Region.objects.order_by("code"))
    raise Refusal(
        "import.region",
        zh=f"请用 --region 指明地区：{listed or '还没有地区，请先施行方案'}。",
        en=f"Say which region with --region: {listed or 'there is none yet; apply a playbook first'}.",
    )


def region_at(key: str) -> Region | None:
    """The region *key*."""
    return Region.objects.filter(key=key).first()


def region_of(actor: Actor) -> Region:
    """The region that *actor* acts in."""
    return Region.objects.get(pk=actor.region_id)


def regions(key: str = "") -> list[Region]:
    """Every region, in the order they were opened; the region *key* alone where one is named."""
    found = Region.objects.order_by("pk")
    return list(found.filter(key=key) if key else found)


def region_numbered(pk: int) -> Region:
    """The region with this row number."""
    return Region.objects.get(pk=pk)


def unit_at(region: Region | int, code: str) -> Unit | None:
    """The unit with this code; no code has a NUL, which PostgreSQL does not even take as a parameter."""
    if not code or "\0" in code:
        return None
    return Unit.objects.select_related("region", "kind").filter(region=region, code=code).first()


def unit_numbered(region: Region | int, pk: int, *, revision: int | None = None) -> Unit | None:
    """The unit of this region with this id; remembered for who knows the region's *revision*."""
    if revision is None:
        return Unit.objects.select_related("region", "kind").filter(region=region, pk=pk).first()
    return copy(_unit_numbered_at(region if isinstance(region, int) else region.pk, pk, revision))


@lru_cache(maxsize=4096)
def _unit_numbered_at(region: int, pk: int, revision: int) -> Unit | None:  # noqa: ARG001 -- never used twice
    return unit_numbered(region, pk)


def units_numbered(ids: Iterable[int | str]) -> QuerySet[Unit]:
    """The units with these row numbers, of whatever time."""
    return Unit.objects.filter(pk__in=set(ids)).select_related("kind", "region")


def units_of_kinds(region: Region | int, kinds: Collection[str]) -> QuerySet[Unit]:
    """The units of a region that are of any of these kinds, of whatever time."""
    return Unit.objects.filter(region=region, kind__key__in=kinds).select_related("kind")


def units_seen(actor: Actor) -> QuerySet[Unit]:
    """The units that *actor* may see."""
    return Unit.objects.filter(SEES_UNITS.visible(actor)).select_related("kind", "region")


def units_with(actor: Actor, ability: str) -> QuerySet[Unit]:
    """The units over which *actor* holds the ability."""
    return Unit.objects.filter(Ability(ability, at="path").visible(actor)).select_related("kind", "region")


def units_right_below(actor: Actor, ability: str) -> QuerySet[Unit]:
    """The units of today right below the widest over which *actor* holds the ability, by kind and code."""
    top = min(actor.paths(ability), key=len, default="")
    found = Unit.objects.filter(standing(today()), region=actor.region_id, parent__path=top)
    return found.order_by("kind_id", "code", "name") if top else Unit.objects.none()


def units_served(actor: Actor) -> QuerySet[Unit]:
    """The units of today that a deed of *actor* may name as served: within sight, or where they stand."""
    reach = SEES_UNITS.visible(actor)
    for stand in actor.stands:
        reach |= under(stand.unit_path) & Q(region=actor.region_id)
    return Unit.objects.filter(reach, standing(today())).select_related("parent")


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """The units' names by their ids."""
    return dict(Unit.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def units_above(unit: Unit, day: date) -> list[Unit]:
    """What the unit lay under on *day*, from the root down."""
    rows = unit.ancestry.filter(standing(day), depth__gt=0).select_related("ancestor__kind")
    return [row.ancestor for row in rows.order_by("-depth")]


def units_below(unit: Unit, day: date, *, most: int) -> list[Unit]:
    """What lay right below the unit on *day*, by kind and code; *most* of them."""
    rows = UnitAncestor.objects.filter(standing(day), ancestor=unit, depth=1).select_related("unit__kind")
    return [row.unit for row in rows.order_by("unit__kind_id", "unit__code", "unit__name")[:most]]


def subtree(unit: Unit, at: str = "path") -> Q:
    """Things whose unit's path, found by the lookup *at*, lies at *unit* or below it today."""
    return under(unit.path, at)


def units_as_of(region: Region | int, day: date) -> QuerySet[Unit]:
    """The units that existed on *day*."""
    return Unit.objects.filter(standing(day), region=region)


def subtree_as_of(unit: Unit, day: date) -> QuerySet[Unit]:
    """The unit and all that lay below it on *day*."""
    return Unit.objects.filter(standing(day, "ancestry__"), ancestry__ancestor=unit)


def ancestor_at(unit: Unit, kind: str, day: date) -> Unit | None:
    """The nearest unit of *kind* that the unit lay under (or was) on *day*."""
    found = Unit.objects.filter(standing(day, "lineage__"), lineage__unit=unit, kind__key=kind)
    return found.order_by("lineage__depth").first()


def line_of(unit: Unit) -> list[Unit]:
    """The units from the root down to this one, today."""
    return list(Unit.objects.filter(pk__in=ids_in(unit.path)).select_related("kind").order_by("path"))


def posts_as_of(region: Region | int, day: date) -> QuerySet[Post]:
    """The posts held on *day*."""
    return Post.objects.filter(standing(day), region=region)


def holders_of(role: str, *, unit: int, day: date) -> list[int]:
    """The people who hold the role at the unit on *day*, by a post or by a tie that gives it; each once."""
    posts = Post.objects.filter(standing(day), unit=unit, role__key=role).values_list("person", flat=True)
    ties = Tie.objects.filter(standing(day), to_unit=unit, kind__gives__key=role)
    given = ties.filter(from_person__isnull=False).values_list("from_person", flat=True)
    return [person for person in dict.fromkeys([*posts, *given]) if person is not None]


def holders_with(ability: str, *, units: Iterable[int], day: date) -> list[int]:
    """Whom a post, or a tie, at one of these very units gives the ability on *day*; each once."""
    at = list(units)
    posts = Post.objects.filter(standing(day), role__abilities__ability=ability, unit__in=at)
    ties = Tie.objects.filter(standing(day), kind__gives__abilities__ability=ability, to_unit__in=at)
    given = ties.filter(from_person__isnull=False).values_list("from_person", flat=True)
    held = dict.fromkeys([*posts.values_list("person", flat=True), *given])
    return [person for person in held if person is not None]


def holders_over(ability: str, *, unit: int, day: date) -> set[int]:
    """The people who have the ability over the unit on *day*: held there or anywhere above it."""
    path = Unit.objects.values_list("path", flat=True).get(pk=unit)
    return set(holders_with(ability, units=ids_in(path), day=day))


def posts_with_sight(units: Iterable[int], *, day: date) -> QuerySet[Post]:
    """The posts at these very units that let their holder do anything there and below on *day*."""
    held = Post.objects.filter(standing(day), unit__in=list(units), role__abilities__isnull=False).distinct()
    return held.select_related("person", "role", "unit").order_by("unit__path", "pk")


def holders_within(roles: Collection[str], *, unit: Unit, day: date) -> list[Person]:
    """The people who hold any of these roles at the unit or below it on *day*, by name."""
    held = standing(day, "posts__") & Q(posts__role__key__in=roles) & under(unit.path, "posts__unit__path")
    return list(Person.objects.filter(held, erased_at=None).distinct().order_by("name", "pk"))


def ending_with(person: Person, day: date) -> tuple[list[Post], list[Post]]:
    """The posts of *person* from *day* on, and those of them that nobody else holds at the same unit."""
    held = Post.objects.filter(overlapping(day, None), person=person)
    posts = list(held.select_related("person", "role", "unit").order_by("unit__path", "pk"))
    others = Post.objects.filter(standing(day), unit__in={post.unit_id for post in posts})
    kept = set(others.exclude(person=person).values_list("unit_id", "role_id"))
    return posts, [post for post in posts if (post.unit_id, post.role_id) not in kept]


def holds_samples(region_id: int) -> bool:
    """Whether the region was grown as a sample: its accounts say so."""
    return Account.objects.filter(is_sample=True, person__region=region_id).exists()


def why_erased(person: Person) -> str:
    """What was said when *person* was erased; empty where nothing was."""
    return secrets.unseal(person.erased_because_sealed or b"", f"erased/{person.uuid}")


def posts_to_end(actor: Actor) -> QuerySet[Post]:
    """The posts, held or to come, that *actor* may end as far as their unit goes."""
    found = Post.objects.filter(Ability("registry.appoint").visible(actor), overlapping(today(), None))
    return found.select_related("role", "unit", "person")


def roles_at(unit: Unit) -> QuerySet[Role]:
    """The roles that may be held at *unit*."""
    here = (Q(at=None) | Q(at=unit.kind_id)) & (Q(holder=None) | Q(holder__in=ids_in(unit.path)))
    return Role.objects.filter(here, region=unit.region_id, retired_on=None).order_by("pk").distinct()


def posts_of(actor: Actor) -> QuerySet[Post]:
    """The posts that *actor* holds today."""
    held = Post.objects.filter(pk__in=[post.id for post in actor.posts])
    return held.select_related("role", "unit").order_by("since", "pk")


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The keys to the posts, today's and past, of the person who acts; the newest first."""
    held = ApiToken.objects.filter(post__person=actor.person_id)
    return held.select_related("post__role", "post__unit").order_by("-pk")


def ties_as_of(region: Region | int, day: date) -> QuerySet[Tie]:
    """The ties that held on *day*."""
    return Tie.objects.filter(standing(day), region=region)


def places_near(
    region: Region | int, *, north: int, east: int, within: int, kinds: Collection[str]
) -> list[Place]:
    """The places at standing units of *kinds* in the square around a point, all in millionths of a degree."""
    found = Place.objects.filter(
        region=region,
        unit__kind__key__in=kinds,
        unit__until=None,
        latitude_micro__range=(north - within, north + within),
        longitude_micro__range=(east - within, east + within),
    )
    return list(found.select_related("unit"))


def points_of(units: Collection[Unit | int]) -> dict[int, tuple[int, int]]:
    """The first place of each unit that has any, in millionths of a degree."""
    rows = Place.objects.filter(unit__in=units).order_by("-pk")
    found = rows.values_list("unit", "latitude_micro", "longitude_micro")
    return {unit: (north, east) for unit, north, east in found if unit is not None}


def people_numbered(ids: Iterable[int]) -> QuerySet[Person]:
    """The people with these row numbers who were not erased, with their accounts."""
    return Person.objects.filter(pk__in=set(ids), erased_at=None).select_related("account")


def person_keyed(uuid: UUID) -> Person | None:
    """The person with this uuid, unless they were erased."""
    return Person.objects.filter(uuid=uuid, erased_at=None).first()


def person_of(actor: Actor) -> Person | None:
    """The person who acts."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def people_seen(actor: Actor) -> QuerySet[Person]:
    """The people whom *actor* may see."""
    return Person.objects.filter(SEES_PEOPLE.visible(actor), erased_at=None)


def posts_seen_of(person: Person, *, actor: Actor) -> QuerySet[Post]:
    """Every post of *person*, of whatever time, that *actor* may see; the latest first."""
    found = Post.objects.filter(SEES_POSTS.visible(actor), person=person)
    return found.select_related("role", "unit").order_by("-since", "-pk")


def people_by_phone(region: Region | int, phone: str) -> QuerySet[Person]:
    """Everyone with this number: a family may share a phone."""
    return _by_index(region, phone_index=secrets.blind_index(clean_phone(phone), "phone"))


def person_by_phone(region: Region | int, phone: str) -> Person | None:
    """The one person with this number; None if nobody has it, and none if several share it."""
    found = list(people_by_phone(region, phone)[:2])
    return found[0] if len(found) == 1 else None


def names_known(region_id: int, words: Collection[str]) -> set[str]:
    """Which of *words* are names of people of the region."""
    found: set[str] = set()
    some = sorted(words)
    for at in range(0, len(some), 400):  # SQLite takes a thousand values in one question
        rows = Person.objects.filter(region_id=region_id, name__in=some[at : at + 400])
        found |= set(rows.values_list("name", flat=True))
    return found


def person_by_identity(region: Region | int, identity: str) -> Person | None:
    """The person with this identity number."""
    told = clean_identity(identity)
    index = secrets.blind_index(told.number if told else "", "identity")
    return _by_index(region, identity_index=index).first()


def looks_at(person: Person) -> QuerySet[Look]:
    """Who looked at the person's sealed data, when and why, latest first."""
    return Look.objects.filter(person=person).select_related("by").order_by("-at", "-pk")


def looks_at_contact(contact: UUID) -> QuerySet[Look]:
    """Looks at contact data that another part keeps under *contact*, with the posts, latest first."""
    return (
        Look.objects.filter(contact=contact).select_related("post__unit", "post__role").order_by("-at", "-pk")
    )


def _by_index(region: Region | int, **index: str) -> QuerySet[Person]:
    if not all(index.values()):
        return Person.objects.none()
    return Person.objects.filter(region=region, erased_at=None, **index)
