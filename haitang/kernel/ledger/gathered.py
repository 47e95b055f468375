"""Entries that come at the same time are written in one transaction: one flush to the disk for all of them.

See docs/decisions/0010. Each was admitted by its own request, with every check; here they only share a write.
"""

import json
from collections.abc import Callable, Mapping, Sequence

from django.db import connection, transaction

from haitang.kernel.ledger.admission import AdmittedDeed
from haitang.kernel.ledger.facts import SLOTS, Value, Values
from haitang.kernel.ledger.storing import ENTRY, FACT, store, store_many
from haitang.kernel.ledger.turns import writing_turn
from haitang.kernel.registry.planned import planned_once
from haitang.lib.gathering import Gathering

#: An entry's row number, or None where its UUID is taken.
Number = int | None
#: More rows than so many are poured.
_FEW = 50


def store_now(entry: AdmittedDeed, *, with_fact: bool = True) -> Number:
    """Write one entry in a transaction, the caller's if there is one."""
    with writing_turn(), transaction.atomic(savepoint=False):
        return store(entry, with_fact=with_fact)


def store_gathered(entry: AdmittedDeed) -> Number:
    """Write one entry, with those that come at the same time; durable when it returns.

    Within a transaction it is written there and then: it stands or falls with what else is in it.
    """
    return store_now(entry) if connection.in_atomic_block else _GATHERING.write(entry)


def store_all(entries: Sequence[AdmittedDeed]) -> None:
    """Write *entries*, none of which is there yet, inside the caller's transaction; few in one round trip."""
    if connection.vendor == "postgresql" and len(entries) <= _FEW:
        _store_on_postgresql(entries)
    else:
        store_many(entries)


def store_together(take: Callable[[], list[AdmittedDeed]]) -> Sequence[Number]:
    """Write all that *take* hands over; it is asked when the turn has come, so that late comers are in it."""
    with writing_turn():
        if connection.vendor == "postgresql":
            return _store_on_postgresql(take())
        with transaction.atomic(savepoint=False):
            return [store(entry) for entry in take()]


_GATHERING: Gathering[AdmittedDeed, Number] = Gathering(store_together, store_now)

_TYPES = {
    "bigint": "kind_id person_id quantity recorded_by_id region_id served_person_id served_unit_id unit_id "
    "version_id number1 number2 number3 number4",
    "text": "attached channel data note_digest reason choice1 choice2 choice3 choice4 choice5 choice6",
    "uuid": "matter uuid voids",
    "date": "day recorded_on day1 day2",
    "boolean": "flag1 flag2",
    "timestamptz": "recorded_at",
    "bytea": "digest",
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names.split()}
_NOTE = ("salt", "text", "answers")
_COLUMNS = ", ".join(
    [*(f"{name} {_TYPE_OF[name]}" for name in (*ENTRY, *SLOTS)), *(f"{name} text" for name in _NOTE)]
)
_FACT = ", ".join(f"e.{name}" for name in FACT)
#: One statement is one transaction and one round trip, whatever the number of entries.
_TOGETHER_SQL = f"""
    WITH x AS (SELECT * FROM json_to_recordset(%s) AS x({_COLUMNS})),
    e AS (INSERT INTO ledger_entry ({",".join(ENTRY)}) SELECT {",".join(ENTRY)} FROM x
        ON CONFLICT (region_id, uuid) DO NOTHING RETURNING id, uuid, {",".join(FACT)}),
    f AS (INSERT INTO ledger_fact (entry_id, {",".join((*FACT, *SLOTS))})
        SELECT e.id, {_FACT}, {",".join(SLOTS)} FROM e JOIN x USING (region_id, uuid)),
    n AS (INSERT INTO ledger_note (entry_id, salt, text, answers)
        SELECT e.id, salt, text, answers FROM e JOIN x USING (region_id, uuid) WHERE salt IS NOT NULL)
    SELECT region_id, uuid, id FROM e"""  # noqa: S608 -- constants


def _store_on_postgresql(entries: Sequence[AdmittedDeed]) -> list[Number]:
    first: dict[tuple[int, str], AdmittedDeed] = {}
    for one in entries:
        first.setdefault((one.row.region, one.row.uuid), one)
    with planned_once() as cursor:
        cursor.execute(_TOGETHER_SQL, [json.dumps([_said(one) for one in first.values()])])
        numbers = {(region, uuid.hex): number for region, uuid, number in cursor.fetchall()}
    # Of two with one UUID the first has the number; the other finds it taken.
    return [numbers.pop((one.row.region, one.row.uuid), None) for one in entries]


def _said(entry: AdmittedDeed) -> Mapping[str, Value]:
    """The entry by its columns, as JSON can carry it."""
    values: Values = (*entry.row, "\\x" + entry.digest.hex(), *entry.slots)
    said = dict(zip((*ENTRY, *SLOTS), values, strict=True))
    return said | entry.free._asdict() if entry.free else said
