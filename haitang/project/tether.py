"""``python -m haitang.project.tether PROGRAM …``: run PROGRAM so that it ends when its parent is killed.

Even ``kill -9`` of the parent leaves no orphan: the kernel (``PR_SET_PDEATHSIG``) tells the child. It is
asked for after the fork and before the exec, without a fork hook, which is unsafe beside threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(command: list[str]) -> None:
    """Tie this process to its parent, then become *command*."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(command[0], command)  # noqa: S606 -- the command is our own, no shell is involved


if __name__ == "__main__":
    main(sys.argv[1:])
