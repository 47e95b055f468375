"""What was said lately of a place and of those around it, held in memory so that taking in stays quick.

A neighbourhood is all under the unit above, so that a village is compared with the whole town; where that
is the region, all under the place itself. Whoever asks reads what came since; nothing is written.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection

from haitang.kernel.matters.api import Said, newest_matter, said_at, said_since, units_within
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today

if TYPE_CHECKING:
    from haitang.lib.sayings import Sayings

WINDOW_DAYS = 90
#: The latest open ones of a neighbourhood are compared; twice as many, and it is read anew.
LATEST = 1_000
#: What was closed, joined or reworded meanwhile is let go after so long.
FRESH_SECONDS = 600
#: So many neighbourhoods of a kind are held at once, a megabyte each.
HELD = 32
#: More news at once, as after an import, are not read one by one.
NEWS = 500
#: A number drawn earlier may be written down later: so many of the last are looked at again.
LATE = 32


@dataclass
class Neighbourhood:
    """The units of one, and what was said there."""

    units: frozenset[int]
    said: "Sayings"
    read_at: float

    @property
    def is_stale(self) -> bool:
        """Whether it is to be read anew."""
        return len(self.said) > 2 * LATEST or time.monotonic() - self.read_at > FRESH_SECONDS


@dataclass
class Held:
    """The neighbourhoods of one kind of matter in a region, and the last matter that was read."""

    region: int
    kind: int
    last: int = 0
    near: "OrderedDict[str, Neighbourhood]" = field(default_factory=OrderedDict)
    turn: Lock = field(default_factory=Lock)

    def like(self, matter: Matter, *, least: float, most: int) -> list[tuple[int, float]]:
        """Those around that say what *matter* says, with their likeness; some may be closed by now."""
        with self.turn:
            self._read_news()
            near = self._around(matter.unit)
            said = (matter.title, matter.body)
            return near.said.like(said, least=least, but=matter.pk, most=most)

    def _read_news(self) -> None:
        if not self.near:
            self.last = newest_matter()
            return
        rows = said_since(self.last - LATE, most=NEWS)
        if len(rows) == NEWS:
            self.near.clear()
            self.last = newest_matter()
            return
        mine = self._mine(rows)
        for near in self.near.values():
            _hear(near, mine)
        self.last = max(self.last, *(row.pk for row in rows)) if rows else self.last

    def _around(self, unit: Unit) -> Neighbourhood:
        path = around(unit)
        near = self.near.get(path)
        if near is None or near.is_stale:
            near = self.near[path] = self._read(path)
        self.near.move_to_end(path)
        while len(self.near) > HELD:
            self.near.popitem(last=False)
        return near

    def _read(self, path: str) -> Neighbourhood:
        from haitang.lib.sayings import Sayings  # noqa: PLC0415 -- slow import

        units = units_within(path)
        rows = self._mine(said_at(units, most=LATEST))
        texts = [(row.pk, (row.title, row.body)) for row in reversed(rows)]
        return Neighbourhood(units, Sayings(texts), time.monotonic())

    def _mine(self, rows: Iterable[Said]) -> list[Said]:
        """Those of this kind, not too long ago."""
        since, wanted = today() - timedelta(days=WINDOW_DAYS), (self.region, self.kind)
        return [row for row in rows if (row.region, row.kind) == wanted and row.opened_on >= since]


def around(unit: Unit) -> str:
    """The path of the neighbourhood that *unit* lies in."""
    *above, _ = unit.path.rstrip("/").split("/")
    return "/".join([*above, ""]) if len(above) > 1 else unit.path


def held(region: int, kind: int) -> Held:
    """What is held of a kind in a region; within a transaction read for this once: it may be undone."""
    return Held(region, kind) if connection.in_atomic_block else kept(region, kind)


@lru_cache(maxsize=64)
def kept(region: int, kind: int) -> Held:
    """What this process holds from one question to the next."""
    return Held(region, kind)


def _hear(near: Neighbourhood, rows: Iterable[Said]) -> None:
    for row in rows:
        if row.unit in near.units and row.pk not in near.said.keys:
            near.said.add(row.pk, (row.title, row.body))
