"""Looks at sealed contact data: each one written down with who and why, for the person to see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from haitang.kernel.registry import secrets
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Look, Person, Tie
from haitang.kernel.registry.particulars import bound
from haitang.kernel.registry.rules import LOOKS_AT_CONTACTS, forbidden, require_rule
from haitang.lib.diagnostics import Refusal

#: Who looked, where the house itself did: to send something.
HOUSE = "系统 house"


@dataclass(frozen=True)
class ExportedPost:
    """A post as given to the person who held it."""

    role: str
    unit: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ExportedTie:
    """A tie as given to one of its ends: what, with whom, and which way it points."""

    kind: str
    role: str
    other: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ExportedLook:
    """A look at one's data as told to the person looked at."""

    at: datetime
    by: str
    field: str
    why: str


@dataclass(frozen=True, repr=False)
class PersonExport:
    """All that the registry keeps of a person, for that person."""

    uuid: UUID
    name: str
    sex: str
    born_on: date | None
    education: int
    full_time_degree: bool
    phone: str
    identity: str
    username: str
    posts: tuple[ExportedPost, ...]
    ties: tuple[ExportedTie, ...]
    looks: tuple[ExportedLook, ...]


@transaction.atomic
def look_at_phone(person: Person, *, actor: Actor, why: str) -> str:
    """The person's phone number; the look is written down."""
    return _look(person, "phone", person.phone_sealed, actor=actor, why=why)


@transaction.atomic
def look_at_identity(person: Person, *, actor: Actor, why: str) -> str:
    """The person's identity number; the look is written down."""
    return _look(person, "identity", person.identity_sealed, actor=actor, why=why)


@transaction.atomic
def use_phone(person: Person, *, actor: Actor, why: str) -> str:
    """The person's phone, for the house that sends what they chose to be sent; written down as a look too."""
    if not actor.is_system or actor.region_id != person.region_id:
        raise forbidden("registry.contact")
    found = secrets.unseal(person.phone_sealed, bound(person, "phone"))
    if found:
        Look.objects.create(region_id=person.region_id, person=person, field="phone", why=_clean_why(why))
    return found


@transaction.atomic
def note_look(contact: UUID, *, field: str, why: str, actor: Actor, post: int | None = None) -> Look:
    """Write down a look, made in a *post*, at contact data that another part keeps under *contact*."""
    if actor.person_id is None:
        raise forbidden("registry.contact")
    return Look.objects.create(
        region_id=actor.region_id,
        by_id=actor.person_id,
        post_id=post,
        contact=contact,
        field=field,
        why=_clean_why(why),
    )


@transaction.atomic
def note_use(contact: UUID, *, field: str, why: str, actor: Actor) -> Look:
    """Write down that the house itself used contact data that another part keeps under *contact*."""
    if not actor.is_system:
        raise forbidden("registry.contact")
    return Look.objects.create(region_id=actor.region_id, contact=contact, field=field, why=_clean_why(why))


@transaction.atomic
def export_person(person: Person, *, actor: Actor, why: str = "") -> PersonExport:
    """All that is kept of a person; one's own needs no reason, another's is written down as a look."""
    require_rule(actor, LOOKS_AT_CONTACTS, person)
    if actor.person_id != person.pk:
        _write_down(person, "export", actor=actor, why=why)
    return PersonExport(
        uuid=person.uuid,
        name=person.name,
        sex=person.sex,
        born_on=person.born_on,
        education=person.education,
        full_time_degree=person.full_time_degree,
        phone=secrets.unseal(person.phone_sealed, bound(person, "phone")),
        identity=secrets.unseal(person.identity_sealed, bound(person, "identity")),
        username=person.account.username if hasattr(person, "account") else "",
        posts=_posts(person),
        ties=_ties(person),
        looks=tuple(
            ExportedLook(look.at, look.by.name if look.by else HOUSE, look.field, look.why)
            for look in person.looks_at.select_related("by").order_by("at", "pk")
        ),
    )


def _clean_why(why: str) -> str:
    """The reason for a look; refused if none is given."""
    why = why.strip()
    if not why or len(why) > 200:
        raise Refusal(
            "registry.why_needed",
            zh="请写明查看原因（不超过 200 字），本人可以看到。",
            en="Say why you look, in at most 200 characters; the person can read it.",
            field="why",
        )
    return why


def _look(person: Person, field: str, sealed: bytes | memoryview, *, actor: Actor, why: str) -> str:
    require_rule(actor, LOOKS_AT_CONTACTS, person)
    found = secrets.unseal(sealed, bound(person, field))
    if actor.person_id != person.pk:
        _write_down(person, field, actor=actor, why=why)
    return found


def _write_down(person: Person, field: str, *, actor: Actor, why: str) -> None:
    if actor.person_id is None:
        raise forbidden("registry.contact")
    Look.objects.create(
        region_id=person.region_id, by_id=actor.person_id, person=person, field=field, why=_clean_why(why)
    )


def _ties(person: Person) -> tuple[ExportedTie, ...]:
    ties = Tie.objects.filter(Q(from_person=person) | Q(to_person=person)).order_by("since", "pk")
    related = ties.select_related("kind", "from_person", "from_unit", "to_person", "to_unit")
    return tuple(_exported(tie, tie.from_person_id == person.pk) for tie in related)


def _exported(tie: Tie, begins: bool) -> ExportedTie:
    other = (tie.to_person or tie.to_unit) if begins else (tie.from_person or tie.from_unit)
    name = other.name if other else ""
    return ExportedTie(tie.kind.label_zh, "from" if begins else "to", name, tie.since, tie.until)


def _posts(person: Person) -> tuple[ExportedPost, ...]:
    return tuple(
        ExportedPost(post.role.label_zh, post.unit.name, post.since, post.until)
        for post in person.posts.select_related("role", "unit").order_by("since", "pk")
    )
