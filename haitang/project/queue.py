"""Where the worker's tasks stand: a SQLite file in ``HAITANG_VAR``, or tables beside our own in PostgreSQL.

The queue only says when to look; what is left to do is always in our own tables (docs/decisions/0006).
"""

import os

from django.conf import settings
from huey import Huey, PostgresHuey, SqliteHuey


def make_queue(*, immediate: bool = False) -> Huey:
    """The queue of this installation; ``immediate`` runs tasks on the spot, for tests."""
    common = {"results": False, "utc": False, "immediate": immediate}
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return PostgresHuey("haitang", dsn=os.environ["DATABASE_URL"], **common)
    return SqliteHuey("haitang", filename=str(settings.VAR / "jobs.sqlite3"), **common)
