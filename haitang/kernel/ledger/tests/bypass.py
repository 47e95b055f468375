"""What somebody with the database's own password could do: change rows behind the triggers' backs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from haitang.kernel.ledger.guards import GUARDS as LEDGER
from haitang.kernel.playbooks.guards import GUARDS as PLAYBOOKS
from haitang.lib.guards import install, lower

GUARDS = (*LEDGER, *PLAYBOOKS)


@contextmanager
def guards_lowered() -> Iterator[None]:
    """Take the triggers away and put them back."""
    settle()
    lower(connection, GUARDS)
    yield
    settle()
    install(connection, GUARDS)


def settle() -> None:
    """PostgreSQL alters no table with deferred checks outstanding."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")


def run(sql: str, *values: Any) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class Undo(Exception):  # noqa: N818 -- no error: the way back
    """Ends :func:`undone`."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass
