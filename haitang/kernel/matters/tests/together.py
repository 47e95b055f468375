"""Two at once, each with a connection of its own to one and the same database."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

from django.apps import apps
from django.db import connection, connections

from haitang.lib.guards import lower

ON_POSTGRESQL = connection.vendor == "postgresql"


def at_once(*acts: Callable[[], Any], folder: Path) -> list[Any]:
    """What each of *acts* returned or raised, all begun at the same moment in threads of their own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(timeout=10)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 -- what was raised is what the test looks at
            return error
        finally:
            connections.close_all()

    with shared(folder), ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=50) for future in [pool.submit(run, act) for act in acts]]


@contextmanager
def shared(folder: Path) -> Iterator[None]:
    """New connections meet in one database: PostgreSQL's own, or a file made of the test's one in memory.

    The test goes on in that file: what the threads did is there to look at.
    """
    if ON_POSTGRESQL:
        yield
        return
    file = folder / "together.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(file) as copy:
        connection.connection.backup(copy)
    copy.close()
    settings, memory = connections.settings["default"], connection.connection
    name = settings["NAME"]
    settings["NAME"] = str(file)
    try:
        yield
        with sqlite3.connect(file) as done:
            done.backup(memory)
        done.close()
    finally:
        settings["NAME"] = name


def lower_all_guards() -> None:
    """So that a committed test can be cleared away; the flush's own post_migrate raises them again."""
    lower(connection, [guard for config in apps.get_app_configs() for guard in getattr(config, "guards", ())])
