"""An index of the pairs in one text column: GIN on PostgreSQL, FTS5 on SQLite.

SQLite's is a table of its own, named as the index; the acts that write a row keep it.
"""

from typing import Any

from django.db import connection, models

#: So many KiB of what was written lately wait on PostgreSQL to be sorted into the index. At the server's own
#: 4 MiB, whoever writes the text that fills them sorts them all in, and those who share his write wait.
WAITING_KIB = 32_768


class GramIndex(models.Index):
    """With the column's text beside it on SQLite, so that a row leaves it by its number alone."""

    sqlite = "fts5({column})"
    postgresql = "gin (string_to_array({column}, ' '))"

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **_: Any) -> Any:
        """The statement that makes it on either database."""
        meta = model._meta  # noqa: SLF001 -- documented by Django
        column = meta.get_field(self.fields[0]).name
        if schema_editor.connection.vendor == "sqlite":
            using = self.sqlite.format(column=column)
            return f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING {using}"
        return f"CREATE INDEX {self.name} ON {meta.db_table} USING {self.postgresql.format(column=column)}"

    def remove_sql(self, model: type[models.Model], schema_editor: Any, **_: Any) -> Any:
        """The statement that removes it."""
        what = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
        return f"DROP {what} IF EXISTS {self.name}"


class BareGramIndex(GramIndex):
    """For what is written often: rows wait on PostgreSQL until the worker sorts them in.

    Without any text on SQLite, a third as large: a row leaves it by the pairs it came in with.
    """

    sqlite = "fts5({column}, content='', detail=none, tokenize='ascii')"
    postgresql = f"{GramIndex.postgresql} WITH (gin_pending_list_limit = {WAITING_KIB})"


class NumberedGramIndex(BareGramIndex):
    """The same over numbers instead of texts on PostgreSQL, which it sorts in twice as quickly."""

    postgresql = f"gin ({{column}}) WITH (gin_pending_list_limit = {WAITING_KIB})"


class GramNumbers(models.Field):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """Pairs as numbers for PostgreSQL's index; SQLite has them in its index alone, here an empty text."""

    def db_type(self, connection: Any) -> str:
        """An array where there are any."""
        return "integer[]" if connection.vendor == "postgresql" else "text"


def sort_in(index: str) -> int:
    """Sort into *index* what was written lately, so that no search reads through it: how many pages."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        return int(cursor.fetchone()[0])
