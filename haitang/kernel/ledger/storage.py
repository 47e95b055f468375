"""When the disk is full or fails, people read a sentence and nothing is half written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from haitang.lib.diagnostics import Refusal
from haitang.lib.room import no_room


@contextmanager
def speaking_of_storage() -> Iterator[None]:
    """Turn the database's or the file system's "disk full" into a refusal in words; else let it pass."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        if not (no_room(error) or _fails(error)):
            raise
        raise disk_full() from error


def _fails(error: DatabaseError | OSError) -> bool:
    """Whether the disk does not take what is written, full or not."""
    return getattr(error, "errno", None) == errno.EIO or "disk i/o error" in str(error).lower()


def disk_full() -> Refusal:
    """What people read when nothing more can be kept."""
    return Refusal(
        "storage.full",
        zh="存储空间已满，这次没有写入任何内容。请联系管理员腾出空间后重试。",
        en="The disk is full; nothing was written. Ask the administrator to make room, then try again.",
    )


def file_refused(code: str, zh: str, en: str) -> Refusal:
    """Why a file cannot be kept."""
    return Refusal(f"file.{code}", zh=zh, en=en, field="file")
