"""What is kept of a person: cleaned, checked and sealed on its way into the row."""

from dataclasses import dataclass
from datetime import date

from haitang.kernel.registry import secrets
from haitang.kernel.registry.enums import Education, Sex
from haitang.kernel.registry.models import Person
from haitang.kernel.registry.numbers import clean_identity, clean_phone
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


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


def fill(person: Person, given: Particulars) -> Person:
    """Put what is *given* into the unsaved *person*: cleaned, checked, sealed."""
    if given.name is not None or not person.name:
        person.name = clean_person_name(given.name or "")
    if given.education is not None:
        person.education = Education(given.education)
    if given.full_time_degree is not None:
        person.full_time_degree = given.full_time_degree
    if given.phone is not None:
        phone = clean_phone(given.phone)
        person.phone_sealed = secrets.seal(phone, bound(person, "phone"))
        person.phone_index = secrets.blind_index(phone, "phone")
    _fill_birth(person, given)
    return person


def bound(person: Person, what: str) -> str:
    """Where a sealed value of this person belongs: it opens in no other person's row."""
    return f"{person.uuid}/{what}"


def clean_person_name(name: str) -> str:
    """The name without stray blanks; refused if empty or too long."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refusal(
            "registry.person_name",
            zh="请填写姓名，不超过 60 字。",
            en="Give a name of at most 60 characters.",
            field="name",
        )
    return name


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
