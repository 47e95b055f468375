"""A house of the first release, with its rows, comes to this version: rows, guards, seals and counts hold.

The rows are made by today's actions and poured, as far as their columns existed then, into tables that
stand at the first migration of every part.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.houses import run
from tests.postgres import server

#: Slow because two databases are migrated and a county is grown, in processes of their own.
pytestmark = pytest.mark.slow

ROWS = """
call_command("migrate", verbosity=0)
from io import BytesIO
from PIL import Image
from haitang.kernel.ledger.api import keep_attachment, void
from haitang.kernel.matters.api import ContactDetails
from haitang.kernel.matters.tests.county import make_county as make_matters
folder = Path(sys.argv[1])
ledger = make_county(folder / "ledger")
picture = BytesIO()
Image.new("RGB", (40, 30)).save(picture, "JPEG")
picture.seek(0)
photo = keep_attachment(picture, actor=ledger.wang, region=ledger.region)
entry = record(ledger.visit(attachments=(photo.uuid,), note="走访"), actor=ledger.wang)
for _ in range(20):
    record(ledger.visit(), actor=ledger.wang)
void(entry, reason="记错了", actor=ledger.wang)
matters = make_matters(folder / "matters")
for _ in range(3):
    matters.answered(contact=ContactDetails(name="王大妈", phone="13900000000"))
matters.dispatched()
"""

#: Every part of ours at its first migration, and what those need of others.
FIRST = """
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
ours = {config.label for config in apps.get_app_configs() if config.name.startswith("haitang.")}
first = [key for key in executor.loader.graph.nodes if key[0] in ours and key[1].startswith("0001_")]
executor.migrate(first)
"""

#: The guards stood then as well: they must neither hinder the migrations nor be lost by them.
GUARD = """
from django.db import connection
from haitang.kernel.ledger.apps import LedgerConfig
from haitang.lib.guards import append_only, install
install(connection, append_only("ledger_entry") + append_only("playbooks_version"))
"""

NOW = """
call_command("migrate", verbosity=0)
call_command("check", databases=["default"])
"""

SOUND = """
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Region
for region in Region.objects.order_by("key"):
    report = verify(region)
    print(region.key, report.holds, report.entries, len(list(findings(region))))
