"""Two at once, each with a connection of its own to one and the same database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Event
from typing import Any

from django.apps import apps
from django.db import connection, connections, transaction

from haitang.lib.guards import lower

ON_POSTGRESQL = connection.vendor == "postgresql"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of *acts* returned or raised, all begun at the same moment in threads of their own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(timeout=120)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 -- what was raised is what the test looks at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=240) for future in [pool.submit(run, act) for act in acts]]


def after_one_another(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Both begun, the *second* when the *first* is done but not yet committed; what each came to."""
    is_done, came_through = Event(), Event()

    def slow() -> Any:
        with transaction.atomic():
            found = first()
            is_done.set()
            # Whoever does not wait for the first is through by then, and sees nothing of it.
            assert not came_through.wait(1)
        return found

    def quick() -> Any:
        assert is_done.wait(60)
        try:
            return second()
        finally:
            came_through.set()

    found, other = at_once(slow, quick)
    return found, other


@contextmanager
def on_common_ground(folder: Path) -> Iterator[None]:
    """Where several connections meet: PostgreSQL as it is; for SQLite a file made of what the test holds.

    The test itself goes on in that file too, so that it sees what the threads did.
    """
    if ON_POSTGRESQL:
        yield
        return
    memory, settings = connections["default"], connections.settings["default"]
    name, file = settings["NAME"], folder / "together.sqlite3"
    file.write_bytes(memory.connection.serialize())
    settings["NAME"] = str(file)
    try:
        connections["default"] = connections.create_connection("default")
        # Into WAL by one: of several that turn a file at once, SQLite tells some at once that it is locked.
        connections["default"].ensure_connection()
        yield
        connections["default"].close()
    finally:
        settings["NAME"] = name
        connections["default"] = memory


def lower_all_guards() -> None:
    """So that a committed test can be cleared away; the flush's own post_migrate raises them again."""
    lower(connection, [guard for config in apps.get_app_configs() for guard in getattr(config, "guards", ())])
