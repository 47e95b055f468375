"""People: enrolled with as little as the work needs, changed, and erased when they ask."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump, hold
from haitang.kernel.registry.actors import SYSTEM, Actor
from haitang.kernel.registry.conditions import cleaned_reason, require_not_erased, require_successors
from haitang.kernel.registry.enums import Education
from haitang.kernel.registry.erasures import note_erased
from haitang.kernel.registry.keepers import tell_leaving
from haitang.kernel.registry.models import Account, ApiToken, Person, Post, Region, Tie
from haitang.kernel.registry.particulars import Particulars, fill
from haitang.kernel.registry.rules import CHANGES_PEOPLE, require, require_rule, require_somewhere
from haitang.kernel.registry.secrets import seal
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock


@transaction.atomic
def enrol_person(
    region: Region,
    *,
    name: str,
    actor: Actor,
    sex: str | None = None,
    born_on: date | None = None,
    education: int = Education.UNKNOWN,
    full_time_degree: bool = False,
    phone: str = "",
    identity: str = "",
) -> Person:
    """A new person of *region*, without any post yet; an identity number tells birthday and sex."""
    require_somewhere(actor, "registry.people", region.pk)
    hold(region.pk)
    person = Person(region=region)
    fill(person, Particulars(name, sex, born_on, education, full_time_degree, phone, identity))
    _require_new_identity(person)
    person.save(force_insert=True)
    return person


@transaction.atomic
def change_person(
    person: Person,
    *,
    actor: Actor,
    name: str | None = None,
    sex: str | None = None,
    born_on: date | None = None,
    education: int | None = None,
    full_time_degree: bool | None = None,
    phone: str | None = None,
    identity: str | None = None,
) -> Person:
    """Change what is given; an empty phone or identity number empties it."""
    require_rule(actor, CHANGES_PEOPLE, person)
    hold(person.region_id)
    require_not_erased(person)
    fill(person, Particulars(name, sex, born_on, education, full_time_degree, phone, identity))
    _require_new_identity(person)
    person.save()
    return person


@transaction.atomic
def erase_person(person: Person, *, actor: Actor, why: str = "") -> Person:
    """Empty everything personal and end every post, tie and account; the row stays, for history's sake.

    *why* is kept under seal.
    """
    require_rule(actor, CHANGES_PEOPLE, person)
    why = cleaned_reason(why)
    hold(person.region_id)
    _require_over_all_stands(person, actor)
    require_not_erased(person)
    today = clock.today()
    require_successors(Post.objects.filter(overlapping(today, None), person=person), on=today, actor=actor)
    return _erase(person, today, why=why)


def erase_people_again(people: Sequence[UUID]) -> int:
    """Erase whom an older copy of the house brought back, successors or not; how many."""
    found = list(Person.objects.filter(uuid__in=people, erased_at=None))
    for person in found:
        with transaction.atomic():
            hold(person.region_id)
            _erase(person, clock.today())
    return len(found)


def _erase(person: Person, today: date, *, why: str = "") -> Person:
    note_erased("person", [person.uuid])
    tell_leaving(person, SYSTEM(person.region_id))
    _end_everything(person, today)
    blank = Person(pk=person.pk, region_id=person.region_id, uuid=person.uuid, erased_at=clock.now())
    blank.erased_because_sealed = seal(why, f"erased/{person.uuid}") or None
    blank.save(force_update=True)
    bump(person.region_id)
    person.refresh_from_db()
    return person


def _require_over_all_stands(person: Person, actor: Actor) -> None:
    """Erasing ends whatever the person has anywhere: so only for who may over all of it."""
    lasting = overlapping(clock.today(), None)
    for post in person.posts.filter(lasting).select_related("unit"):
        require(actor, "registry.people", post.unit)
    ties = Tie.objects.filter(lasting, Q(from_person=person) | Q(to_person=person))
    for tie in ties.select_related("from_unit", "to_unit"):
        unit = tie.from_unit or tie.to_unit
        if unit is not None:
            require(actor, "registry.people", unit)


def _require_new_identity(person: Person) -> None:
    others = Person.objects.filter(region=person.region_id, identity_index=person.identity_index)
    if person.identity_index and others.exclude(pk=person.pk).exists():
        raise refusals.identity_taken()


def _end_everything(person: Person, today: date) -> None:
    keys = ApiToken.objects.filter(post__person=person)
    keys.filter(revoked_at=None).update(revoked_at=clock.now())
    keys.update(label="")
    Account.objects.filter(person=person).delete()
    ties = Tie.objects.filter(overlapping(today, None))
    ties = ties.filter(from_person=person) | ties.filter(to_person=person)
    ties.filter(since__gte=today).delete()
    ties.update(until=today)
    posts = Post.objects.filter(overlapping(today, None), person=person)
    ApiToken.objects.filter(post__in=posts.filter(since__gt=today)).delete()
    posts.filter(since__gt=today).delete()
    posts.filter(since=today).update(until=today + timedelta(days=1))
    posts.filter(since__lt=today).update(until=today)
