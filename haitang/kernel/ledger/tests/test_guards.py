"""The ledger is append-only in the database itself, on either; the three traps are laid here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from haitang.kernel.ledger.api import record, record_many, seal_through
from haitang.kernel.ledger.guards import GUARDS
from haitang.kernel.ledger.models import Entry, Erasure, Seal
from haitang.kernel.ledger.tests.bypass import run, settle, undone
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.guards import install, lower, missing

OLD = datetime(2026, 3, 2, 4, tzinfo=UTC)


@pytest.fixture
def entry(county) -> Entry:
    draft = county.visit(day=date(2026, 3, 2), recorded_at=OLD)
    assert record_many([draft], actor=SYSTEM(county.region)).recorded == 1
    settle()
    return Entry.objects.get()


def refused(sql: str, *values) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        run(sql, *values)
    return str(error.value)


def test_an_entry_cannot_be_changed_or_deleted(entry):
    assert "append-only" in refused("UPDATE ledger_entry SET quantity = 9")
    assert "append-only" in refused("DELETE FROM ledger_entry")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(quantity=9)
    assert Entry.objects.get().quantity == 1


def test_a_seal_cannot_be_changed_or_deleted(entry, county):
    seal_through(date(2026, 3, 2), county.region)
    assert "append-only" in refused("UPDATE ledger_seal SET count = 9")
    assert "append-only" in refused("DELETE FROM ledger_seal")
    assert Seal.objects.get().count == 1


def test_a_row_cannot_be_replaced(entry):
    if connection.vendor == "postgresql":
        conflict = "ON CONFLICT (id) DO UPDATE SET quantity = 9"
        assert "append-only" in refused(f"INSERT INTO ledger_entry SELECT * FROM ledger_entry {conflict}")
    else:
        assert "append-only" in refused("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry")


def test_truncate_is_refused(entry):
    if connection.vendor == "postgresql":
        assert "append-only" in refused("TRUNCATE ledger_entry CASCADE")
    else:
        assert "append-only" in refused("DELETE FROM ledger_entry")


@pytest.mark.slow(reason="empties every table")
def test_djangos_flush_cannot_empty_the_ledger(entry):
    """So a TransactionTestCase cannot clean up after itself: such tests bring a database of their own."""
    with pytest.raises(Exception, match=r"append-only|couldn.t be flushed") as error:
        call_command("flush", interactive=False, inhibit_post_migrate=True, allow_cascade=True)
    assert "append-only" in f"{error.value} {error.value.__cause__}"
    assert Entry.objects.count() == 1


def test_a_sealed_day_and_every_day_before_it_take_no_more(entry, county):
    seal_through(date(2026, 3, 2), county.region)
    columns = [field.column for field in Entry._meta.concrete_fields if field.column != "id"]
    for day in ("2026-03-02", "2026-02-27"):
        chosen = ",".join(
            {"uuid": "'019a0000000070008000000000000001'", "recorded_on": f"'{day}'"}.get(column, column)
            for column in columns
        )
        if connection.vendor == "postgresql":
            chosen = chosen.replace("01'", "01'::uuid").replace(f"'{day}'", f"'{day}'::date")
        sql = f"INSERT INTO ledger_entry ({','.join(columns)}) SELECT {chosen} FROM ledger_entry"
        assert "sealed" in refused(sql)
    assert record(county.visit(), actor=county.wang).pk


@pytest.mark.slow(reason="rebuilds a table and migrates")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds a table to alter it")
def test_a_rebuilt_table_loses_its_triggers_and_migrate_brings_them_back(entry):
    with undone():
        _rebuild_entries()
        gone = missing(connection, GUARDS)
        assert "ledger_entry_refuses_update" in gone
        found = checks.run_checks(databases=["default"])
        assert [one.id for one in found if one.id == "haitang.E001"] == ["haitang.E001"] * len(gone)
        call_command("migrate", verbosity=0)
        assert missing(connection, GUARDS) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite rebuilds a table to alter it")
def test_a_field_added_by_django_itself_rebuilds_the_table_and_so_loses_its_triggers(db, tmp_path):
    with copied(tmp_path / "copy.sqlite3") as copy:
        assert missing(copy, GUARDS) == []
        field = models.IntegerField(default=3)
        field.set_attributes_from_name("added")
        with copy.schema_editor() as editor:
            editor.add_field(Entry, field)
        assert {"ledger_entry_refuses_update", "ledger_entry_refuses_delete"} <= set(missing(copy, GUARDS))
        install(copy, GUARDS)
        assert missing(copy, GUARDS) == []


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_put_back_hollow_is_missing(db, guard):
    """It stands there by its name, and lets everything pass."""
    with undone():
        hollow = {
            "sqlite": [guard.drop("sqlite"), guard.sqlite.split(" WHEN ")[0].split("BEGIN")[0] + _HOLLOW],
            "postgresql": [
                _LETS_PASS,
                guard.drop("postgresql"),
                guard.postgresql[-1].rpartition("EXECUTE")[0] + "EXECUTE FUNCTION hollow()",
            ],
        }[connection.vendor]
        if connection.vendor == "sqlite" and not guard.sqlite:
            return
        assert missing(connection, GUARDS) == []
        with connection.cursor() as cursor:
            for statement in hollow:
                cursor.execute(statement)
        assert missing(connection, GUARDS) == [guard.name]


_LETS_PASS = (
    "CREATE OR REPLACE FUNCTION hollow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
)
_HOLLOW = "WHEN 0 BEGIN SELECT RAISE(ABORT, 'never'); END"


@contextmanager
def copied(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """The ledger's tables and triggers in a file of their own, outside the transaction of the test."""
    laid = _rows("SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'ledger%' AND sql > '' ORDER BY rowid")
    copy = type(connections["default"])({**connection.settings_dict, "NAME": str(path)}, "copy")
    connections["copy"] = copy
    try:
        with copy.cursor() as cursor:
            for (sql,) in laid:
                cursor.execute(sql)
        yield copy
    finally:
        copy.close()
        del connections["copy"]


def _rebuild_entries() -> None:
    """The same by hand, inside the test's transaction: Django's own way wants to be outside of any."""
    run("PRAGMA defer_foreign_keys = ON")
    [(sql,)] = _rows("SELECT sql FROM sqlite_master WHERE name = 'ledger_entry'")
    run(sql.replace('"ledger_entry"', '"new__ledger_entry"', 1))
    run("INSERT INTO new__ledger_entry SELECT * FROM ledger_entry")
    run("DROP TABLE ledger_entry")
    run("ALTER TABLE new__ledger_entry RENAME TO ledger_entry")


def _rows(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_installing_twice_is_as_good_as_once(entry):
    install(connection, GUARDS)
    install(connection, GUARDS)
    assert missing(connection, GUARDS) == []
    assert "append-only" in refused("DELETE FROM ledger_entry")


@pytest.mark.slow(reason="runs every system check")
def test_the_check_names_each_missing_trigger(entry):
    lower(connection, GUARDS[:1])
    assert missing(connection, GUARDS) == [GUARDS[0].name]
    faults = [one for one in checks.run_checks(databases=["default"]) if one.id == "haitang.E001"]
    assert [GUARDS[0].name in str(fault.msg) for fault in faults] == [True]


def test_every_table_of_evidence_is_guarded():
    tables = {guard.table for guard in GUARDS}
    assert tables == {Entry._meta.db_table, Erasure._meta.db_table, Seal._meta.db_table}
