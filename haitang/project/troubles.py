"""What stops a command and a person can mend, in words: the full disk, the database that is not there."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, OperationalError, ProgrammingError

from haitang.lib.diagnostics import Faults, Refusal
from haitang.lib.room import no_room

#: Words by which either driver says that there is no database to talk to.
UNREACHABLE = (
    "connect",
    "resolve",
    "refused",
    "timeout",
    "authentication",
    "unable to open",
    "does not exist",
)
FULL = (
    "磁盘已满，没有写入任何残缺的数据。请腾出空间后重试。\n"
    "The disk is full; nothing half-written was kept. Make room and try again."
)

NO_TABLES = (
    "数据库里还没有表。请先运行 haitang migrate（或 haitang run 试用样例县）。\n"
    "The database has no tables yet. Run haitang migrate first (or haitang run for a sample county)."
)


def explain(trouble: BaseException) -> str:
    """The sentence for *trouble*; empty for what is a fault of ours and needs its traceback."""
    if disk_is_full(trouble):
        return FULL
    if isinstance(trouble, Refusal):
        return f"{trouble.zh}\n{trouble.en}"
    if isinstance(trouble, Faults | ImproperlyConfigured):
        return str(trouble)
    if isinstance(trouble, OperationalError | ProgrammingError):
        return NO_TABLES if _tables_missing(str(trouble)) else _database_words(trouble)
    return ""


def disk_is_full(trouble: BaseException) -> bool:
    """Whether the disk, or the quota on it, is used up."""
    return isinstance(trouble, OSError | DatabaseError) and no_room(trouble)


def _tables_missing(text: str) -> bool:
    return "no such table" in text or ("relation" in text and "does not exist" in text)


def _database_words(trouble: OperationalError | ProgrammingError) -> str:
    text = str(trouble).strip()
    if not any(word in text.lower() for word in UNREACHABLE):
        return ""
    where = database_address()
    return (
        f"连不上数据库 {where}。请检查 DATABASE_URL 与数据库是否在运行。\n"
        f"Cannot reach the database {where}. Check DATABASE_URL and whether it is running.\n{text}"
    )


def database_address() -> str:
    """Where ``DATABASE_URL`` points, without user and password."""
    url = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not url.hostname:
        return url.path or "(SQLite, HAITANG_VAR)"
    return f"{url.scheme}://{url.hostname}:{url.port or 5432}{url.path}"
