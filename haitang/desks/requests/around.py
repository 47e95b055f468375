"""What was said lately of a place and of those around it, held in memory so that taking in stays quick.

A neighbourhood is all under the unit above, so that a village is compared with the whole town; where that
is the region, all under the place itself. Whoever asks reads what came since; nothing is written.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

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
#: A number drawn earlier may be written down later: so many of the last are looked for until they are there.
LATE = 200


@dataclass
class Neighbourhood:
    """The units of one with their names, and what was said there."""

    units: Mapping[int, str]
    said: "Sayings"
    read_at: float

    @property
    def is_stale(self) -> bool:
        """Whether it is to be read anew."""
        return len(self.said) > 2 * LATEST or time.monotonic() - self.read_at > FRESH_SECONDS

    def says(self, row: Said) -> tuple[str, str]:
        """What a matter here says, without the name of its place."""
        return placeless((row.title, row.body), self.units[row.unit])

    def unheard(self, rows: Iterable[Said]) -> list[Said]:
        """Those of *rows* that were said here and are not held yet."""
        return [row for row in rows if row.unit in self.units and row.pk not in self.said.keys]


class New(NamedTuple):
    """What a neighbourhood has yet to hear: a matter, and what it says."""

    near: Neighbourhood
    key: int
    said: tuple[str, str]


@dataclass
class Held:
    """The neighbourhoods of one kind of matter in a region, and up to which matter news were read.

    ``missing`` are keys before ``last`` that were not there: drawn by who has not written yet, or never will.
    """

    region: int
    kind: int
    last: int = 0
    missing: frozenset[int] = frozenset()
    near: "OrderedDict[str, Neighbourhood]" = field(default_factory=OrderedDict)
    turn: Lock = field(default_factory=Lock)

    def like(self, matters: Sequence[Matter], *, least: float, most: int) -> list[list[tuple[int, float]]]:
        """For each those around that say what it says, with their likeness; some may be closed by now."""
        from haitang.lib.sayings import weighed  # noqa: PLC0415 -- slow import

        asked = [placeless((matter.title, matter.body), matter.unit.name) for matter in matters]
        with self.turn:
            news = self._news()
            # Mostly those who ask are among the news: each text is weighed once, and all of them together.
            texts = list(dict.fromkeys([*asked, *(one.said for one in news)]))
            by_text = dict(zip(texts, weighed(texts), strict=True))
            for one in news:
                one.near.said.add(one.key, by_text[one.said])
            around = [self._around(matter.unit).said for matter in matters]
            return [
                there.like(by_text[said], least=least, but=matter.pk, most=most)
                for there, said, matter in zip(around, asked, matters, strict=True)
            ]

    def _news(self) -> "list[New]":
        """What the neighbourhoods held have not heard of yet."""
        if not self.near:
            self._begin()
            return []
        rows = said_since(self.last, or_by=self.missing, most=NEWS)
        if len(rows) >= NEWS:
            self.near.clear()
            self._begin()
            return []
        self._note({row.pk for row in rows})
        mine = self._mine(rows)
        return [
            New(near, row.pk, near.says(row)) for near in self.near.values() for row in near.unheard(mine)
        ]

    def _begin(self) -> None:
        """Neighbourhoods are read after this: what is written down before they are, they have."""
        self.last = newest_matter()
        self.missing = frozenset(range(max(self.last - LATE, 0) + 1, self.last + 1))

    def _note(self, found: set[int]) -> None:
        """These were read; what of the last is not among them is looked for again."""
        last = max(self.last, *found) if found else self.last
        waited_for = self.missing | set(range(self.last + 1, last + 1))
        self.last, self.missing = last, frozenset(key for key in waited_for - found if key > last - LATE)

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
        from haitang.lib.sayings import Sayings, weighed  # noqa: PLC0415 -- slow import

        near = Neighbourhood(units_within(path), Sayings(), time.monotonic())
        rows = self._mine(said_at(near.units, most=LATEST))[::-1]
        texts = weighed([near.says(row) for row in rows])
        near.said = Sayings([(row.pk, text) for row, text in zip(rows, texts, strict=True)])
        return near

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


def placeless(said: tuple[str, str], place: str) -> tuple[str, str]:
    """A title and a body without the name of their *place*: all who live there say it, of anything."""
    title, body = said
    for name in _called(place):
        title, body = title.replace(name, " "), body.replace(name, " ")
    return title, body


@lru_cache(maxsize=4096)
def _called(place: str) -> tuple[str, ...]:
    """How a place is called, the longest first: with and without its committee."""
    short = place
    for committee in ("居民委员会", "村民委员会", "居委会", "村委会", "委员会"):
        short = short.removesuffix(committee)
    return tuple(name for name in dict.fromkeys((place, short)) if len(name) > 1)
