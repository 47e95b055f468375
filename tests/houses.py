"""Houses of their own for tests that need processes of their own: on SQLite in a folder, or at an address."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haitang.kernel.ledger.tests.test_crash import SCRIPT

#: Prints a token of Wang's, and the row number of the village; after ``FIND``.
TOKEN = """
from haitang.kernel.registry.api import SYSTEM, issue_token
from haitang.kernel.registry.models import Person
post = Person.objects.get(account__username="wang.test").posts.get()
print(issue_token(post, label="t", actor=SYSTEM(village.region))[1], village.pk)
"""


def environment(folder: Path, url: str) -> dict[str, str]:
    """What a process of the house in *folder* finds around it."""
    settings = "haitang.project.settings"
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    given = {"DATABASE_URL": url} if url else {}
    return {**kept, **given, "HAITANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": settings}


def run(folder: Path, url: str, script: str) -> str:
    """What *script* prints in a process of its own."""
    command = [sys.executable, "-c", SCRIPT + script, str(folder / "playbook")]
    done = subprocess.run(command, env=environment(folder, url), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def web(folder: Path, url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web alone, as ``haitang serve`` has it, in a group of processes of its own."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "haitang.project.wsgi:application"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "8", "--log-level", "warning"]
    process = subprocess.Popen(command, env=environment(folder, url), start_new_session=True)
    try:
        until = time.monotonic() + 180
        while not answers(port):
            assert time.monotonic() < until, "the web does not answer"
            time.sleep(0.2)
        yield process
    finally:
        with_all(process)
        process.wait()


def with_all(process: subprocess.Popen[bytes]) -> None:
    """Kill every process of the web at once, without a word."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def answers(port: int) -> bool:
    """Whether a page comes."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=20)
    except OSError:
        return False
    return True
