"""Triggers that keep a table as it was written, in the dialect of either database.

A part names its guards in its ``AppConfig``: ``guards = append_only("ledger_entry")``. They are installed
after every migrate, because SQLite silently loses a table's triggers when Django rebuilds the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


class Connection(Protocol):
    """As much of a Django connection as a guard needs; lib does not know Django."""

    vendor: str

    def cursor(self) -> Any: ...  # reason: a database driver's cursor


@dataclass(frozen=True)
class Guard:
    """One trigger: its name, its table, and the statements that make it on each database."""

    name: str
    table: str
    sqlite: str
    postgresql: tuple[str, ...]

    def create(self, vendor: str) -> tuple[str, ...]:
        """The statements that make this guard, whether or not it stands already."""
        return (self.drop(vendor), *((self.sqlite,) if vendor == "sqlite" else self.postgresql))

    def drop(self, vendor: str) -> str:
        """The statement that removes this guard, if it stands."""
        on = "" if vendor == "sqlite" else f" ON {self.table}"
        return f"DROP TRIGGER IF EXISTS {self.name}{on}"


def append_only(table: str) -> tuple[Guard, ...]:
    """Guards that refuse every UPDATE, DELETE and TRUNCATE of *table*."""
    return (_refusing(table, "update"), _refusing(table, "delete"), _no_truncate(table))


def install(connection: Connection, guards: Iterable[Guard]) -> None:
    """Make each guard anew; safe to repeat."""
    _run(connection, [sql for guard in guards for sql in guard.create(connection.vendor)])


def lower(connection: Connection, guards: Iterable[Guard]) -> None:
    """Remove the guards: for tests of what the seals find once somebody has done just that."""
    _run(connection, [guard.drop(connection.vendor) for guard in guards])


def missing(connection: Connection, guards: Iterable[Guard]) -> list[str]:
    """Names of the guards that do not stand as they were made, in the order given.

    One that is switched off, or was put back with a condition or a body that lets all pass, is missing.
    """
    standing = _standing(connection)
    wanted = [guard for guard in guards if _made_on(connection.vendor, guard)]
    return [
        guard.name for guard in wanted if not _is_whole(guard, standing.get(guard.name), connection.vendor)
    ]


_STANDING = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT t.tgname, t.tgtype::text || ' ' || coalesce(t.tgattr::text, '') || ' '
        || coalesce(pg_get_expr(t.tgqual, t.tgrelid), '') || ' ' || p.prosrc
        FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')""",
}


def _standing(connection: Connection) -> dict[str, str]:
    """What each trigger that is switched on says of itself, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return {name: _bare(said) for name, said in cursor.fetchall()}


def _is_whole(guard: Guard, standing: str | None, vendor: str) -> bool:
    if standing is None:
        return False
    if vendor == "sqlite":
        return standing == _bare(guard.sqlite)
    return standing == _bare(" ".join(_as_postgresql_keeps(guard.postgresql)))


#: Bits of ``pg_trigger.tgtype``.
_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def _as_postgresql_keeps(statements: tuple[str, ...]) -> tuple[str, str]:
    """The kind of a trigger as its catalogue keeps it, and the body of its function."""
    body, head = statements[0].split("$$")[1], statements[-1]
    said = head.split(" ON ")[0].split() + head.split("FOR EACH")[1].split()[:1]
    return str(sum(_BITS.get(word, 0) for word in said)), body


def _bare(sql: str) -> str:
    """*sql* without what a database adds or leaves out when it keeps it."""
    return " ".join(sql.replace('"', "").split()).rstrip(";")


_REFUSE = """CREATE OR REPLACE FUNCTION haitang_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""


def _made_on(vendor: str, guard: Guard) -> bool:
    return bool(guard.sqlite) if vendor == "sqlite" else bool(guard.postgresql)


def _refusing(table: str, act: str) -> Guard:
    name = f"{table}_refuses_{act}"
    head = f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} "
    sqlite = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    postgresql = "FOR EACH ROW EXECUTE FUNCTION haitang_append_only()"
    return Guard(name, table, head + sqlite, (_REFUSE, head + postgresql))


def _no_truncate(table: str) -> Guard:
    """PostgreSQL's row triggers do not see TRUNCATE; SQLite has no such statement."""
    name = f"{table}_refuses_truncate"
    create = (
        f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION haitang_append_only()"
    )
    return Guard(name, table, "", (_REFUSE, create))


def _run(connection: Connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            if statement:
                cursor.execute(statement)
