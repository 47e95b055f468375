"""Whether there is no room left to write, as file systems and databases say it."""

import errno

FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
#: PostgreSQL's own name for it, the same in whatever language the server speaks.
DISK_FULL = "53100"
_SAID = ("is full", "no space left", "could not extend file")


def no_room(error: BaseException) -> bool:
    """Whether *error*, raised by a file system or a database, means that its disk or quota is used up."""
    if isinstance(error, OSError):
        return error.errno in FULL_DISK
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    return state == DISK_FULL or any(sign in str(error).lower() for sign in _SAID)
