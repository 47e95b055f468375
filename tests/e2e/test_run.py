"""``haitang run`` and ``serve`` as a person starts and ends them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, environment
from tests.postgres import server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def started(
    county: Path, command: str, port: int, *options: str, on: str = ""
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command once it says that it is open, with what it printed; killed at the end if it still lives.

    *on*: the database's address; empty: SQLite in *county*.
    """
    arguments = [sys.executable, "-m", "haitang.project.cli", command, "--port", str(port), *options]
    surroundings = environment(county) | ({"DATABASE_URL": on} if on else {})
    process = subprocess.Popen(arguments, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True)
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Open http" in line:
                break
        yield process, said
    finally:
        process.kill()
        process.communicate()


def status(port: int, path: str) -> int:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).status
    except urllib.error.HTTPError as error:
        return error.code


def family(pid: int) -> set[int]:
    """A process and all that descend from it; nobody if it has gone."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return set()
    return {pid}.union(*(family(int(child)) for child in children))


def lives(pid: int) -> bool:
    """Whether the process is there, and not only waiting to be counted as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def comes(condition: Callable[[], bool]) -> bool:
    """Whether it comes to hold within a minute."""
    until = time.monotonic() + 60
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def test_run_prints_whom_to_sign_in_as_answers_and_ends_without_an_orphan(county):
    port = free_port()
    with started(county, "run", port) as (process, said):
        words = "".join(said)
        assert f"http://127.0.0.1:{port}/" in words
        assert all(username in words for username in ("clerk", "handler", "agent", "village-secretary"))
        assert status(port, "/sample/") == 200
        # Run itself, the server and its two workers, the worker: that one is started once it is said.
        assert comes(lambda: len(family(process.pid)) >= 5), family(process.pid)
        everyone = family(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert comes(lambda: not any(lives(pid) for pid in everyone))


@pytest.mark.timeout(900)
def test_run_grows_the_county_on_postgresql_and_starts_again_on_what_is_there(tmp_path):
    with server() as url:
        for _ in ("to grow", "to find it grown"):
            port = free_port()
            with started(tmp_path, "run", port, "--size", "tiny", on=url) as (process, said):
                assert "village-secretary" in "".join(said)
                assert status(port, "/sample/") == 200
                process.send_signal(signal.SIGINT)
                assert process.wait(60) == 0
        assert not list(tmp_path.glob("*.sqlite3")), "everything is in PostgreSQL"


def test_serve_has_no_sign_in_by_one_click(county):
    port = free_port()
    with started(county, "serve", port) as (process, said):
        assert status(port, "/account/login/") == 200
        assert status(port, "/sample/") == 404
        assert "clerk" not in "".join(said)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(60) == 0


def test_a_taken_port_is_said_before_anything_is_done(county):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "haitang.project.cli", "run", "--port", str(port)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(county), capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"PORT={port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_run_refuses_a_house_set_up_for_the_world(county):
    surroundings = environment(county) | {"HAITANG_HTTPS": "1"}
    command = [sys.executable, "-m", "haitang.project.cli", "run", "--port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "haitang.E002" in done.stderr
