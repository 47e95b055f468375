"""What bulk work asks of the interpreter's memory."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cycles rest while thousands of rows are made that hold none.

    It would look through all that the process holds again and again: a fifth of a bulk's time, measured.
    """
    rests = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if rests:
            gc.enable()
