"""An index of the pairs in one text column: GIN on PostgreSQL, FTS5 on SQLite.

SQLite's is a table of its own, named as the index; the acts that write a row keep it.
"""

from typing import Any

from django.db import models


class GramIndex(models.Index):
    """With the column's text beside it on SQLite, so that a row leaves it by its number alone."""

    sqlite = "fts5({column})"

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **_: Any) -> Any:
        """The statement that makes it on either database."""
        meta = model._meta  # noqa: SLF001 -- documented by Django
        column = meta.get_field(self.fields[0]).name
        if schema_editor.connection.vendor == "sqlite":
            using = self.sqlite.format(column=column)
            return f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING {using}"
        return f"CREATE INDEX {self.name} ON {meta.db_table} USING gin (string_to_array({column}, ' '))"

    def remove_sql(self, model: type[models.Model], schema_editor: Any, **_: Any) -> Any:
        """The statement that removes it."""
        what = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
        return f"DROP {what} IF EXISTS {self.name}"


class BareGramIndex(GramIndex):
    """Without any text on SQLite, a third as large: a row leaves it by the pairs it came in with."""

    sqlite = "fts5({column}, content='', detail=none, tokenize='ascii')"
