"""What was opened lately and still waits, read in bulk by whoever compares it.

Asked at every taking in, so nothing is composed: each is one statement however many keys it is given, that
PostgreSQL plans once a connection.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.rules import GATHERS, REACHES_MATTERS, SEES_MATTERS
from haitang.kernel.registry.actors import Actor, lasting_revision
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.planned import planned_once
from haitang.kernel.registry.queries import unit_numbered
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
    is_open: bool

    @property
    def head(self) -> int:
        """The one it goes with, or itself."""
        return self.under or self.pk

    @property
    def person(self) -> str | int:
        """Who waits: a phone, else whoever opened it; where neither is known, each for itself."""
        return self.phone or self.opened_by or -self.pk


_SAID = ("pk", "unit_id", "title", "body", "region_id", "kind_id", "opened_on")
#: In the order of the model's own fields, as ``from_db`` wants them.
_SHOWN = ("id", "region_id", "number", "title", "unit_id", "owner_id")
Rows = list[tuple[Any, ...]]  # reason: any column's value, as the driver gives it


def newest_matter() -> int:
    """The key of the matter that was written down last, of all regions; 0 where there is none."""
    return Matter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def said_since(key: int, *, or_by: Collection[int], most: int) -> list[Said]:
    """What was written down after *key*, at most so many, and what is there of the keys *or_by*.

    Of all regions: by the key alone, so that any database walks it.
    """
    with planned_once() as cursor:
        cursor.execute(_says_since(), (key, most, _keys(or_by)))
        rows: Rows = cursor.fetchall()
    return [Said(*row)._replace(opened_on=_day(row[-1])) for row in rows]


def _says_since() -> str:
    says = "SELECT id, unit_id, title, body, region_id, kind_id, opened_on FROM matters_matter WHERE id"
    return f"SELECT * FROM ({says} > %s ORDER BY id LIMIT %s) AS later UNION ALL {says} {_among()}"  # noqa: S608 -- constants


def units_within(path: str) -> dict[int, str]:
    """The units at *path* and below it, by their names."""
    return dict(Unit.objects.filter(under(path)).values_list("pk", "name"))


def said_at(units: Collection[int], *, most: int) -> list[Said]:
    """What was opened last at *units* and still waits."""
    here = Matter.objects.filter(unit__in=units, closed_at=None).order_by("-pk")
    return [Said(*row) for row in here.values_list(*_SAID)[:most]]


def waiting(keys: Collection[int]) -> list[Waiting]:
    """Those of *keys* that are open, and all that is gathered under any of *keys*, open or not."""
    if not keys:
        return []
    with planned_once() as cursor:
        cursor.execute(_waiting_with_those_under(), (_keys(keys), _keys(keys)))
        rows: Rows = cursor.fetchall()
    # One that goes with another of them is found twice.
    return list({row[0]: _waiting(row) for row in rows}.values())


def _waiting_with_those_under() -> str:
    """Each half is found by an index of its own."""
    row = "m.id, m.unit_id, m.opened_by_id, c.phone_index, m.gathered_under_id, m.closed_at IS NULL"
    those = "FROM matters_matter m LEFT JOIN matters_contact c ON c.matter_id = m.id WHERE"
    return f"""SELECT {row}, m.opened_on {those} m.id {_among()} AND m.closed_at IS NULL
        UNION ALL SELECT {row}, m.opened_on {those} m.gathered_under_id {_among()}"""


def free_to_gather(keys: Collection[int], actor: Actor) -> list[Matter]:
    """Those of *keys* that *actor* may gather and that are gathered under nothing, in short."""
    if not keys:
        return []
    free = Matter.objects.filter(GATHERS.visible(actor), pk__in=keys, gathered_under=None)
    return list(free.select_related("unit").only("number", "title", "opened_at", "unit__name"))


def first_seen(keys: Sequence[int], actor: Actor, *, most: int) -> list[Matter]:
    """The first *most* of *keys* that *actor* may see, in short: number, title, where and whose."""
    looked_at: list[Matter] = []
    near: set[int] = set()
    # Most often the first of them may all be seen: then the others are not even read.
    in_short = chain.from_iterable(_in_short(part, actor) for part in (keys[:most], keys[most:]))
    for one in in_short:
        looked_at.append(one)
        if REACHES_MATTERS.allows(actor, one):
            near.add(one.pk)
        if len(near) == most:
            break
    # Whoever was asked to join in, or opened it, sees it as well: asked only where it would be shown.
    beyond = _seen([one.pk for one in looked_at if one.pk not in near], actor)
    return [one for one in looked_at if one.pk in near or one.pk in beyond][:most]


def _in_short(keys: Sequence[int], actor: Actor) -> Iterator[Matter]:
    """Those of *keys* that are of the actor's region, in that order, with their units."""
    if not keys:
        return
    with planned_once() as cursor:
        cursor.execute(_in_short_by_key(), (_keys(keys),))
        found = {row[0]: row for row in cursor.fetchall()}
    revision = lasting_revision(actor)
    units: dict[int, Unit | None] = {}
    for row in (found[key] for key in keys if key in found):
        matter = Matter.from_db("default", _SHOWN, row)
        for pk in (matter.unit_id, matter.owner_id):
            if pk not in units:
                units[pk] = unit_numbered(actor.region_id, pk, revision=revision)
        unit, owner = units[matter.unit_id], units[matter.owner_id]
        if unit and owner:
            matter.unit, matter.owner = unit, owner
            yield matter


def _in_short_by_key() -> str:
    return f"SELECT {','.join(_SHOWN)} FROM matters_matter WHERE id {_among()}"  # noqa: S608 -- constants


def _seen(keys: Collection[int], actor: Actor) -> set[int]:
    if not keys:
        return set()
    return set(Matter.objects.filter(SEES_MATTERS.visible(actor), pk__in=keys).values_list("pk", flat=True))


def _waiting(row: Sequence[Any]) -> Waiting:  # reason: a row as the driver gives it
    pk, unit, opened_by, phone, head, is_open, opened_on = row
    return Waiting(pk, unit, _day(opened_on), opened_by, phone, head, bool(is_open))


def _among() -> str:
    """That it is one of several keys, however many they are, given as one parameter."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)"
    return "IN (SELECT value FROM json_each(%s))"


def _keys(keys: Collection[int]) -> object:
    """Several keys as that one parameter."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))


def _day(kept: date | str) -> date:
    """A day as the driver gives it: SQLite keeps them as text."""
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
