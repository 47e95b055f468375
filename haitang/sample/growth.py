"""What the parts of a growing county hand one another: who and where, how big, and how far along."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Model

from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.kernel.registry.models import Region, Unit
from haitang.lib import clock
from haitang.sample.declare import Sample
from haitang.sample.lots import Lots, lots
from haitang.sample.people import phones


class Holder(NamedTuple):
    """A person in a post, as a growing county needs them."""

    person: int
    unit: int


@dataclass
class Growth:
    """A county while it grows."""

    sample: Sample
    size: str
    folder: Path
    region: Region
    advance: Callable[[int], None]
    now: datetime = field(default_factory=clock.now)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    holders: dict[str, list[Holder]] = field(default_factory=dict)
    phones: Iterator[str] = field(default_factory=phones)

    @property
    def actor(self) -> Actor:
        """The house itself, which grows it."""
        return SYSTEM(self.region)

    def lots(self, topic: str) -> Lots:
        """Lots for one topic."""
        return lots(self.sample.seed, topic)

    def units_of(self, kinds: Iterable[str]) -> list[Unit]:
        """Every unit of these kinds, kind by kind."""
        return [unit for kind in kinds for unit in self.units.get(kind, [])]

    def holders_of(self, roles: Iterable[str]) -> list[Holder]:
        """Everyone in these roles, role by role."""
        return [holder for role in roles for holder in self.holders.get(role, [])]

    def below(self, kind: str) -> dict[int, list[Unit]]:
        """The units of *kind* by the id of each unit they lie below, and of themselves."""
        found: dict[int, list[Unit]] = {}
        for unit in self.units.get(kind, []):
            for step in unit.path.split("/")[:-1]:
                found.setdefault(int(step), []).append(unit)
        return found


def count_so_far(*models: type[Model]) -> None:
    """PostgreSQL counts by itself only what is committed: unasked, it would read all units for each move."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in models)  # noqa: SLF001 -- documented by Django
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


@dataclass
class Counting:
    """Has PostgreSQL count the rows of *models* when there are some, and again at four times as many.

    It takes what it has not counted for next to nothing, and reads all of it for each thing it looks up.
    """

    models: Sequence[type[Model]]
    at: int = 50

    def reached(self, rows: int) -> None:
        """There are about so many *rows* now."""
        if rows >= self.at:
            count_so_far(*self.models)
            self.at = 4 * rows


def uuid_at(instant: datetime, lot: Lots) -> UUID:
    """A UUID of version 7 for *instant*: drawn by lot, so that the same county has the same ones."""
    milliseconds = int(instant.timestamp() * 1000) & (1 << 48) - 1
    high, low = lot.getrandbits(12), lot.getrandbits(62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
