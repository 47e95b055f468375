"""Pulling the plug: what was acknowledged is there, what is there is whole, and a full disk is said in words.

Each test runs a process of its own on a SQLite file of its own: what is tried is exactly the commit.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

#: Slow because each migrates and fills a database in processes of its own.
pytestmark = pytest.mark.slow

SCRIPT = """
import sys, django
django.setup()
from django.core.management import call_command
from haitang.kernel.ledger.api import record, record_many, verify
from haitang.kernel.ledger.tests.county import make_county
from haitang.lib.diagnostics import Refusal
from pathlib import Path
"""

GROW = """
call_command("migrate", verbosity=0)
make_county(Path(sys.argv[1]))
"""

#: Finds the county that GROW made, in a process that did not make it.
FIND = """
from haitang.kernel.registry.models import Account, Unit
from haitang.kernel.registry.api import actor_of
from haitang.kernel.ledger.api import Draft
from haitang.lib.ids import new_id
from haitang.lib import clock
wang = actor_of(Account.objects.get(username="wang.test"))
village = Unit.objects.get(name="柳岸村")
def draft():
    said = {"kind": "visit", "unit": village.pk, "note": "x" * 200, "answers": {"need": "health"}}
    return Draft(uuid=new_id(), day=clock.today(), **said)
"""

WRITE = """
print("ready", flush=True)
while True:
    print(record(draft(), actor=wang).uuid.hex, flush=True)
"""

VERIFY = """
report = verify(village.region)
print(report.holds, report.entries, *map(str, report.findings), sep=chr(10))
"""


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "HAITANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "haitang.project.settings"}


def run(folder: Path, script: str) -> str:
    command = [sys.executable, "-c", SCRIPT + script, str(folder / "playbook")]
    done = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("crash")
    run(folder, GROW)
    return folder


def test_kill_9_in_the_middle_of_a_thousand_writes_loses_nothing_acknowledged(grown):
    acknowledged: list[str] = []
    for _ in range(3):
        command = [sys.executable, "-c", SCRIPT + FIND + WRITE]
        with subprocess.Popen(command, env=environment(grown), stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            assert writer.stdout.readline().strip() == "ready"
            until = time.monotonic() + 20
            said = [writer.stdout.readline().strip() for _ in range(340) if time.monotonic() < until]
            os.kill(writer.pid, signal.SIGKILL)
            said += writer.stdout.read().split()
        acknowledged += [uuid for uuid in said if len(uuid) == 32]
    assert len(acknowledged) > 100
    with sqlite3.connect(grown / "haitang.sqlite3") as database:
        there = {uuid for (uuid,) in database.execute("SELECT uuid FROM ledger_entry")}
    assert set(acknowledged) <= there
    holds, entries, *findings = run(grown, FIND + VERIFY).split("\n")
    assert (holds, findings) == ("True", [""])
    assert int(entries) == len(there)


FILL = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA page_count")
    pages = cursor.fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {pages + 20}")
written = 0
try:
    while True:
        record(draft(), actor=wang)
        written += 1
except Refusal as refusal:
    print(refusal.code, written > 0)
try:
    record_many([draft() for _ in range(3000)], actor=wang)
except Refusal as refusal:
    print(refusal.code)
"""


def test_a_full_disk_is_a_sentence_and_the_ledger_holds(grown):
    assert run(grown, FIND + FILL).split("\n")[:2] == ["storage.full True", "storage.full"]
    assert run(grown, FIND + VERIFY).startswith("True")


FILL_AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
from django.db.backends.signals import connection_created
pages = connection.cursor().execute("PRAGMA page_count").fetchone()[0]
def limit(connection, **_):
    connection.cursor().execute(f"PRAGMA max_page_count = {pages + 20}")
connection_created.connect(limit)
def fill(_):
    written = []
    try:
        while True:
            written.append(record(draft(), actor=wang).uuid.hex)
    except Refusal as refusal:
        return [refusal.code, *written]
with ThreadPoolExecutor(8) as pool:
    for said in pool.map(fill, range(8)):
        print(*said)
"""


def test_a_full_disk_is_said_to_each_of_eight_who_write_at_once(grown):
    said = [line.split() for line in run(grown, FIND + FILL_AT_ONCE).splitlines()]
    assert [line[0] for line in said] == ["storage.full"] * 8
    acknowledged = {uuid for line in said for uuid in line[1:]}
    with sqlite3.connect(grown / "haitang.sqlite3") as database:
        there = {uuid for (uuid,) in database.execute("SELECT uuid FROM ledger_entry")}
    assert acknowledged
    assert acknowledged <= there
    assert run(grown, FIND + VERIFY).startswith("True")


LIMITED = """
import os, resource
from io import BytesIO
from PIL import Image
from django.conf import settings
from haitang.kernel.ledger.api import keep_attachment
out = BytesIO()
Image.effect_noise((800, 800), 90).convert("RGB").save(out, "PNG")
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    keep_attachment(BytesIO(out.getvalue()), actor=wang, region=village.region)
except Refusal as refusal:
    print(refusal.code, [name for _, _, names in os.walk(settings.MEDIA_ROOT) for name in names])
"""


def test_a_file_that_does_not_fit_leaves_nothing_behind(grown):
    assert run(grown, FIND + LIMITED).strip() == "storage.full []"
