"""Runs compiled statements on Django's own connection; what drivers return is made plain here only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from haitang.kernel.measures.compile import Sql, counting, listing
from haitang.kernel.measures.nodes import Question
from haitang.lib import clock

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}


@dataclass(frozen=True)
class Bindings:
    """What changes from page to page: the unit, the days, where periods are cut."""

    after: date
    on: date
    first: date | None = None
    unit_id: int = 0
    cuts: tuple[date, ...] = field(default=())

    def marks(self) -> Mapping[str, date | datetime | int]:
        """The values of the marks in a compiled statement."""
        given: dict[str, date | datetime | int] = {
            "after": self.after,
            "on": self.on,
            "unit": self.unit_id,
            "year": self.on.year,
            "md": self.on.month * 100 + self.on.day,
            "now": clock.now(),
            **{f"cut{number}": cut for number, cut in enumerate(self.cuts, start=1)},
        }
        return given if self.first is None else {**given, "first": self.first}


@dataclass(frozen=True)
class ResultRow:
    """One row of a figure: integers, the ancestor it falls under (if any), the number of its period."""

    first: int
    second: int
    level: int | None = None
    part: int = 0


def count(question: Question, bindings: Bindings) -> list[ResultRow]:
    """The figure's rows; one where it is not split."""
    statement = counting(question, dialect())
    with connection.cursor() as cursor:
        cursor.execute(statement.text, parameters(statement, bindings))
        names = [column[0] for column in cursor.description]
        places = [names.index(name) if name in names else -1 for name in ("a", "b", "level", "part")]
        return [_row(values, places) for values in cursor.fetchall()]


def ids(question: Question, bindings: Bindings) -> tuple[str, tuple[Any, ...]]:  # reason: what a driver takes
    """The statement and parameters for the ids of the counted records, to stand within a larger one."""
    statement = listing(question, dialect())
    return statement.text, parameters(statement, bindings)


def parameters(statement: Sql, bindings: Bindings) -> tuple[Any, ...]:  # reason: what a driver takes
    """The values of the statement's placeholders, as the driver at hand wants them."""
    marks = bindings.marks()
    if connection.vendor == "sqlite":
        marks = {name: _as_text(value) for name, value in marks.items()}
    return statement.values(marks)


def dialect() -> str:
    """The compiler's name for the engine at hand."""
    return _DIALECTS[connection.vendor]


def _as_text(value: date | datetime | int) -> Any:  # reason: what a driver takes
    """Days and instants as Django keeps them in SQLite."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _row(values: Sequence[Any], places: Sequence[int]) -> ResultRow:  # reason: what drivers return
    """Sums are Decimal on PostgreSQL, and absent ones None."""
    first, second, level, part = (values[place] if place >= 0 else None for place in places)
    return ResultRow(int(first or 0), int(second or 0), None if level is None else int(level), int(part or 0))
