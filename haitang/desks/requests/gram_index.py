"""An index of the pairs in a column, made by Django as any other: GIN on PostgreSQL, FTS5 on SQLite.

SQLite's is a table of its own beside the rows; the acts that write a row keep it. PostgreSQL keeps its own.
"""

from typing import Any

from django.db import models


class GramIndex(models.Index):
    """Over one text column of pairs with blanks between; named as SQLite's table is."""

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **_: Any) -> Any:
        """The statement that makes it on either database."""
        meta = model._meta  # noqa: SLF001 -- documented by Django
        column = meta.get_field(self.fields[0]).name
        if schema_editor.connection.vendor == "sqlite":
            return f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.name} USING fts5({column})"
        return f"CREATE INDEX {self.name} ON {meta.db_table} USING gin (string_to_array({column}, ' '))"

    def remove_sql(self, model: type[models.Model], schema_editor: Any, **_: Any) -> Any:
        """The statement that removes it."""
        what = "TABLE" if schema_editor.connection.vendor == "sqlite" else "INDEX"
        return f"DROP {what} IF EXISTS {self.name}"
