"""Many rows at once, past the object layer: COPY on PostgreSQL, one prepared statement on SQLite."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from haitang.kernel.registry.planned import planned_once

#: What a driver takes as it is, numbers in a list on PostgreSQL alone; days and UUIDs go through ``keeping``.
Value = str | int | bool | bytes | memoryview | date | UUID | list[int] | None


#: COPY is three round trips, so few rows go faster in one statement.
_FEW = 50


def draw_ids(table: str, count: int) -> Sequence[int]:
    """*count* row numbers of *table* that no other row gets; SQLite's writer is alone in its transaction."""
    if connection.vendor == "postgresql":
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        with planned_once() as cursor:
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])  # noqa: S608 -- constants
            return [row[0] for row in cursor.fetchall()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return range(last + 1, last + 1 + count)


def pour(table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """Insert *rows* into *table*, inside the caller's transaction.

    A sequence, not an iterator: one that reads the database on its way would wait for ever for the
    connection that COPY holds.
    """
    if connection.vendor == "postgresql":
        (_say if len(rows) <= _FEW else _copy)(table, columns, rows)
        return
    marks = ",".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        statement = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"  # noqa: S608 -- constants
        cursor.executemany(statement, rows)  # type: ignore[arg-type]  # a UUID never gets here on SQLite


def _say(table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """All in one statement whatever their number, so that it is planned once a connection."""
    named = ",".join(columns)
    said = json.dumps([dict(zip(columns, row, strict=True)) for row in rows], default=_in_json)
    with planned_once() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {named} FROM json_populate_recordset(NULL::{table}, %s)",  # noqa: S608 -- constants
            [said],
        )


def _in_json(value: Any) -> str:  # reason: any column's value that JSON has no word for
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else "\\x" + bytes(value).hex()


def _copy(table: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    # COPY is the driver's own: what goes wrong in it must be Django's to whoever listens above.
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def keeping() -> Callable[[date | UUID | None], Value]:
    """How the database at hand keeps a day or a UUID; asked once a run, for it is called for every row."""
    return _as_it_is if connection.vendor == "postgresql" else _as_text


def kept(rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:  # reason: any column's value
    """Rows with days, instants and UUIDs among their values, as the database at hand keeps them."""
    return rows if connection.vendor == "postgresql" else [tuple(map(_for_sqlite, row)) for row in rows]


def _for_sqlite(value: Any) -> Any:  # reason: any column's value
    """As Django itself keeps it there."""
    kind = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is datetime:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    if kind is UUID:
        return value.hex
    return value.isoformat() if kind is date else value


def _as_it_is(value: date | UUID | None) -> Value:
    return value


def _as_text(value: date | UUID | None) -> Value:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else value.hex
