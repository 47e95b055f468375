"""What residents may see: the doors of a region, where things can happen, what was solved."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from haitang.desks.requests.doors import Door
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.api import MatterKind, MattersSection, shown_answers, story
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import AnyField, compiled_many, house_of
from haitang.kernel.registry.api import Actor, RegistrySection
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.declare import House
from haitang.lib.redaction import redact
from haitang.lib.text import Text
from haitang.ui.units import Groups, unit_groups

SLOGAN = Text(zh="有事说一声", en="Tell it once")


def regions() -> list[Region]:
    """Every region, by name."""
    return list(Region.objects.order_by("name"))


def doors(region: Region) -> list[Door]:
    """The public kinds of matter of *region*."""
    house = house_of(region.pk, revision=region.revision)
    kinds = house.section(MattersSection).matters
    return [_door(region, house, key, kind) for key, kind in kinds.items() if kind.public]


def door_of(found: Iterable[Door], kind: str) -> Door | None:
    """The door for *kind* among those *found*."""
    return next((door for door in found if door.kind == kind), None)


def places(door: Door, language: str) -> Groups:
    """The units where it may have happened, each town with its villages."""
    return unit_groups(door.region.pk, kinds=door.at, language=language)


def place(door: Door, unit_id: str) -> Unit | None:
    """One of those units."""
    return Unit.objects.filter(region=door.region, pk=unit_id, kind__key__in=door.at).first()


def _door(region: Region, house: House, key: str, kind: MatterKind) -> Door:
    return Door(
        region=region,
        kind=key,
        label=kind.label,
        brand=kind.brand or kind.label,
        slogan=kind.slogan or SLOGAN,
        contact_days=kind.contact_days,
        asks=_asked_at_opening(kind),
        takes=kind.takes,
        at=kind.at or tuple(house.section(RegistrySection).unit_kinds),
    )


def _asked_at_opening(kind: MatterKind) -> dict[str, AnyField]:
    return {key: kind.fields[key] for key in kind.flow.opening.ask}


@dataclass(frozen=True)
class Solved:
    """A sentence that the department wrote to be read by everyone, and how many days it took."""

    sentence: str
    days: int


def solved(door: Door, *, limit: int = 5) -> list[Solved]:
    """What was solved lately, in the departments' own public sentences; never a title, name or number."""
    closed = Matter.objects.filter(
        region=door.region, kind__key=door.kind, closed_at__isnull=False, gathered_under=None
    ).select_related("kind")
    recent = list(closed.order_by("-closed_at")[: limit * 4])
    houses = compiled_many(matter.version_id for matter in recent)
    told = ((matter, published_sentence(matter, houses[matter.version_id])) for matter in recent)
    found = [Solved(said, _days(matter)) for matter, said in told if said]
    return found[:limit]


def photo_shown(matter: Matter, uuid: UUID, *, actor: Actor) -> Attachment | None:
    """A file of a step that *actor* is shown."""
    files = (file.attachment for step in story(matter, actor) for file in step.files)
    return next((kept for kept in files if kept.uuid == uuid), None)


def published_sentence(matter: Matter, house: House) -> str:
    """What the department wrote to be read by everyone, without numbers that lead to a person."""
    kind = house.section(MattersSection).matters.get(matter.kind.key)
    answers = shown_answers(json.loads(matter.data), house) if kind and kind.published else ()
    said = next((answer.said.zh for answer in answers if answer.key == kind.published), "") if kind else ""
    return redact(said)


def _days(matter: Matter) -> int:
    assert matter.closed_at is not None
    return (matter.closed_at - matter.opened_at).days
