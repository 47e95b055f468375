"""When the disk is full or fails, people read a sentence and nothing is half written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from haitang.lib.diagnostics import Refusal

_FULL = ("is full", "disk i/o error", "no space left", "could not extend file")


@contextmanager
def speaking_of_storage() -> Iterator[None]:
    """Turn the database's or the file system's "disk full" into a refusal in words; else let it pass."""
    try:
        yield
    except DatabaseError as error:
        if not any(sign in str(error).lower() for sign in _FULL):
            raise
        raise disk_full() from error
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
            raise
        raise disk_full() from error


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
