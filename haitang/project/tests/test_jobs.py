from datetime import UTC, datetime

from haitang.kernel.registry.api import open_region
from haitang.project import jobs
from haitang.project.queue import make_queue
from haitang.project.worker import schedule

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_every_job_may_be_run_with_nothing_to_do_and_twice(db):
    open_region("haixi", code="990001", name="海西", actor=None)
    for job, _ in jobs.SCHEDULE:
        assert job() == ""
        assert job() == ""


def test_every_job_runs_through_the_queue(db):
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
