"""Ties between people and units, and places."""

from datetime import date

from django.db import transaction

from haitang.kernel.registry.actions.stamp import bump, hold
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.conditions import require_holds_at, require_may_grant
from haitang.kernel.registry.enums import Side
from haitang.kernel.registry.models import Person, Place, PlaceKind, Tie, TieKind, Unit
from haitang.kernel.registry.rules import OverPerson, forbidden, require
from haitang.kernel.registry.spans import overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal

TIES_PEOPLE = OverPerson("registry.tie")


@transaction.atomic
def tie(
    start: Person | Unit, *, to: Person | Unit, kind: str, actor: Actor, since: date | None = None
) -> Tie:
    """A tie of *kind* (its key) from *start* to another person or unit; it may give a role there."""
    for side in (start, to):
        _require_may_tie(side, actor)
    hold(start.region_id)
    found = _tie_kind(start.region_id, kind)
    _require_sides(found, start, to)
    for side in (start, to):
        _require_holds_at(found, side)
    _require_may_give(found, to, actor)
    row = Tie(region_id=start.region_id, kind=found, since=since or clock.today(), **_ends(start, to))
    if Tie.objects.filter(overlapping(row.since, None), kind=found, **_ends(start, to)).exists():
        raise Conflict(
            "registry.tied_already",
            zh="这项联系已经登记。",
            en="They are tied in this way already.",
            field="to",
        )
    row.save(force_insert=True)
    bump(row.region_id)
    return row


@transaction.atomic
def untie(row: Tie, *, on: date, actor: Actor) -> Tie:
    """The tie ends: *on* is the first day without it."""
    hold(row.region_id)
    row = Tie.objects.get(pk=row.pk)
    for side in (row.from_person or row.from_unit, row.to_person or row.to_unit):
        assert side is not None  # the table's own constraint
        _require_may_tie(side, actor)
    _require_may_give(row.kind, row.to_person or row.to_unit, actor)
    if on <= row.since or (row.until is not None and row.until <= on):
        raise Refusal(
            "registry.tie_end_day",
            zh=f"解除日期应晚于建立之日（{row.since}）。",
            en=f"A tie ends after the day it began ({row.since}), and only once.",
            field="on",
        )
    row.until = on
    row.save(update_fields=["until"])
    bump(row.region_id)
    return row


@transaction.atomic
def add_place(
    name: str, *, kind: str, at: Unit, latitude_micro: int, longitude_micro: int, actor: Actor
) -> Place:
    """A place of *kind* (its key) that belongs to the unit *at*; degrees times one million."""
    require(actor, "registry.units", at)
    kinds = PlaceKind.objects.filter(region=at.region_id, key=kind, retired_on=None)
    found = kinds.select_related("holder").first()
    if found is None:
        raise Refusal(
            "registry.unknown_place_kind",
            zh=f"方案里没有名为 {kind} 的地点类型（或已停用）。",
            en=f"No playbook here declares a kind of place {kind}, or it is retired.",
            field="kind",
        )
    require_holds_at(found, at)
    if not (name.strip() and abs(latitude_micro) <= 90_000_000 and abs(longitude_micro) <= 180_000_000):
        raise Refusal(
            "registry.place",
            zh="请填写地点名称，并核对经纬度。",
            en="Give the place a name, and compare its latitude and longitude.",
            field="name",
        )
    return Place.objects.create(
        region_id=at.region_id,
        kind=found,
        unit=at,
        name=name.strip(),
        latitude_micro=latitude_micro,
        longitude_micro=longitude_micro,
    )


def _require_may_tie(side: Person | Unit, actor: Actor) -> None:
    may = actor.may("registry.tie", side) if isinstance(side, Unit) else TIES_PEOPLE.allows(actor, side)
    if not may:
        raise forbidden("registry.tie")


def _require_holds_at(kind: TieKind, side: Person | Unit) -> None:
    if isinstance(side, Unit):
        require_holds_at(kind, Unit.objects.get(pk=side.pk))  # it may have moved meanwhile


def _require_may_give(kind: TieKind, to: Person | Unit | None, actor: Actor) -> None:
    """What a tie gives is handed out, and taken, like a post."""
    if kind.gives is not None and isinstance(to, Unit):
        require_may_grant(kind.gives, to, actor)


def _tie_kind(region_id: int, key: str) -> TieKind:
    kinds = TieKind.objects.select_related("gives", "holder")
    found = kinds.filter(region=region_id, key=key, retired_on=None).first()
    if found is None:
        raise Refusal(
            "registry.unknown_tie_kind",
            zh=f"方案里没有名为 {key} 的联系类型（或已停用）。",
            en=f"No playbook here declares a kind of tie {key}, or it is retired.",
            field="kind",
        )
    return found


def _require_sides(kind: TieKind, start: Person | Unit, to: Person | Unit) -> None:
    if (kind.from_side, kind.to_side) != (_side(start), _side(to)) or (type(start), start.pk) == (
        type(to),
        to.pk,
    ):
        raise Refusal(
            "registry.tie_sides",
            zh=f"“{kind.label_zh}”的两端应为 {kind.from_side} 与 {kind.to_side}，且不能是同一个。",
            en=f"{kind.label_en} leads from a {kind.from_side} to a {kind.to_side}, never to itself.",
            field="to",
        )


def _side(end: Person | Unit) -> str:
    return Side.UNIT if isinstance(end, Unit) else Side.PERSON


def _ends(start: Person | Unit, to: Person | Unit) -> dict[str, Person | Unit]:
    return {f"from_{_side(start)}": start, f"to_{_side(to)}": to}
