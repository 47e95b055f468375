"""What the bulk acts share: rows to grow, faults gathered by their row, units looked up once."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar

from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import batched
from haitang.lib.diagnostics import Fault, Faults, Refusal

R = TypeVar("R")
#: How many rows are checked and written at a time.
RUN = 5000
#: A unit by its row number, or by its code.
UnitRef = int | str
#: Called with how many more rows are written.
Progress = Callable[[int], object]


class UnitRow(NamedTuple):
    """A unit to grow; *under* may be the code of a row before it."""

    kind: str
    name: str
    under: UnitRef
    since: date
    code: str = ""


class PostRow(NamedTuple):
    """A post to grow; *person* by row number."""

    person: int
    role: str
    unit: UnitRef
    since: date
    until: date | None = None


class FaultsByRow:
    """Faults of many rows, so that all are told and not the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        #: How many rows have been looked at.
        self.reached = 0

    @contextmanager
    def next_row(self) -> Iterator[None]:
        """Within it, a refusal is kept as the fault of the next row, counted from nought."""
        try:
            yield
        except Refusal as refusal:
            self.add(self.reached, refusal)
        self.reached += 1

    def add(self, number: int, refusal: Refusal) -> None:
        """Keep a refusal as the fault of row *number*."""
        path = ("rows", number, refusal.field) if refusal.field else ("rows", number)
        self.faults.append(Fault(refusal.code, str(refusal), path=path))

    def raise_any(self) -> None:
        """Faults, if there are any: raised inside the transaction, they undo what was written."""
        if self.faults:
            raise Faults(self.faults)


def runs(rows: Iterable[R]) -> Iterator[list[R]]:
    """*rows* in lists of at most RUN."""
    remaining = iter(rows)
    while run := list(islice(remaining, RUN)):
        yield run


def look_up(region_id: int, refs: Iterable[UnitRef]) -> dict[UnitRef, Unit]:
    """The units of the region that are meant by row number or code."""
    wanted = set(refs)
    units = Unit.objects.filter(region=region_id)
    found: dict[UnitRef, Unit] = {}
    for ids in batched([ref for ref in wanted if isinstance(ref, int)]):
        found.update({unit.pk: unit for unit in units.filter(pk__in=ids)})
    for codes in batched([ref for ref in wanted if isinstance(ref, str) and ref]):
        found.update({unit.code: unit for unit in units.filter(code__in=codes)})
    return found
