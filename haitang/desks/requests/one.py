"""The page of one thing that was done: what, by which office, where, when, how long, what else there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from haitang.desks.requests import openly
from haitang.desks.requests.done import (
    LOOK_BACK,
    DoneRow,
    category_name,
    done_one_url,
    done_row,
    done_url,
    within,
)
from haitang.desks.requests.drawing import Drawing
from haitang.desks.requests.mapped import around
from haitang.desks.requests.models import Publication
from haitang.desks.requests.openly import Sought
from haitang.desks.requests.queries import door_of, doors, photo_url, photos_of
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.models import Region
from haitang.lib.clock import day_of, today
from haitang.lib.declare import House
from haitang.ui.words import both

#: So many more of its kind are shown.
MORE = 4
#: Days are compared with those of so many of its category at least.
ENOUGH = 5


@dataclass(frozen=True)
class OneDone:
    """One thing that was done; ``office`` and ``told_on`` where the playbook lists its facts."""

    text: str
    category: str
    category_url: str
    place: str
    place_url: str
    office: str
    told_on: date | None
    closed_on: date
    took: str
    compared: str
    point: tuple[float, float] | None
    drawing: Drawing | None
    map_url: str
    photos: Sequence[str]
    alike: Sequence[DoneRow]
    newer_url: str
    older_url: str
    tell_url: str


def one_done(region: Region, told: Publication) -> OneDone:
    """The page of one."""
    house = house_of(region.pk, revision=region.revision)
    row, kind = done_row(region, house, told), told.matter.kind.key
    listed = _lists_facts(house, kind)
    top = _top(house, told.category_id)
    newer, older = openly.newer_and_older(region, told)
    door = door_of(doors(region), kind)
    return OneDone(
        text=told.text,
        category=category_name(house, told.category_id),
        category_url=done_url(region, {"category": top}) if top else "",
        place=told.unit.name,
        place_url=done_url(region, {"place": str(told.unit_id)}),
        office=told.matter.owner.name if listed else "",
        told_on=day_of(told.matter.opened_at) if listed else None,
        closed_on=told.closed_on,
        took=row.took,
        compared=_compared(region, told),
        point=row.point,
        drawing=around(region, told),
        map_url=reverse("requests:done-map", args=[region.key]),
        photos=[photo_url(region, told, one) for one in photos_of([told]).get(told.pk, ())],
        alike=_alike(region, house, told, top),
        newer_url=done_one_url(region, newer.pk) if newer else "",
        older_url=done_one_url(region, older.pk) if older else "",
        tell_url=door.url if door else "",
    )


def _lists_facts(house: House, kind: str) -> bool:
    """Whether everyone may know its dates and who has it: as the playbook says of the kind today."""
    found = house.section(MattersSection).matters.get(kind)
    return found is not None and found.listed == "facts"


def _top(house: House, category: int | None) -> str:
    """The topmost category of one; empty for none, or one that is no longer declared."""
    try:
        return house.path_of(category)[1] if category else ""
    except KeyError:
        return ""


def _compared(region: Region, told: Publication) -> str:
    """How many days others of its category took, where there are enough to say so."""
    groups = openly.groups(region, today() - LOOK_BACK)
    found = next((one for one in groups if one.category == told.category_id), None)
    if told.category_id is None or found is None or found.count < ENOUGH:
        return ""
    days = f"{float(found.days):.1f}"
    return both(
        f"同类 {found.count} 件平均 {days} 天", f"{found.count} of this category: {days} days on average"
    )


def _alike(region: Region, house: House, told: Publication, top: str) -> list[DoneRow]:
    """The latest others of its topmost category."""
    if not top:
        return []
    found = openly.told(region, Sought(categories=within(house, top))).exclude(pk=told.pk)
    return [done_row(region, house, one) for one in found[:MORE]]
