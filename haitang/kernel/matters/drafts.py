"""What somebody asks to have opened, before any check; and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal


@dataclass(frozen=True, repr=False)
class ContactDetails:
    """How to reach the resident; never shown by accident, so it has no ``repr``."""

    name: str = ""
    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return any(part.strip() for part in (self.name, self.phone, self.email))


@dataclass(frozen=True)
class MatterDraft:
    """One matter to be. ``uuid`` is the client's own, told to nobody: the same form again is one matter.

    ``outside_key`` does the same for files: a row is known by it. ``opened_at`` is for imports alone.
    ``occurred_at`` is when it was seen, of what was kept on a phone without a network and came later.
    """

    kind: str
    at: Unit
    title: str = ""
    body: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)  # reason: checked by the kind's fields
    category: str = ""
    channel: str = ""
    contact: ContactDetails | None = None
    outside_key: str = ""
    opened_at: datetime | None = None
    occurred_at: datetime | None = None
    parent: Matter | None = None
    attachments: tuple[UUID, ...] = ()
    uuid: UUID | None = None
    follow: bool = True


@dataclass(frozen=True)
class Opened:
    """A matter that was opened, with the code to follow it by (empty where nobody asked for one)."""

    matter: Matter
    follow_code: str = ""
    repeated: bool = False


@dataclass
class OpenReport:
    """What became of many drafts; ``refused`` names each by its place in what was given, from zero."""

    opened: int = 0
    repeated: int = 0
    refused: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many drafts have been dealt with."""
        return self.opened + self.repeated + len(self.refused)
