"""Whose turn it is to write: processes queue at a lock of the operating system instead of knocking.

SQLite lets one write at a time; whoever comes meanwhile sleeps one, two, five, ten … milliseconds and asks
again. Under sixteen clients that, not the disk, was what the slowest waited for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from django.db import connection


@contextmanager
def writing_turn() -> Iterator[None]:
    """Wait for one's turn, unless the database queues its writers itself or the turn is had already.

    The lock goes with its file, even when the process is killed. SQLite's own lock is taken all the same:
    the turn only spares knocking, nothing depends on it.
    """
    name = connection.settings_dict["NAME"]
    if connection.vendor != "sqlite" or connection.in_atomic_block or not Path(name).is_file():
        yield
        return
    with Path(f"{name}-turn").open("ab") as file:
        flock(file, LOCK_EX)
        yield
