"""What was erased, noted outside the database, so that a copy put back later is made to forget it again.

A line says when, what it was and its identifier: nothing of what was erased. It lies beside the backups and
goes where copies of them go.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction

from haitang.lib import clock

What = Literal["words", "contact", "note", "person"]


class Erased(NamedTuple):
    """Something that was erased: the words of a matter, a contact, the note of an entry, a person."""

    what: What
    uuid: UUID


def note_erased(what: What, uuids: Iterable[UUID]) -> None:
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
