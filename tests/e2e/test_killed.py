"""kill -9 of the web processes in the middle of a thousand writes by program."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

from haitang.lib import clock
from haitang.lib.ids import new_id
from tests.e2e.conftest import ROOT, environment
from tests.e2e.test_run import family, free_port, started

WRITES, CLIENTS, ENOUGH = 1000, 8, 250


def haitang(county: Path, *words: str) -> str:
    command = [sys.executable, "-m", "haitang.project.cli", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(county), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask(county: Path, question: str, *given: str) -> list[tuple[int]]:
    database = sqlite3.connect(county / "haitang.sqlite3")
    try:
        return database.execute(question, given).fetchall()
    finally:
        database.close()


def unit_of(county: Path, username: str) -> int:
    question = (
        "SELECT p.unit_id FROM registry_post p JOIN registry_account a ON a.person_id = p.person_id "
        "WHERE a.username = ? AND p.until IS NULL"
    )
    return ask(county, question, username)[0][0]


def writer(port: int, token: str, unit: int, acknowledged: list[str], enough: Event) -> Callable[[int], None]:
    """Sends one deed; what is answered 201 was acknowledged, whatever else comes was not."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def write(number: int) -> None:
        uuid = str(new_id())
        deed = {"uuid": uuid, "kind": "site_visit", "unit": unit, "day": clock.today().isoformat()}
        said = json.dumps({**deed, "answers": {"found": f"第 {number} 处"}}).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/entries", said, headers)
        try:
            if urllib.request.urlopen(request, timeout=60).status == 201:  # noqa: S310
                acknowledged.append(uuid)
        except (urllib.error.URLError, OSError):
            return
        if len(acknowledged) >= ENOUGH:
            enough.set()

    return write


def kill_web(pid: int) -> None:
    """All that serve pages, at once, without a word."""
    of_the_web = [one for one in family(pid) - {pid} if "granian" in called(one)]
    for one in of_the_web:
        with suppress(ProcessLookupError):  # the first takes the others with it
            os.kill(one, signal.SIGKILL)


def called(pid: int) -> str:
    """What a process was called with; nothing if it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_nothing_acknowledged_is_lost_when_the_web_is_killed(county):
    port, acknowledged, enough = free_port(), [], Event()
    token = haitang(county, "token", "issue", "village-secretary").split()[-1]
    unit = unit_of(county, "village-secretary")
    with started(county, "run", port) as (process, _):
        write = writer(port, token, unit, acknowledged, enough)
        with ThreadPoolExecutor(CLIENTS) as clients:
            sent = [clients.submit(write, number) for number in range(WRITES)]
            assert enough.wait(240)
            kill_web(process.pid)
            [each.result() for each in sent]
    assert ENOUGH <= len(acknowledged) < WRITES, "it was killed in the middle"
    kept = {row[0].replace("-", "") for row in ask(county, "SELECT uuid FROM ledger_entry")}
    assert {uuid.replace("-", "") for uuid in acknowledged} <= kept
    haitang(county, "ledger", "verify")
