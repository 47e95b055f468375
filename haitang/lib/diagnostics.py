"""Faults as values: what, where, why and what to do; found by one function, shown by another."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from haitang.lib.clock import ZONE


class Severity(StrEnum):
    """How bad a fault is."""

    ERROR = "error"
    WARNING = "warning"


class Position(NamedTuple):
    """Where a fault stands; ``line`` and ``column`` count from one, zero where unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, str(self.line or ""), str(self.column or "")]
        return ":".join(part for part in parts if part)


NOWHERE = Position()


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    ``path`` is the way through the playbook's tree (``("entries", "visit", "label")``); the loader
    turns it into a ``place``. With ``error_from`` it is a warning until that day and an error from it on
    (``as_of``). ``code`` is stable and has a paragraph in the manual. ``lacks`` is the path
    of what would have to be declared for this to be right: where that could not be read, nobody knows.
    """

    code: str
    what: str
    hint: str = ""
    path: tuple[str | int, ...] = ()
    place: Position = NOWHERE
    severity: Severity = Severity.ERROR
    lacks: tuple[str | int, ...] = ()
    error_from: date | None = None

    def as_of(self, day: date) -> "Fault":
        """The fault as it counts on *day*: what becomes an error later says when."""
        if self.error_from is None:
            return self
        if day >= self.error_from:
            return replace(self, severity=Severity.ERROR)
        hint = f"{self.hint} An error from {self.error_from.isoformat()} on.".strip()
        return replace(self, severity=Severity.WARNING, hint=hint)

    def __str__(self) -> str:
        where = str(self.place) or ".".join(str(step) for step in self.path)
        hint = f" {self.hint}" if self.hint else ""
        return f"{where}: {self.severity}[{self.code}]: {self.what}{hint}"


class Faults(Exception):  # noqa: N818 -- it carries findings; it is not itself the error
    """Raised where a caller cannot go on; carries every fault, not the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, in words a person reads
    """An act that the rules do not allow; ``code`` for machines, ``str()`` for people.

    ``zh`` and ``en`` say what, why and what to do. ``field`` names the form field at fault, if one is.
    """

    def __init__(self, code: str, *, zh: str, en: str, field: str = "") -> None:
        self.code, self.zh, self.en, self.field = code, zh, en, field
        super().__init__(f"{en} {zh}")

    def into(self, language: str) -> str:
        """The sentence in *language*."""
        return self.en if language.startswith("en") else self.zh


class Refusals(Refusal):
    """Several things refused at once; ``refusals`` has each with its field."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        first = refusals[0]
        zh, en = ("\n".join(one.into(language) for one in refusals) for language in ("zh", "en"))
        super().__init__(first.code, zh=zh, en=en, field=first.field)


class Forbidden(Refusal):
    """The actor may not do this; nothing was changed."""


class Conflict(Refusal):
    """Someone else was faster; nothing was changed."""


class SentAlready(Conflict):
    """A form that was sent before came again with other words; ``found`` is what it made the first time."""

    def __init__(self, code: str, *, at: datetime, found: object, field: str = "") -> None:
        when = f"{at.astimezone(ZONE):%m-%d %H:%M}"
        self.found = found
        super().__init__(
            code,
            zh=f"这张表已经在 {when} 交过，内容不同；这次什么也没有改。要说别的，请打开一张新表。",
            en=f"This form was sent already ({when}), with other words; nothing was changed. "
            "To say something else, open a new form.",
            field=field,
        )
