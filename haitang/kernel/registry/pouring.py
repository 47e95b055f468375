"""Many rows at once, past the object layer: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

Value = str | int | bool | bytes | date | UUID | None


def draw_ids(table: str, count: int) -> Sequence[int]:
    """*count* row numbers of *table* that no other row gets; SQLite's writer is alone in its transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", [count])  # noqa: S608 -- constants
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
    return range(last + 1, last + 1 + count)


def pour(table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert *rows* into *table*, inside the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ",".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})"  # noqa: S608
        cursor.executemany(statement, [tuple(map(_plain, row)) for row in rows])


def _plain(value: Value) -> str | int | bytes | None:
    """As Django stores it on SQLite."""
    if isinstance(value, date):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else value
