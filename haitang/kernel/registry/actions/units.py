"""Regions, and units that are added, changed and moved; the tree's past is kept."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Concat, Length, Substr

from haitang.kernel.registry import closure, refusals, secrets
from haitang.kernel.registry.actions.stamp import bump, hold
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.conditions import (
    PATH_LIMIT,
    clean_unit_name,
    kind_of,
    require_free_code,
    require_open_unit,
)
from haitang.kernel.registry.leaving import require_words_hold
from haitang.kernel.registry.models import Region, Unit, UnitAncestor, UnitKind
from haitang.kernel.registry.pouring import keeping, pour
from haitang.kernel.registry.rules import forbidden, require
from haitang.kernel.registry.spans import batched
from haitang.kernel.registry.spans import under as in_subtree
from haitang.kernel.registry.stamps import fresh_stamp
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.text import Text

COUNTY = Text(zh="县（市、区）", en="County")


@transaction.atomic
def open_region(
    key: str,
    *,
    code: str,
    name: str,
    actor: Actor | None,
    kind: str = "county",
    since: date = date(1949, 10, 1),
) -> Region:
    """A new region with its root unit, of *kind*; only the house itself opens one (*actor* None)."""
    if actor is not None and not actor.is_system:
        raise forbidden("registry.open_region")
    if Region.objects.filter(key=key).exists() or Region.objects.filter(code=code).exists():
        raise Conflict(
            "registry.region_exists",
            zh=f"地区 {key}（代码 {code}）已经存在。",
            en=f"The region {key} (code {code}) exists already.",
        )
    region = Region.objects.create(
        key=key, code=code, name=name, revision=fresh_stamp(), canary=secrets.canary()
    )
    root_kind = UnitKind.objects.create(region=region, key=kind, label_zh=COUNTY.zh, label_en=COUNTY.en)
    _create_unit(Unit(region=region, kind=root_kind, code=code, name=name, since=since))
    return region


@transaction.atomic
def add_unit(
    name: str, *, kind: str, under: Unit, actor: Actor, code: str = "", since: date | None = None
) -> Unit:
    """A new unit of *kind* below *under*, from *since* (today if not said)."""
    hold(under.region_id)
    under = _fresh(under)
    require(actor, "registry.units", under)
    since = since or clock.today()
    require_open_unit(under, since)
    require_free_code(under.region_id, code)
    unit = Unit(
        region_id=under.region_id,
        kind=kind_of(under, kind),
        code=code,
        name=clean_unit_name(name),
        parent=under,
        since=since,
    )
    _create_unit(unit)
    bump(unit.region_id)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, actor: Actor, name: str | None = None, code: str | None = None) -> Unit:
    """Give the unit another name or code."""
    hold(unit.region_id)
    require(actor, "registry.units", unit)
    if name is not None:
        unit.name = clean_unit_name(name)
    if code is not None and code != unit.code:
        require_free_code(unit.region_id, code)
        unit.code = code
    unit.save(update_fields=["name", "code"])
    bump(unit.region_id)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, under: Unit, on: date, actor: Actor) -> Unit:
    """Hang the unit, with all below it, under another one from the day *on*."""
    hold(unit.region_id)
    unit, target = _fresh(unit), _fresh(under)
    require(actor, "registry.units", target)
    require(actor, "registry.units", unit)
    _require_may_move(unit, target, on)
    require_words_hold(unit, target, on)
    _rehang(unit, target, on)
    _rewrite_paths(unit, target)
    bump(unit.region_id)
    return unit


def _create_unit(unit: Unit) -> None:
    unit.path = ""
    unit.save(force_insert=True)
    unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}/"
    if len(unit.path) > PATH_LIMIT:
        raise refusals.too_deep()
    unit.save(update_fields=["path"])
    _write(closure.planted(unit))


def _require_may_move(unit: Unit, target: Unit, on: date) -> None:
    if unit.parent_id is None or unit.region_id != target.region_id:
        raise Refusal(
            "registry.unit_stays",
            zh="地区的根单位不能移动，单位也不能移到别的地区。",
            en="The root of a region does not move, nor does a unit move to another region.",
        )
    if on > clock.today() or on < unit.since:
        raise Refusal(
            "registry.move_day",
            zh="调整隶属的日期不能晚于今天，也不能早于单位设立之日。",
            en="The day of a move is not after today nor before the unit began.",
            field="on",
        )
    require_open_unit(unit, on)
    require_open_unit(target, on)
    if closure.was_below(target, unit, since=on):
        raise Refusal(
            "registry.move_below_itself",
            zh=f"“{target.name}”隶属于“{unit.name}”，不能反过来。",
            en=f"{target.name} lies below {unit.name}; a unit cannot hang below itself.",
            field="under",
        )
    if UnitAncestor.objects.filter(unit=unit, depth=1, since__gt=on).exists():
        raise Conflict(
            "registry.moved_later",
            zh=f"“{unit.name}”在 {on} 之后又调整过隶属。请按日期先后登记。",
            en=f"{unit.name} was moved again after {on}; record moves in the order of their days.",
            field="on",
        )


def _rehang(unit: Unit, target: Unit, on: date) -> None:
    change = closure.rehung(unit, under=target, on=on)
    for ids in batched(change.gone):
        UnitAncestor.objects.filter(pk__in=ids).delete()
    for ids in batched(change.ended):
        UnitAncestor.objects.filter(pk__in=ids).update(until=on)
    _write(change.made)


def _write(rows: Sequence[closure.Ancestry]) -> None:
    kept = keeping()
    pour(
        "registry_unitancestor",
        closure.Ancestry._fields,
        [(*row[:3], kept(row.since), kept(row.until)) for row in rows],
    )


def _rewrite_paths(unit: Unit, target: Unit) -> None:
    old, new = unit.path, f"{target.path}{unit.pk}/"
    below = Unit.objects.filter(in_subtree(old))
    longest = below.aggregate(found=Max(Length("path")))["found"]
    if longest + len(new) - len(old) > PATH_LIMIT:
        raise refusals.too_deep()
    below.update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    unit.parent, unit.path = target, new
    unit.save(update_fields=["parent"])


def _fresh(unit: Unit) -> Unit:
    return Unit.objects.select_related("region").get(pk=unit.pk)
