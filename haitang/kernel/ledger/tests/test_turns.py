"""Writers of one SQLite file wait for one another at a lock of the operating system."""

from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from haitang.kernel.ledger.turns import writing_turn

SQLITE_ALONE = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL queues its writers itself"
)


@pytest.fixture
def database_file(tmp_path, monkeypatch):
    file = tmp_path / "haitang.sqlite3"
    file.touch()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file))
    return file


@SQLITE_ALONE
def test_the_next_writer_comes_in_only_when_the_first_has_left(database_file):
    came_in = Event()

    def second():
        with writing_turn():
            came_in.set()

    with writing_turn():
        waiting = Thread(target=second)
        waiting.start()
        assert not came_in.wait(0.2)
    assert came_in.wait(10)
    waiting.join()


@SQLITE_ALONE
def test_a_writer_who_fails_gives_up_the_turn(database_file):
    with pytest.raises(ValueError, match="broke"), writing_turn():
        raise ValueError("broke")
    with writing_turn():
        assert Path(f"{database_file}-turn").exists()


@pytest.mark.django_db
def test_within_a_transaction_nobody_waits(database_file):
    # The test's own transaction: the database's lock is held already, and a second wait could cross it.
    with writing_turn():
        assert not Path(f"{database_file}-turn").exists()
