"""The same work on django-helpdesk, in the same run: open a ticket, list fifty of many, search among them.

It runs as its quick start has it, in an environment of its own (``requirements/rival.txt``), on the same
database with the same durability, behind the same server with as many processes. Ours is asked by its API as
theirs is: both answer with JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.house import PATIENCE, ROOT, House, free_port, wait_for
from bench.load import Load, post
from bench.rounds import in_rounds
from bench.table import Line

WARM_UP, COUNT = 50, 400
MANY = 100_000
LOCK, PLACE = ROOT / "requirements" / "rival.txt", ROOT / "build" / "rival"
#: Against forgery a site compares a cookie with a header: any word of this length does.
TOKEN = "rival" + "a" * 27


def environment() -> Path:
    """The Python that has the rival, made anew where its lock changed."""
    python, made = PLACE / "bin" / "python", PLACE / "made-from"
    if not made.is_file() or made.read_text() != LOCK.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True)
        install = [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]
        subprocess.run(install, check=True, stdout=sys.stderr)
        made.write_text(LOCK.read_text())
    return python


@dataclass(frozen=True)
class Rival:
    """django-helpdesk on the database that *house* runs on."""

    house: House
    python: Path

    def run(self, module: str, *arguments: str) -> dict[str, Any]:  # reason: each module says its own shape
        """What ``python -m bench.helpdesk.MODULE`` prints."""
        command = [str(self.python), "-m", f"bench.helpdesk.{module}", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"the rival failed: {' '.join(command)}\n{done.stderr[-2000:]}")
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told

    def creating(self, told: Mapping[str, Any]) -> Load:
        """The middle of several rounds of tickets opened over HTTP."""
        port = free_port()
        served = [str(self.python), "-m", "granian", "--interface", "wsgi", "bench.helpdesk.wsgi:application"]
        served += ["--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws"]
        child = subprocess.Popen(
            [*served, "--log-level", "warning"], cwd=ROOT, env=self._environment(), stdout=subprocess.DEVNULL
        )
        try:
            wait_for(port, child, path="/login/")
            rounds = in_rounds(partial(_tickets, told), port, warm_up=WARM_UP, count=COUNT)
        finally:
            child.terminate()
            child.wait(timeout=PATIENCE)
        if rounds.others:
            sys.exit(f"the rival answered {rounds.others} requests otherwise than with 201")
        return rounds.middle.load

    def _environment(self) -> dict[str, str]:
        folder = self.house.folder / "rival"
        folder.mkdir(exist_ok=True)
        ours = {
            "DJANGO_SETTINGS_MODULE": "bench.helpdesk.settings",
            "RIVAL_DATABASE": json.dumps(_database(self.house, folder)),
            "RIVAL_FOLDER": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        return {"PATH": os.environ["PATH"]} | ours


def compare(house: House) -> list[Line]:
    """Three lines of theirs, each with how many times faster ours is in the same minute."""
    rival = Rival(house, environment())
    if house.url:
        _fresh_database(house.url)
    told = rival.run("prepare", str(MANY))
    with house.serving("serve") as server:
        ours = {line.what: line for line in house.part("rival_ours", str(server.port), str(MANY))}
    created, looked = rival.creating(told), rival.run("pages")
    theirs = {"open": created.per_second, "list": looked["list"], "search": looked["search"]}
    return [_line(name, theirs[name], ours[name], on=house.on) for name in WORK]


WORK = {
    "open": ("django-helpdesk: open a ticket, 16 clients", "/s"),
    "list": (f"django-helpdesk: list 50 of {MANY:,}", "ms"),
    "search": (f"django-helpdesk: search {MANY:,}", "ms"),
}


def _line(name: str, theirs: float, ours: Line, *, on: str) -> Line:
    what, unit = WORK[name]
    times = ours.figure / theirs if unit == "/s" else theirs / ours.figure
    return Line(what, theirs, unit, on=on, note=f"ours {ours.figure:,.1f} {unit}: {times:,.1f} times as fast")


def _tickets(told: Mapping[str, Any], count: int) -> Iterator[bytes]:
    cookie = f"sessionid={told['cookie']}; csrftoken={TOKEN}"
    headers = {"Cookie": cookie, "X-CSRFToken": TOKEN}
    for number in range(count):
        said = {
            "queue": told["queue"],
            "title": f"样例村第{number}件",
            "description": "路灯不亮，晚上看不见路，请来看看。",
            "submitter_email": f"resident{number}@localhost.example",
            "priority": 3,
        }
        yield post("/api/tickets/", json.dumps(said).encode(), headers=headers)


def _database(house: House, folder: Path) -> dict[str, object]:
    """Django's settings for the rival's database, as durable and with as much memory as ours."""
    if not house.url:
        begin = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-64000"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": begin}
        name = str(folder / "rival.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "CONN_MAX_AGE": 600, "OPTIONS": options}
    url = urlsplit(house.url)
    place = {"HOST": url.hostname, "PORT": url.port, "USER": url.username, "CONN_MAX_AGE": 600}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "rival", **place}


def _fresh_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS rival")
        connection.execute("CREATE DATABASE rival")
