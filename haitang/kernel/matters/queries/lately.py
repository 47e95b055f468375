"""What was opened lately and still waits, read in bulk by whoever compares it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.rules import GATHERS, SEES_MATTERS
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import under


class Said(NamedTuple):
    """What a matter says, and of where, when and which kind it is."""

    pk: int
    unit: int
    title: str
    body: str
    region: int
    kind: int
    opened_on: date


class Waiting(NamedTuple):
    """Who waits for it since when, and what it is gathered under; a phone is known by its index alone."""

    pk: int
    unit: int
    opened_on: date
    opened_by: int | None
    phone: str | None
    under: int | None


_SAID = ("pk", "unit_id", "title", "body", "region_id", "kind_id", "opened_on")
_WAITING = ("pk", "unit_id", "opened_on", "opened_by", "contact__phone_index", "gathered_under")


def newest_matter() -> int:
    """The key of the matter that was written down last, of all regions; 0 where there is none."""
    return Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def said_since(key: int, *, most: int) -> list[Said]:
    """What was written down after *key*, of all regions: by the key alone, so that any database walks it."""
    rows = Matter.objects.filter(pk__gt=key).order_by("pk").values_list(*_SAID)[:most]
    return [Said(*row) for row in rows]


def units_within(path: str) -> frozenset[int]:
    """The units at *path* and below it."""
    return frozenset(Unit.objects.filter(under(path)).values_list("pk", flat=True))


def said_at(units: Collection[int], *, most: int) -> list[Said]:
    """What was opened last at *units* and still waits."""
    here = Matter.objects.filter(unit__in=units, closed_at=None).order_by("-pk")
    return [Said(*row) for row in here.values_list(*_SAID)[:most]]


def waiting(keys: Collection[int]) -> list[Waiting]:
    """Those of *keys* that are open."""
    return _waiting(Matter.objects.filter(pk__in=keys, closed_at=None)) if keys else []


def waiting_under(heads: Collection[int]) -> list[Waiting]:
    """What is gathered under any of *heads*."""
    return _waiting(Matter.objects.filter(gathered_under__in=heads)) if heads else []


def free_to_gather(keys: Collection[int], actor: Actor) -> list[Matter]:
    """Those of *keys* that *actor* may gather and that are gathered under nothing, in short."""
    if not keys:
        return []
    free = Matter.objects.filter(GATHERS.visible(actor), pk__in=keys, gathered_under=None)
    return list(free.select_related("unit").only("number", "title", "opened_at", "unit__name"))


def matters_seen(keys: Collection[int], actor: Actor) -> dict[int, Matter]:
    """Those of *keys* that *actor* may see."""
    seen = Matter.objects.filter(SEES_MATTERS.visible(actor), pk__in=keys).select_related("unit", "owner")
    return {one.pk: one for one in seen}


def _waiting(matters: QuerySet[Matter]) -> list[Waiting]:
    return [Waiting(*row) for row in matters.values_list(*_WAITING)]
