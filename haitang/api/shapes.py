"""What enters and leaves by the API; frozen shapes, unknown words refused."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from haitang.kernel.ledger.api import Channel, EntryView
from haitang.kernel.registry.models import Unit
from haitang.lib.days import require_reckoned
from haitang.lib.ids import new_id
from haitang.lib.text import Text

#: What a column of identities can hold; a database will not even look for a larger number.
Id = Annotated[int, Field(ge=0, le=2**63 - 1)]


class In(BaseModel):
    """Base of what a program sends: an unknown word is an error, never ignored.

    Pydantic's own: ninja's Schema, which also reads database rows, costs a tenth of recording a deed.
    """

    model_config = ConfigDict(extra="forbid")


class Page(In):
    """A page of a list: every list of this API takes ``limit`` and ``after``, and means the same by them."""

    limit: int = Field(default=50, ge=1, le=1000, description="How many at most.")
    after: str = Field(
        default="",
        max_length=100,
        description="The next page: what the page before ended with. It is the `next` of a list "
        "that tells one, else what its last row is known by "
        "(`id`, `uuid`, `number`, `key`, `sitting`, `rota:unit`).",
    )


class EntriesWanted(Page):
    """Which entries; the newest first."""

    before: Id | None = Field(
        default=None, description="Only entries with a smaller id than one told when it was recorded."
    )


class UnitsWanted(Page):
    """Which units; without anything, all that the token may see."""

    kind: str = Field(default="", description="Only units of this kind.")
    code: str = Field(default="", description="Only the unit with this code.")


def _reckoned(day: date, known: ValidationInfo) -> date:
    return require_reckoned(day, known.field_name or "day")


#: A day that a program says; one so far off that no day can be counted on from it is refused in words.
Day = Annotated[date, AfterValidator(_reckoned)]


class EntryIn(In):
    """One deed. Make ``uuid`` (version 7) yourself before the first try: sent twice, it is one entry."""

    uuid: UUID = Field(default_factory=new_id, description="The client's own identifier, best a UUIDv7.")
    kind: str = Field(description="The key of a declared kind; see `GET /api/kinds`.", max_length=50)
    unit: Id | str = Field(description="The unit it counts for: its id, or its code as text.")
    day: Day
    person: Id | None = Field(None, description="Who did it; left out, whose token this is.")
    served_unit: Id | None = None
    served_person: Id | None = None
    quantity: int = Field(
        1, ge=-(2**31), le=2**31 - 1, description="A whole number of the kind's smallest unit."
    )
    answers: dict[str, str | int | bool | list[str] | dict[str, int]] = Field(default_factory=dict)
    note: str = Field("", max_length=4000)
    attachments: list[UUID] = Field(default_factory=list, max_length=20)
    offline: bool = Field(default=False, description="Whether it was written down without a network.")

    @property
    def channel(self) -> Channel:
        """How it came."""
        return Channel.OFFLINE if self.offline else Channel.API


class TextOut(Schema):
    """Words in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, words: Text) -> "TextOut":
        """*words* as they leave."""
        return cls(zh=words.zh, en=words.en)


class RecordedOut(BaseModel):
    """An entry that the ledger holds now."""

    uuid: UUID
    id: int


class AnswerOut(Schema):
    """One answer in words."""

    key: str
    label: TextOut
    said: TextOut


class EntryOut(Schema):
    """An entry as the ledger holds it."""

    uuid: UUID
    kind: str
    label: TextOut
    unit: int
    day: date
    person: int | None
    quantity: int
    quantity_unit: str
    answers: list[AnswerOut]
    note: str
    matter: UUID | None
    channel: str
    recorded_at: datetime
    void: bool

    @classmethod
    def of(cls, view: EntryView, *, void: bool) -> "EntryOut":
        """*view* as it leaves."""
        entry = view.entry
        return cls(
            uuid=entry.uuid,
            kind=view.kind_key,
            label=TextOut.of(view.label),
            unit=entry.unit_id,
            day=entry.day,
            person=entry.person_id,
            quantity=entry.quantity,
            quantity_unit=view.unit_word,
            answers=[
                AnswerOut(key=one.key, label=TextOut.of(one.label), said=TextOut.of(one.said))
                for one in view.answers
            ],
            note=entry.note.text if entry.note_digest and hasattr(entry, "note") else "",
            matter=entry.matter,
            channel=entry.channel,
            recorded_at=entry.recorded_at,
            void=void,
        )


class VoidIn(In):
    """Why an entry is taken back."""

    reason: str = Field(min_length=1, max_length=300)
    uuid: UUID = Field(default_factory=new_id, description="The voiding entry's own identifier.")


class AttachmentOut(Schema):
    """A stored file; name its uuid when recording."""

    uuid: UUID
    media_type: str
    size_bytes: int


class UnitOut(Schema):
    """A unit of the tree."""

    id: int
    code: str
    name: str
    kind: str
    parent: int | None

    @classmethod
    def of(cls, unit: Unit) -> "UnitOut":
        """*unit*, whose kind is at hand, as it leaves."""
        return cls(id=unit.pk, code=unit.code, name=unit.name, kind=unit.kind.key, parent=unit.parent_id)


class PostOut(Schema):
    """A post that the token stands for."""

    role: str
    label: TextOut
    unit: int
    unit_name: str


class MeOut(Schema):
    """Whose token this is and what it may do."""

    person: int | None
    posts: list[PostOut]
    abilities: list[str]


class FieldOut(Schema):
    """One question that a kind asks."""

    key: str
    kind: str
    label: TextOut
    required: bool
    counted: bool
    options: dict[str, TextOut] = Field(default_factory=dict)


class KindOut(Schema):
    """A declared kind of entry or matter."""

    key: str
    label: TextOut
    fields: list[FieldOut]


class KindsOut(Schema):
    """Every declared kind that holds at the token's unit."""

    entries: list[KindOut]
    matters: list[KindOut]
