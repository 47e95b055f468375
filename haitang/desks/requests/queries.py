"""What residents may see: the doors of a region, where things can happen, what was solved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from haitang.desks.requests.doors import Door
from haitang.desks.requests.models import Publication
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.api import PAGE, MatterKind, MattersSection, offline_days, pictures_of, story
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import AnyField, house_of
from haitang.kernel.registry.api import Actor, RegistrySection, units_of_kinds
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.declare import House
from haitang.lib.points import Micro
from haitang.lib.text import Text
from haitang.ui.units import Groups, unit_groups

SLOGAN = Text(zh="有事说一声", en="Tell it once")


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
    return units_of_kinds(door.region, door.at).filter(pk=unit_id).first()


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
        anonymous=kind.anonymous,
        offline_days=offline_days(PAGE, house=house),
        at=kind.at or tuple(house.section(RegistrySection).unit_kinds),
    )


def _asked_at_opening(kind: MatterKind) -> dict[str, AnyField]:
    return {key: kind.fields[key] for key in kind.flow.opening.ask}


def done_url(region: Region) -> str:
    """Where everyone reads what was done."""
    return reverse("requests:done", args=[region.key])


@dataclass(frozen=True)
class Solved:
    """A sentence that the department wrote to be read by everyone, and how many days it took."""

    sentence: str
    days: int


def solved(door: Door, *, limit: int = 5) -> list[Solved]:
    """What was solved lately, in the departments' own public sentences; never a title, name or number."""
    told = Publication.objects.filter(region=door.region, kind__key=door.kind)
    rows = told.order_by("-closed_on", "-matter")[:limit]
    return [Solved(one.text, one.days) for one in rows]


def photo_shown(matter: Matter, uuid: UUID, *, actor: Actor) -> Attachment | None:
    """A file of a step that *actor* is shown."""
    files = (file.attachment for step in story(matter, actor) for file in step.files)
    return next((kept for kept in files if kept.uuid == uuid), None)


def photos_of(told: Collection[Publication]) -> dict[int, list[Attachment]]:
    """The pictures of each, by its matter: those alone that were added as it was let out, for everyone."""
    pictures = pictures_of([one.step_id for one in told if one.step_id])
    return {one.pk: pictures[one.step_id] for one in told if one.step_id in pictures}


def photo_told(told: Publication, uuid: UUID) -> Attachment | None:
    """One of its pictures."""
    return next((one for one in photos_of([told]).get(told.pk, ()) if one.uuid == uuid), None)


@dataclass(frozen=True)
class Out:
    """What everyone may know of one matter: its sentence, where it was, the first of its pictures."""

    text: str
    point: Micro | None
    photo_url: str


def published(region: Region, matters: Iterable[Matter]) -> dict[int, Out]:
    """What was let out about each of *matters*, by its row; nothing of those about which nothing was."""
    rows = list(Publication.objects.filter(matter__in=[matter.pk for matter in matters]))
    photos = photos_of(rows)
    return {one.pk: Out(one.text, one.point, _first(region, one, photos)) for one in rows}


def photo_url(region: Region, told: Publication, photo: Attachment) -> str:
    """Where everyone sees a picture that was let out."""
    return reverse("requests:done-photo", args=[region.key, told.pk, photo.uuid])


def _first(region: Region, told: Publication, photos: Mapping[int, list[Attachment]]) -> str:
    mine = photos.get(told.pk)
    return photo_url(region, told, mine[0]) if mine else ""
