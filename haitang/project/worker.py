"""The worker: one process that runs the jobs on their schedule, and all of them once when it starts."""

import logging
import os
from collections.abc import Callable

from django.db import close_old_connections
from huey import Huey, crontab

from haitang.project.jobs import SCHEDULE
from haitang.project.queue import make_queue

log = logging.getLogger("haitang.worker")
#: How far the worker stands back: learning and sealing may take long, a person at a page should not.
BEHIND_PAGES = 10


def work() -> None:
    """Run until told to end; never returns before."""
    os.nice(BEHIND_PAGES)
    queue = make_queue()
    tasks = schedule(queue)
    # What a worker held that was killed in the middle of a job, nobody else would ever let go.
    queue.flush_locks(*(job.__name__ for job, _ in SCHEDULE))
    for task in tasks:
        task()
    consumer = queue.create_consumer(
        workers=1, worker_type="thread", graceful_signal="TERM", max_delay=1.0, shutdown_timeout=5.0
    )
    consumer.run()


def schedule(queue: Huey) -> list[Callable[[], object]]:
    """Register every job with *queue*; what comes back enqueues each of them now."""
    return [
        queue.periodic_task(crontab(**when), name=job.__name__)(guarded(queue, job)) for job, when in SCHEDULE
    ]


def guarded(queue: Huey, job: Callable[[], str]) -> Callable[[], None]:
    """A job that never runs beside itself, keeps no stale connection and says what it did."""

    def run() -> None:
        close_old_connections()
        try:
            with queue.lock_task(job.__name__):
                said = job()
            if said:
                log.info("%s: %s", job.__name__, said)
        finally:
            close_old_connections()

    return run
