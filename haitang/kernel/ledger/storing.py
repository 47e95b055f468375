"""Writes admitted entries with as few statements as each database allows; the only raw SQL that writes.

Measured in ``bench/``: through the ORM an entry with its fact costs about three times as much.
"""

from collections.abc import Sequence
from operator import itemgetter

from django.db import connection

from haitang.kernel.ledger.admission import AdmittedDeed
from haitang.kernel.ledger.facts import SLOTS, Values
from haitang.kernel.ledger.sealing import SealedRow
from haitang.kernel.registry.pouring import draw_ids, pour

#: The columns of an entry in the order of :class:`SealedRow`, then its digest.
ENTRY = (
    "attached",
    "channel",
    "data",
    "day",
    "kind_id",
    "matter",
    "note_digest",
    "person_id",
    "quantity",
    "reason",
    "recorded_at",
    "recorded_by_id",
    "recorded_on",
    "region_id",
    "served_person_id",
    "served_unit_id",
    "unit_id",
    "uuid",
    "version_id",
    "voids",
    "digest",
)

#: A fact's columns that repeat its entry's, then its slots.
FACT = (
    "region_id",
    "kind_id",
    "unit_id",
    "day",
    "person_id",
    "served_unit_id",
    "served_person_id",
    "quantity",
)

_MARKS_ENTRY = ",".join(["%s"] * len(ENTRY))
_MARKS_FACT = ",".join(["%s"] * (len(FACT) + len(SLOTS)))
_ENTRY_SQL = f"""INSERT INTO ledger_entry ({",".join(ENTRY)}) VALUES ({_MARKS_ENTRY})
    ON CONFLICT (region_id, uuid) DO NOTHING RETURNING id"""  # noqa: S608 -- constants
_FACT_COLUMNS = ",".join(("entry_id", *FACT, *SLOTS))
_FACT_SQL = f"INSERT INTO ledger_fact ({_FACT_COLUMNS}) VALUES (%s,{_MARKS_FACT})"  # noqa: S608 -- constants
_CASTS = ",".join(
    f"%s::{kind}"
    for kind in ("bigint", "bigint", "bigint", "date", "bigint", "bigint", "bigint", "bigint")
    + ("text",) * 6
    + ("bigint",) * 4
    + ("date",) * 2
    + ("boolean",) * 2
)
#: PostgreSQL: entry and fact in one round trip.
_BOTH_SQL = f"""WITH e AS ({_ENTRY_SQL}), f AS (
    INSERT INTO ledger_fact ({_FACT_COLUMNS}) SELECT e.id,{_CASTS} FROM e) SELECT id FROM e"""  # noqa: S608 -- constants
_NOTE_SQL = "INSERT INTO ledger_note (entry_id, salt, text, answers) VALUES (%s,%s,%s,%s)"


def fact_of(row: SealedRow, slots: Values) -> Values:
    """A fact's values in the order of ``FACT`` and ``SLOTS``."""
    return (
        row.region,
        row.kind,
        row.unit,
        row.day,
        row.person,
        row.served_unit,
        row.served_person,
        row.quantity,
        *slots,
    )


def store(entry: AdmittedDeed, *, with_fact: bool = True) -> int | None:
    """Write one entry inside the caller's transaction; its row number, or None where its UUID is taken."""
    values = (*entry.row, entry.digest)
    with connection.cursor() as cursor:
        if with_fact and connection.vendor == "postgresql":
            cursor.execute(_BOTH_SQL, (*values, *fact_of(entry.row, entry.slots)))
        else:
            cursor.execute(_ENTRY_SQL, values)
        found = cursor.fetchone()
        if found is None:
            return None
        if with_fact and connection.vendor != "postgresql":
            cursor.execute(_FACT_SQL, (found[0], *fact_of(entry.row, entry.slots)))
        if entry.free:
            cursor.execute(_NOTE_SQL, (found[0], entry.free.salt, entry.free.text, entry.free.answers))
    return int(found[0])


def store_many(entries: Sequence[AdmittedDeed]) -> None:
    """Write *entries*, none of which is there yet, inside the caller's transaction."""
    numbers = draw_ids("ledger_entry", len(entries))
    rows = [(number, *one.row, one.digest) for number, one in zip(numbers, entries, strict=True)]
    facts = [(number, *fact_of(one.row, one.slots)) for number, one in zip(numbers, entries, strict=True)]
    notes = [
        (number, one.free.salt, one.free.text, one.free.answers)
        for number, one in zip(numbers, entries, strict=True)
        if one.free
    ]
    _insert("ledger_entry", ("id", *ENTRY), rows)
    _insert("ledger_fact", ("entry_id", *FACT, *SLOTS), facts)
    _insert("ledger_note", ("entry_id", "salt", "text", "answers"), notes)


def taken_of(region: int, uuids: Sequence[str]) -> list[str]:
    """Those of *uuids* (32 hex digits) that entries of *region* have; in raw SQL, as most have none."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for start in range(0, len(uuids), 500):
            part = uuids[start : start + 500]
            marks = ",".join(["%s"] * len(part))
            sql = f"SELECT uuid FROM ledger_entry WHERE region_id = %s AND uuid IN ({marks})"  # noqa: S608 -- marks
            cursor.execute(sql, [region, *part])
            found += [row[0] if isinstance(row[0], str) else row[0].hex for row in cursor.fetchall()]
    return found


def _filled(columns: tuple[str, ...], rows: Sequence[Values]) -> tuple[tuple[str, ...], Sequence[Values]]:
    """Without the columns that no row fills: to bind NULLs takes a third of the time of a narrow entry."""
    empty = [not any(value is not None for value in column) for column in zip(*rows, strict=True)]
    if not any(empty):
        return columns, rows
    kept = [place for place, is_empty in enumerate(empty) if not is_empty]
    pick = itemgetter(*kept)
    return pick(columns), [pick(row) for row in rows]


def _insert(table: str, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
    if not rows:
        return
    pour(table, *_filled(columns, rows))
