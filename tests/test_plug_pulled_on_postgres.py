"""Pulling the plug on PostgreSQL: the web killed in the middle of many writes, a disk that is truly full.

Each on a server of its own that promises durability; SQLite has the same in the ledger's tests and in e2e.
"""

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import psycopg
import pytest
from django.db import connection

from haitang.kernel.ledger.tests.test_crash import FIND, GROW, VERIFY
from haitang.lib import clock
from haitang.lib.ids import new_id
from tests.houses import TOKEN, run, web, with_all
from tests.postgres import free_port, server, server_user

#: Slow because each grows a county in processes and on a server of its own.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="once a check is enough"),
]
WRITES, CLIENTS, ENOUGH = 1000, 8, 150


def test_nothing_acknowledged_is_lost_when_the_web_is_killed(tmp_path):
    acknowledged: list[str] = []
    enough = Event()
    with server(settings="") as url:
        run(tmp_path, url, GROW)
        token, unit = run(tmp_path, url, FIND + TOKEN).split()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        port = free_port()

        def write(_: int) -> None:
            uuid, day = str(new_id()), clock.today().isoformat()
            deed = {
                "uuid": uuid,
                "kind": "visit",
                "unit": int(unit),
                "day": day,
                "answers": {"need": "health"},
            }
            address = f"http://127.0.0.1:{port}/api/entries"
            request = urllib.request.Request(address, json.dumps(deed).encode(), headers)
            try:
                if urllib.request.urlopen(request, timeout=60).status == 201:  # noqa: S310 -- our own server
                    acknowledged.append(uuid)
            except (urllib.error.URLError, OSError):
                return
            if len(acknowledged) >= ENOUGH:
                enough.set()

        with web(tmp_path, url, port) as process, ThreadPoolExecutor(CLIENTS) as clients:
            sent = [clients.submit(write, number) for number in range(WRITES)]
            assert enough.wait(240)
            with_all(process)
            [each.result() for each in sent]
        assert ENOUGH <= len(acknowledged) < WRITES, "it was killed in the middle"
        with psycopg.connect(url) as database:
            there = {str(uuid) for (uuid,) in database.execute("SELECT uuid FROM ledger_entry")}
        assert set(acknowledged) <= there
        holds, entries, *findings = run(tmp_path, url, FIND + VERIFY).split("\n")
    assert (holds, findings, int(entries)) == ("True", [""], len(there))


@pytest.fixture
def tiny_disk() -> Iterator[Path]:
    """A disk of 48 MB that belongs to the server's user; skipped where nothing may be mounted."""
    place = Path(tempfile.mkdtemp(prefix="haitang-tiny-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    try:
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("may not mount")
        shutil.chown(place, server_user() or os.getuid())
        yield place
        subprocess.run(["umount", "-l", str(place)], check=True)
    finally:
        place.rmdir()


FILL = """
kept, said = 0, []
while not said:
    try:
        kept += record_many([draft() for _ in range(500)], actor=wang).recorded
    except Refusal as refusal:
        said.append(refusal.code)
while len(said) < 2:
    try:
        record(draft(), actor=wang)
        kept += 1
    except Refusal as refusal:
        said.append(refusal.code)
print(kept, *said)
"""


def test_a_disk_that_is_truly_full_is_a_sentence_and_the_ledger_holds(tmp_path, tiny_disk):
    with server(settings="") as url:
        with psycopg.connect(url, autocommit=True) as database:
            database.execute(f"CREATE TABLESPACE tiny LOCATION '{tiny_disk}'")
            database.execute("CREATE DATABASE county TABLESPACE tiny")
        county = url.removesuffix("/postgres") + "/county"
        run(tmp_path, county, GROW)
        kept, *said = run(tmp_path, county, FIND + FILL).split()
        assert said == ["storage.full", "storage.full"]
        # To verify takes room for sorting: room is made, as the sentence asks.
        subprocess.run(["mount", "-o", "remount,size=96m", str(tiny_disk)], check=True)
        holds, entries, *findings = run(tmp_path, county, FIND + VERIFY).split("\n")
    assert (holds, findings, entries) == ("True", [""], kept)
    assert int(kept) > 500
