"""The two databases the house runs on, tuned as measured in docs/decisions/0002."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

#: FULL makes a commit durable against power loss; the ledger promises no less.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA busy_timeout=30000;"
    "PRAGMA cache_size=-64000;"
    "PRAGMA mmap_size=268435456;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;"  # INSERT OR REPLACE must not slip past the guards
    "PRAGMA secure_delete=FAST;"  # what is erased is overwritten, not only unlinked
    "PRAGMA journal_size_limit=67108864"
)

#: For PostgreSQL at the start of each connection; what the URL says in ``options`` comes after and wins. To
#: compile a statement (``jit``) takes a tenth of a second and pays for itself in minutes of counting; the
#: planner begins it on a guess of the cost alone, and guessed wrong for an inbox. A page from anywhere costs
#: little more than the next one, on today's disks and in memory.
AS_WE_ASK = "-c jit=off -c random_page_cost=1.1"
#: PostgreSQL keeps the plan of a statement asked so often on one connection. Behind a pooler that hands
#: connections on between transactions, no plan may be kept: ``DATABASE_URL=postgres://…?prepare_threshold=never``.
PLANNED_AFTER = 3


def database(folder: Path) -> dict[str, Any]:  # reason: Django's own untyped settings shape
    """Django's settings for ``DATABASE_URL``, or for a SQLite file in *folder*."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'haitang.sqlite3'}"
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL={url!r}: begin it with sqlite:/// or postgres://.")
    settings: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=600)}
    settings["TEST"] = {"NAME": os.environ.get("HAITANG_TEST_DB")}
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        options = settings.setdefault("OPTIONS", {})
        asked = str(options.get("prepare_threshold", PLANNED_AFTER))
        options["prepare_threshold"] = int(asked) if asked.isdecimal() else None
        if options["prepare_threshold"] is not None:
            # A pooler refuses such a wish at the start of a connection: there the role is given it.
            options["options"] = f"{AS_WE_ASK} {options.get('options', '')}".rstrip()
    return settings
