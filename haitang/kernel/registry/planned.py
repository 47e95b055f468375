"""For what every request asks anew: PostgreSQL plans it once a connection, not at each call.

To plan a join of three tables by their keys takes it three times as long as to answer it, of nine tables
twenty times.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def plans_kept() -> Iterator[None]:
    """What is asked in here through Django is planned once as well: things by their keys, not lists.

    A plan that is kept does not know how much lies below a unit or before a day, and lists differ in that.
    """
    mine = connections[DEFAULT_DB_ALIAS]
    if not _can_keep(mine):
        yield
        return
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 -- slow import, only PostgreSQL

    mine.ensure_connection()
    raw: Any = mine.connection  # reason: Django's stubs know no driver
    before, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        raw.cursor_factory = before


def planned_once() -> Any:  # reason: Django's cursor, whose type its stubs do not name
    """A cursor like ``connection.cursor()``; statements with it may only differ in their parameters.

    Django's own writes the parameters into the statement, so that no plan fits the next one. How often a
    statement is asked before its plan is kept says ``prepare_threshold`` in the settings.
    """
    # The thread's own connection, found once: through Django's proxy each look at it is another search.
    mine = connections[DEFAULT_DB_ALIAS]
    if not _can_keep(mine):
        return mine.cursor()
    from psycopg import Cursor  # noqa: PLC0415 -- slow import, and only PostgreSQL needs it

    mine.ensure_connection()
    plain: Any = Cursor(mine.connection)  # reason: Django's stubs know its own cursors alone
    return mine.make_cursor(plain)


def _can_keep(mine: BaseDatabaseWrapper) -> bool:
    """Where queries are logged, Django's own cursor: only it can tell what it asked."""
    return mine.vendor == "postgresql" and not mine.queries_logged
