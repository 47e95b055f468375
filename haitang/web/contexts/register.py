"""Which changes of the register an actor may make here, and what is said on the page of each."""

from dataclasses import dataclass

from django.urls import reverse

from haitang.kernel.registry.api import CHANGES_PEOPLE, Actor, people_seen, posts_to_end
from haitang.kernel.registry.models import Person, Post, Unit
from haitang.ui.words import both
from haitang.web.contexts.people import person_for
from haitang.web.contexts.units import unit_for


@dataclass(frozen=True)
class ChangeDoor:
    """A change that may be made, and where."""

    url: str
    words: str
    danger: bool = False


def unit_doors(actor: Actor, unit: Unit) -> list[ChangeDoor]:
    """What *actor* may change of *unit*."""
    if unit.until is not None:
        return []
    doors = []
    if actor.may("registry.appoint", unit):
        doors.append(ChangeDoor(reverse("web:appoint", args=[unit.pk]), both("任命职务", "Appoint")))
    if actor.may("registry.units", unit):
        doors.append(ChangeDoor(reverse("web:unit_rename", args=[unit.pk]), both("改名称", "Rename")))
        if unit.parent_id is not None:
            doors.append(ChangeDoor(reverse("web:unit_move", args=[unit.pk]), both("移到别处", "Move")))
            doors.append(
                ChangeDoor(reverse("web:unit_close", args=[unit.pk]), both("撤销", "Close"), danger=True)
            )
    return doors


def person_doors(actor: Actor, person: Person) -> list[ChangeDoor]:
    """What *actor* may change of *person*."""
    if not may_change(actor, person):
        return []
    return [
        ChangeDoor(reverse("web:person_change", args=[person.pk]), both("修改信息", "Edit")),
        ChangeDoor(reverse("web:person_erase", args=[person.pk]), both("抹去个人信息", "Erase"), danger=True),
    ]


def may_change(actor: Actor, person: Person) -> bool:
    """Whether *actor* may edit and erase *person*."""
    return actor.may_somewhere("registry.people") and CHANGES_PEOPLE.allows(actor, person)


def unit_to_change(actor: Actor, pk: int, ability: str) -> Unit | None:
    """The unit, if it is open and *actor* sees it and holds *ability* over it."""
    unit = unit_for(actor, pk)
    return unit if unit and unit.until is None and actor.may(ability, unit) else None


def person_to_change(actor: Actor, pk: int) -> Person | None:
    """The person, if *actor* sees them and may edit them."""
    person = person_for(actor, pk)
    return person if person and may_change(actor, person) else None


def person_picked(actor: Actor, uuid: str) -> Person | None:
    """The person somebody picked, if *actor* sees them."""
    return people_seen(actor).filter(uuid=uuid).first()


def post_to_end(actor: Actor, pk: int) -> Post | None:
    """The post, if it has not ended and *actor* may appoint where it is."""
    return posts_to_end(actor).filter(pk=pk).first()
