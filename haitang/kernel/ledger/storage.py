"""When the disk is full or fails, people read a sentence and nothing is half written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError

from haitang.lib.diagnostics import Refusal
from haitang.lib.room import no_room

_FULL = "storage.full"


@contextmanager
def speaking_of_storage() -> Iterator[None]:
    """Turn the database's or the file system's "disk full" into a refusal in words; else let it pass."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        if not (no_room(error) or _fails(error)):
            raise
        raise disk_full() from error


@contextmanager
def speaking_of_place(folder: Path) -> Iterator[None]:
    """Turn "there is no writing here" into a refusal that names *folder*; else let it pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_PLACE:
            raise
        raise Refusal(
            "storage.no_place",
            zh=f"不能写到 {folder}：{_NO_PLACE[error.errno]}。请换一个可以写入的文件夹。",
            en=f"Nothing can be written to {folder}: {os.strerror(error.errno)}. Name another folder.",
        ) from error


#: What the file system answers where no folder or file can be made.
_NO_PLACE = {
    errno.ENOENT: "那里建不了文件夹",
    errno.ENOTDIR: "路径当中有一段是文件，不是文件夹",
    errno.EEXIST: "同名的文件已在那里",
    errno.EISDIR: "同名的文件夹已在那里",
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "系统不许写入",
    errno.EROFS: "那里只能读",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
}


def _fails(error: DatabaseError | OSError) -> bool:
    """Whether the disk does not take what is written, full or not."""
    return getattr(error, "errno", None) == errno.EIO or "disk i/o error" in str(error).lower()


def is_full(refusal: Refusal) -> bool:
    """Whether it was refused for want of room, and may be taken once there is some."""
    return refusal.code == _FULL


def disk_full() -> Refusal:
    """What people read when nothing more can be kept."""
    return Refusal(
        _FULL,
        zh="存储空间已满，这次没有写入任何内容。请联系管理员腾出空间后重试。",
        en="The disk is full; nothing was written. Ask the administrator to make room, then try again.",
    )


def file_refused(code: str, zh: str, en: str) -> Refusal:
    """Why a file cannot be kept."""
    return Refusal(f"file.{code}", zh=zh, en=en, field="file")
