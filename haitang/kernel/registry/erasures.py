"""What was erased, noted outside the database, so that a copy put back later is made to forget it again.

A line says when, what it was and its identifier: nothing of what was erased. It lies beside the backups and
goes where copies of them go.
"""

import json
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haitang.lib import clock


class Erased(NamedTuple):
    """What was erased: ``words`` of a matter, a ``contact``, a ``note``, a ``person``, or a desk's own."""

    what: str
    uuid: UUID


@dataclass(frozen=True)
class Eraser:
    """How a desk erases again, of its own, *what* an older copy of the house brought back."""

    what: str
    #: Erases those it is given that are there and whole; how many were.
    again: Callable[[Collection[UUID]], int]
    #: Those that this database knows to be erased at a moment or later.
    since: Callable[[datetime], Iterable[UUID]]


_ERASERS: dict[str, Eraser] = {}


def register_eraser(eraser: Eraser) -> None:
    """Have *eraser* asked whenever a copy was put back; one of the same thing takes its place."""
    _ERASERS[eraser.what] = eraser


def erasers() -> Collection[Eraser]:
    """What desks erase of their own."""
    return _ERASERS.values()


def note_erased(what: str, uuids: Iterable[UUID]) -> None:
    """Write down what is being erased, as soon as it is: what fails is not noted."""
    lines = [{"at": clock.now().isoformat(), "what": what, "uuid": str(one)} for one in uuids]
    if lines:
        # Where it cannot be written the log says so: by then it is erased, and nobody is told it is not.
        transaction.on_commit(partial(_write, "".join(json.dumps(one) + "\n" for one in lines)), robust=True)


def noted_since(moment: datetime) -> set[Erased]:
    """What was noted as erased at *moment* or later."""
    path = _path()
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    noted = (json.loads(line) for line in lines)
    return {
        Erased(one["what"], UUID(one["uuid"])) for one in noted if datetime.fromisoformat(one["at"]) >= moment
    }


def _write(lines: str) -> None:
    """One write to the end: of two processes at once neither overwrites the other."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, lines.encode())
        os.fsync(file)
    finally:
        os.close(file)


def _path() -> Path:
    return Path(settings.BACKUPS) / "erasures.jsonl"
