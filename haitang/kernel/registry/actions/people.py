"""People: enrolled with as little as the work needs, changed, and erased when they ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from haitang.kernel.registry import secrets
from haitang.kernel.registry.actions.posts import require_successors
from haitang.kernel.registry.actions.stamp import bump
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.enums import Education, Sex
from haitang.kernel.registry.models import Account, ApiToken, Person, Post, Region, Tie
from haitang.kernel.registry.numbers import clean_identity, clean_phone
from haitang.kernel.registry.rules import CHANGES_PEOPLE, require_rule, require_somewhere
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal


@dataclass(frozen=True)
class Particulars:
    """What is kept of a person; phone and identity number as written, to be cleaned and sealed.

    None leaves a field as it is; an empty phone or identity number empties it.
    """

    name: str | None = None
    sex: str | None = None
    born_on: date | None = None
    education: int | None = None
    full_time_degree: bool | None = None
    phone: str | None = None
    identity: str | None = None


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
    require_not_erased(person)
    fill(person, Particulars(name, sex, born_on, education, full_time_degree, phone, identity))
    _require_new_identity(person)
    person.save()
    return person


@transaction.atomic
def erase_person(person: Person, *, actor: Actor) -> Person:
    """Empty everything personal and end every post, tie and account; the row stays, for history's sake."""
    require_rule(actor, CHANGES_PEOPLE, person)
    require_not_erased(person)
    today = clock.today()
    require_successors(Post.objects.filter(overlapping(today, None), person=person), on=today, actor=actor)
    _end_everything(person, today)
    blank = Person(pk=person.pk, region_id=person.region_id, uuid=person.uuid, erased_at=clock.now())
    blank.save(force_update=True)
    bump(person.region_id)
    person.refresh_from_db()
    return person


def fill(person: Person, given: Particulars) -> None:
    """Put what is *given* into the unsaved *person*: cleaned, checked, sealed."""
    if given.name is not None:
        person.name = clean_person_name(given.name)
    if given.education is not None:
        person.education = Education(given.education)
    if given.full_time_degree is not None:
        person.full_time_degree = given.full_time_degree
    if given.phone is not None:
        phone = clean_phone(given.phone)
        person.phone_sealed = secrets.seal(phone, bound(person, "phone"))
        person.phone_index = secrets.blind_index(phone, "phone")
    _fill_birth(person, given)


def bound(person: Person, what: str) -> str:
    """Where a sealed value of this person belongs: it opens in no other person's row."""
    return f"{person.uuid}/{what}"


def clean_person_name(name: str) -> str:
    """The name without stray blanks; refused if empty or too long."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refusal(
            "registry.person_name",
            zh="请填写姓名,不超过 60 字。",
            en="Give a name of at most 60 characters.",
            field="name",
        )
    return name


def require_not_erased(person: Person) -> None:
    """Refused for one whose particulars were erased."""
    if person.erased_at is not None:
        raise Refusal(
            "registry.person_erased",
            zh="此人的信息已按本人要求删除,不能再修改或任职。",
            en="This person's particulars were erased; they are not changed and hold no posts any more.",
            field="person",
        )


def _fill_birth(person: Person, given: Particulars) -> None:
    born_on, sex = given.born_on or person.born_on, given.sex if given.sex is not None else person.sex
    if given.identity is not None:
        told = clean_identity(given.identity)
        person.identity_sealed = secrets.seal(told.number if told else "", bound(person, "identity"))
        person.identity_index = secrets.blind_index(told.number if told else "", "identity")
        if told:
            _require_same(told.born_on, given.born_on, told.sex, given.sex)
            born_on, sex = told.born_on, told.sex
    if born_on and born_on > clock.today():
        raise Refusal(
            "registry.born_in_future",
            zh="出生日期不能晚于今天。",
            en="Nobody is born after today.",
            field="born_on",
        )
    person.born_on, person.sex = born_on, Sex(sex)
    person.born_year = born_on.year if born_on else None
    person.born_md = born_on.month * 100 + born_on.day if born_on else None


def _require_same(told_day: date, day: date | None, told_sex: str, sex: str | None) -> None:
    if (day is not None and day != told_day) or (sex and sex != told_sex):
        raise Refusal(
            "registry.identity_contradicts",
            zh="出生日期或性别与身份证号不一致。请核对。",
            en="The birthday or sex differs from what the identity number tells. Compare them.",
            field="identity",
        )


def _require_new_identity(person: Person) -> None:
    others = Person.objects.filter(region=person.region_id, identity_index=person.identity_index)
    if person.identity_index and others.exclude(pk=person.pk).exists():
        raise identity_taken()


def identity_taken() -> Conflict:
    """The refusal of a second person with one identity number."""
    return Conflict(
        "registry.identity_taken",
        zh="这个身份证号已经登记过。请在花名册中查找此人。",
        en="Someone with this identity number is enrolled already. Look for them in the registry.",
        field="identity",
    )


def _end_everything(person: Person, today: date) -> None:
    ApiToken.objects.filter(post__person=person, revoked_at=None).update(revoked_at=clock.now())
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