"""

#: What is done afterwards is done by who stood there before.
GO_ON = """
from haitang.kernel.registry.models import Account, Unit
from haitang.kernel.registry.api import actor_of
from haitang.kernel.ledger.api import Draft
from haitang.lib.ids import new_id
from haitang.lib import clock
wang = actor_of(Account.objects.get(username="wang.test"))
village = Unit.objects.get(name="柳岸村")
said = {"kind": "visit", "unit": village.pk, "answers": {"need": "health"}}
record(Draft(uuid=new_id(), day=clock.today(), **said), actor=wang)
"""

#: Kept by the databases themselves, or an index that is filled anew.
NOT_OURS = ("django_", "sqlite_", "auth_", "account_", "socialaccount_", "mfa_")
#: What may not change by a single value on the way.
UNTOUCHED = {"ledger_entry", "ledger_fact", "ledger_note", "ledger_attachment", "matters_step"}
UNTOUCHED |= {
    "registry_unit",
    "registry_unitancestor",
    "registry_person",
    "registry_post",
    "playbooks_version",
}

Rows = dict[str, list[tuple[object, ...]]]


class OnSqlite:
    """Two houses, each with a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.url, self.old = "", ""
        self._folder = folder

    def tables(self, house: str) -> dict[str, list[str]]:
        """The columns of each table of ours."""
        with closing(sqlite3.connect(self._folder / house / "haitang.sqlite3")) as database:
            named = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            return {
                name: [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
                for name in named
                if not name.startswith(NOT_OURS) and "_grams" not in name
            }

    def pour(self, columns: dict[str, list[str]]) -> None:
        """The rows of the new house into the old one, without a look at keys or guards."""
        with closing(sqlite3.connect(self._folder / "old" / "haitang.sqlite3")) as database:
            database.execute("ATTACH ? AS made", [str(self._folder / "new" / "haitang.sqlite3")])
            for table, names in columns.items():
                listed = ", ".join(f'"{name}"' for name in names)
                database.execute(f"INSERT INTO main.{table} ({listed}) SELECT {listed} FROM made.{table}")
            database.commit()

    def rows(self, columns: dict[str, list[str]]) -> Rows:
        """What the old house keeps in those columns."""
        with closing(sqlite3.connect(self._folder / "old" / "haitang.sqlite3")) as database:
            return {
                table: sorted(database.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
                for table, names in columns.items()
            }


class OnPostgres:
    """Two houses on one server."""

    def __init__(self, url: str) -> None:
        base = url.rpartition("/")[0]
        self._urls = {"new": f"{base}/new", "old": f"{base}/old"}
        self.url, self.old = self._urls["new"], self._urls["old"]
        with psycopg.connect(url, autocommit=True) as database:
            for name in self._urls:
                database.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def tables(self, house: str) -> dict[str, list[str]]:
        """The columns of each table of ours."""
        found: dict[str, list[str]] = {}
        asked = (
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND is_generated = 'NEVER'"
        )
        with psycopg.connect(self._urls[house]) as database:
            for table, column in database.execute(asked):
                if not table.startswith(NOT_OURS):
                    found.setdefault(table, []).append(column)
        return found

    def pour(self, columns: dict[str, list[str]]) -> None:
        """The rows of the new house into the old one, without a look at keys or guards."""
        with psycopg.connect(self._urls["new"]) as made, psycopg.connect(self._urls["old"]) as old:
            old.execute("SET session_replication_role = replica")
            for table, names in columns.items():
                listed = ", ".join(f'"{name}"' for name in names)
                taking, giving = f"COPY {table} ({listed}) FROM STDIN", f"COPY {table} ({listed}) TO STDOUT"
                with made.cursor().copy(giving) as source, old.cursor().copy(taking) as target:
                    for part in source:
                        target.write(part)
                if "id" in names:
                    sequence = f"pg_get_serial_sequence('{table}', 'id')"
                    old.execute(f"SELECT setval({sequence}, greatest(max(id), 1)) FROM {table}")

    def rows(self, columns: dict[str, list[str]]) -> Rows:
        """What the old house keeps in those columns."""
        with psycopg.connect(self._urls["old"]) as database:
            return {
                table: sorted(database.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
                for table, names in columns.items()
            }


@contextmanager
def houses(folder: Path) -> Iterator[OnSqlite | OnPostgres]:
    for name in ("new", "old"):
        (folder / name).mkdir()
    if connection.vendor == "sqlite":
        yield OnSqlite(folder)
        return
    with server() as url:
        yield OnPostgres(url)


def columns_of(tables: dict[str, list[str]]) -> dict[str, set[str]]:
    return {table: set(names) for table, names in tables.items()}


def test_a_house_of_the_first_release_comes_to_this_version_with_all_it_keeps(tmp_path):
    new, old = tmp_path / "new", tmp_path / "old"
    with houses(tmp_path) as both:
        (new / "playbook").mkdir()
        run(new, both.url, ROWS)
        sound = run(new, both.url, SOUND)
        run(old, both.old, FIRST)
        now, then = both.tables("new"), both.tables("old")
        shared = {
            table: [name for name in then[table] if name in now[table]] for table in then if table in now
        }
        assert then.keys() <= now.keys(), "a table of the first release is gone"
        both.pour(shared)
        before = both.rows(shared)
        assert all(before[table] for table in UNTOUCHED)
        for key in new.glob("*.secret"):
            shutil.copy(key, old)
        run(old, both.old, GUARD)
        run(old, both.old, NOW)
        after = both.rows(shared)
        assert {table: len(rows) for table, rows in after.items()} == {
            table: len(rows) for table, rows in before.items()
        }
        assert [table for table in sorted(UNTOUCHED) if after[table] != before[table]] == []
        assert columns_of(both.tables("old")) == columns_of(now)
        (new / "files").replace(old / "files")
        assert run(old, both.old, SOUND) == sound
        assert all(line.split()[1::2] == ["True", "0"] for line in sound.splitlines())
        run(old, both.old, GO_ON + SOUND)
