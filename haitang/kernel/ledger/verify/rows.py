"""Every entry of a region with its note and fact, as the bytes that are stored; streamed, in sealed order.

Raw on purpose: a parsed date or UUID would hide a changed byte that parses to the same value.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from haitang.kernel.ledger.facts import SLOTS
from haitang.kernel.ledger.storing import ENTRY, FACT
from haitang.lib import clock

_UUIDS = {"attachment", "entry", "matter", "uuid", "voids"}
_INSTANTS = {"applied_at", "at", "recorded_at", "uploaded_at"}
_DAYS = {"day", "recorded_on", "day1", "day2"}
_FLAGS = {"flag1", "flag2"}

#: Where in a streamed row each part begins: row number, entry, digest, note, fact.
ENTRY_AT = 1
DIGEST_AT = ENTRY_AT + len(ENTRY) - 1
NOTE_AT = DIGEST_AT + 1
FACT_AT = NOTE_AT + 5
VOIDED_AT = FACT_AT + 1 + len(FACT) + len(SLOTS)

Raw = tuple[Any, ...]  # reason: a damaged row may hold anything


def snapshot() -> AbstractContextManager[Any]:
    """PostgreSQL streams inside a transaction; SQLite's would take the writers' lock, and needs none."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


@contextmanager
def as_stored() -> Iterator[None]:
    """SQLite hands out whatever bytes a damaged file holds as text; without this it stops at the first."""
    connection.ensure_connection()
    before = connection.connection.text_factory
    connection.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.connection.text_factory = before


def rows(region: int) -> Iterator[Raw]:
    """Row number, entry and digest, note, fact, and whether it is voided; by day, then row number."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_sql(), [region])
        while part := cursor.fetchmany(5000):
            yield from part


def _sql() -> str:
    entry = ",".join(raw_column("e", column) for column in ENTRY)
    note = ",".join(["n.entry_id", "n.salt", "n.text", "n.answers", _truth("n.erased_at IS NOT NULL")])
    fact = ",".join(["f.entry_id", *(raw_column("f", column) for column in (*FACT, *SLOTS))])
    voided = _truth(
        "EXISTS (SELECT 1 FROM ledger_entry v WHERE v.region_id = e.region_id AND v.voids = e.uuid)"
    )
    return f"""SELECT e.id,{entry},{note},{fact},{voided} FROM ledger_entry e
        LEFT JOIN ledger_note n ON n.entry_id = e.id LEFT JOIN ledger_fact f ON f.entry_id = e.id
        WHERE e.region_id = %s ORDER BY e.recorded_on, e.id"""  # noqa: S608 -- constants


def raw_column(table: str, column: str) -> str:
    """The column as text or number, by no converter of Django's."""
    name = f"{table}.{column}"
    if connection.vendor == "sqlite":
        return f"+{name}"
    if column in _UUIDS:
        return f"replace({name}::text, '-', '')"
    if column in _DAYS:
        return f"{name}::text"
    if column in _INSTANTS:
        return f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"{name}::int" if column in _FLAGS else name


def whole(moment: Any) -> str:  # reason: a damaged row's own value
    """SQLite keeps no microseconds where there are none."""
    return f"{moment}.000000" if len(str(moment)) == len("2026-11-22 01:02:03") else str(moment)


def day_of(moment: Any) -> str:  # reason: a damaged row's own value
    """The counties' day of a stored instant; of a damaged one what stands for its day."""
    try:
        return clock.day_of(datetime.fromisoformat(str(moment)).replace(tzinfo=UTC)).isoformat()
    except ValueError:
        return str(moment)[:10]


def _truth(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"
