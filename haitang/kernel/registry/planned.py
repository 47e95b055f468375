"""A cursor for what every request asks anew: PostgreSQL plans it once a connection, not at each call.

To plan a join of three tables by their keys takes it three times as long as to answer it.
"""

from typing import Any

from django.db import connection


def planned_once() -> Any:  # reason: Django's cursor, whose type its stubs do not name
    """A cursor like ``connection.cursor()``; statements with it may only differ in their parameters.

    Django's own writes the parameters into the statement, so that no plan fits the next one. How often a
    statement is asked before its plan is kept says ``prepare_threshold`` in the settings.
    """
    # Where queries are logged, Django's own: only it can tell what it asked.
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from psycopg import Cursor  # noqa: PLC0415 -- slow import, and only PostgreSQL needs it

    connection.ensure_connection()
    plain: Any = Cursor(connection.connection)  # reason: Django's stubs know its own cursors alone
    return connection.make_cursor(plain)
