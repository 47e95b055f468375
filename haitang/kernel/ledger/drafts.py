"""What somebody asks to have recorded, before any check but that of its shape."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from haitang.kernel.ledger.enums import Channel


class Draft(BaseModel):
    """One entry to be. ``uuid`` is the client's own (version 7): sent twice, it is one entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uuid: UUID
    kind: str = Field(max_length=50)
    unit: int
    day: date
    #: Who did it; left out, who records it.
    person: int | None = None
    served_unit: int | None = None
    served_person: int | None = None
    quantity: int = 1
    answers: dict[str, Any] = Field(default_factory=dict)  # reason: answers are checked by their fields
    note: str = Field("", max_length=4000)
    attachments: tuple[UUID, ...] = Field((), max_length=20)
    #: Only where a matter's move writes.
    matter: UUID | None = None
    channel: Channel = Channel.WEB
    #: When it was first written down: only for imports and sample counties, through ``record_many``.
    recorded_at: datetime | None = None
