"""A unit as of a day: what it is, what lies below it, who holds which post there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from haitang.kernel.registry.api import (
    SEES_POSTS,
    Actor,
    posts_as_of,
    standing,
    units_above,
    units_below,
    units_seen,
)
from haitang.kernel.registry.models import Post, Unit
from haitang.lib.clock import today
from haitang.ui.words import say

#: More below a unit than this is looked for by name.
SHOWN = 200


@dataclass(frozen=True)
class UnitLink:
    """A unit by name."""

    url: str
    name: str
    kind: str
    code: str


@dataclass(frozen=True)
class HolderRow:
    """Somebody's post."""

    role: str
    person: str
    person_url: str
    since: date
    until: date | None
    end_url: str = ""


@dataclass(frozen=True)
class UnitPage:
    """A unit on a day."""

    name: str
    kind: str
    code: str
    since: date
    until: date | None
    on: date
    above: list[UnitLink]
    below: list[UnitLink]
    more_below: bool
    posts: list[HolderRow]


def unit_for(actor: Actor, pk: int) -> Unit | None:
    """The unit, if *actor* may see it."""
    return units_seen(actor).filter(pk=pk).first()


def top_unit_for(actor: Actor) -> Unit | None:
    """The topmost unit that *actor* may see."""
    return units_seen(actor).order_by("path").first()


def unit_page(actor: Actor, unit: Unit, on: date) -> UnitPage:
    """*unit* as it was *on* that day, as far as *actor* may see."""
    below = _below(actor, unit, on)
    return UnitPage(
        unit.name,
        say(unit.kind.label),
        unit.code,
        unit.since,
        unit.until,
        on,
        _above(actor, unit, on),
        below[:SHOWN],
        len(below) > SHOWN,
        _posts(actor, unit, on),
    )


def units_named(actor: Actor, words: str) -> list[UnitLink]:
    """Units whose name holds *words*, or that have this code."""
    day = today()
    found = units_seen(actor).filter(standing(day), Q(name__contains=words) | Q(code=words))
    return [_link(unit, day) for unit in found.order_by("path")[:50]]


def _link(unit: Unit, on: date, *, open_to: bool = True) -> UnitLink:
    url = reverse("web:unit", args=[unit.pk]) if open_to else ""
    query = f"?on={on}" if url and on != today() else ""
    return UnitLink(url + query, unit.name, say(unit.kind.label), unit.code)


def _above(actor: Actor, unit: Unit, on: date) -> list[UnitLink]:
    return [_link(one, on, open_to=actor.may("registry.see", one)) for one in units_above(unit, on)]


def _below(actor: Actor, unit: Unit, on: date) -> list[UnitLink]:
    found = units_below(unit, on, most=SHOWN + 1)
    return [_link(one, on) for one in found if actor.may("registry.see", one)]


def _posts(actor: Actor, unit: Unit, on: date) -> list[HolderRow]:
    held = posts_as_of(unit.region_id, on).filter(SEES_POSTS.visible(actor), unit=unit)
    rows = held.select_related("role", "person").order_by("role_id", "since", "pk")[: SHOWN + 1]
    may_end = actor.may("registry.appoint", unit)
    return [_post(row, may_end=may_end and (row.until is None or row.until > today())) for row in rows]


def _post(row: Post, *, may_end: bool) -> HolderRow:
    url = "" if row.person.erased_at else reverse("web:person", args=[row.person_id])
    end_url = reverse("web:post_end", args=[row.pk]) if may_end else ""
    return HolderRow(say(row.role.label), row.person.name, url, row.since, row.until, end_url)
