import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from haitang.kernel.registry.api import open_region
from haitang.lib import clock
from haitang.project import jobs
from haitang.project.queue import make_queue
from haitang.project.worker import schedule


@pytest.fixture
def set_apart(settings, tmp_path):
    """No files of the house that runs the tests, and no copy of a database that stands in a transaction."""
    settings.BACKUP_DAYS = 0
    settings.MEDIA_ROOT = tmp_path / "files"


def test_every_job_may_be_run_with_nothing_to_do_and_twice(db, set_apart):
    open_region("haixi", code="990001", name="海西", actor=None)
    for job, _ in jobs.SCHEDULE:
        assert job() == ""
        assert job() == ""


def test_sessions_that_are_over_are_forgotten_nightly(db):
    for hours in (-1, 1):
        ends = clock.now() + timedelta(hours=hours)
        Session.objects.create(session_key=f"key{hours}", session_data="", expire_date=ends)
    assert jobs.forget_what_is_over() == "1 rows forgotten"
    assert [one.session_key for one in Session.objects.all()] == ["key1"]


def test_every_job_runs_through_the_queue(db, set_apart):
    open_region("haixi", code="990001", name="海西", actor=None)
    queue = make_queue(immediate=True)
    tasks = schedule(queue)
    assert len(tasks) == len(jobs.SCHEDULE)
    for task in tasks:
        task()


def test_each_job_has_its_minute():
    names = {task.name for task in queue_tasks()}
    assert names == {job.__name__ for job, _ in jobs.SCHEDULE}


def queue_tasks():
    queue = make_queue(immediate=True)
    schedule(queue)
    return queue._registry.periodic_tasks


@pytest.mark.slow(reason="a worker is a process of its own")
def test_a_real_worker_seals_at_its_start_and_ends_when_asked(tmp_path):
    """Even where one before it was killed while it sealed."""
    environment = {**os.environ, "HAITANG_VAR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    worker = subprocess.Popen([sys.executable, "-m", "haitang.project.cli", "worker"], env=environment)
    try:
        assert wait_for(lambda: seals(tmp_path) == 1)
    finally:
        worker.terminate()
        assert worker.wait(90) == 0


#: A region with one entry, recorded yesterday, and the mark of a worker that was killed at its work.
PREPARE = """
from datetime import timedelta
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "haitang.project.settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from haitang.kernel.ledger.tests.county import make_county
from haitang.kernel.ledger.api import record_many
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
folder = Path(os.environ["HAITANG_VAR"]) / "playbook"
folder.mkdir()
with clock.standing_at(clock.now() - timedelta(days=2)):
    county = make_county(folder)
    assert record_many([county.visit()], actor=SYSTEM(county.region)).recorded == 1
from haitang.project.queue import make_queue
make_queue().lock_task("seal_the_days").acquire()
"""


def seals(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "haitang.sqlite3")) as connection:
        return connection.execute("SELECT count(*) FROM ledger_seal").fetchone()[0]


def wait_for(condition, seconds: float = 90.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False
