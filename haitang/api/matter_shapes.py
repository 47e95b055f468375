"""What enters and leaves about matters."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from haitang.api.shapes import AnswerOut, Day, Id, In, Page, TextOut
from haitang.kernel.matters.api import InboxRow, MoveView, StepView, Wording
from haitang.kernel.matters.models import Matter
from haitang.lib.ids import new_id

Answer = str | int | bool | list[str] | dict[str, int]


class Reported(In):
    """What is the matter, in a person's words."""

    uuid: UUID = Field(default_factory=new_id, description="The client's own identifier, best a UUIDv7.")
    title: str = Field(default="", max_length=200, description="Left out, the beginning of the body.")
    body: str = Field(default="", max_length=20_000)
    category: str = Field(default="", description="A category's key, or its path with dots.")
    answers: dict[str, Answer] = Field(default_factory=dict)
    name: str = Field(default="", max_length=60, description="Sealed; shown only to who handles the matter.")
    phone: str = Field(default="", max_length=30, description="Sealed; shown only to who handles the matter.")
    email: str = Field(default="", max_length=120, description="Sealed; news of the matter may go there.")
    unit: Id | str = Field(description="Where it happened: a unit's id, or its code as text.")


class MatterIn(Reported):
    """A matter opened by staff on somebody's behalf."""

    kind: str = Field(max_length=50, description="The key of a declared kind; see `GET /api/kinds`.")
    channel: str = Field(default="api", description="How it reached you: a declared channel.")
    outside_key: str = Field(
        default="", max_length=100, description="Its number in the system it comes from."
    )
    attachments: list[UUID] = Field(default_factory=list, max_length=20)


class RequestIn(Reported):
    """What a resident reports; nobody need sign in."""

    kind: str = Field(max_length=50, description="A kind that the playbook opens to residents.")


class InboxWanted(Page):
    """Which matters; an unknown word is refused, never ignored."""

    show: Literal["open", "closed", "all"] = "open"
    kind: str = ""
    state: str = ""
    category: str = ""
    channel: str = ""
    overdue: bool = False
    mine: bool = False
    text: str = Field(
        default="", max_length=200, description="A number, or words that the title and the text say."
    )
    unit: str = Field(
        default="", description="The code of a unit: what happened there or below, and what they have."
    )
    since: Day | None = Field(default=None, description="Opened on this day or later.")
    until: Day | None = Field(default=None, description="Opened on this day or earlier.")


class OutsideWanted(In):
    """A matter by its number in the system it came from."""

    kind: str = Field(max_length=50, description="The key of its kind.")
    key: str = Field(min_length=1, max_length=100, description="Its `outside_key`.")


class AlikeOneOut(Schema):
    """One matter that says the same, of those that this token may see."""

    number: str
    title: str = Field(description="Without names, numbers and addresses of people.")
    unit: str
    here: bool = Field(description="Whether it is of the same place, not of one close by.")
    people: int = Field(description="How many told it, with those that go with it.")
    since: date


class AlikeOut(Schema):
    """Who said the same lately, here or close by, and still waits; people are counted and never named."""

    people: int
    here: int = Field(description="How many of them at this very place.")
    since: date | None = Field(description="The day of the first of them; null where nobody did.")
    matters: list[AlikeOneOut] = Field(description="Always empty where no token is shown.")
    join: str = Field(
        description="Where to `POST` so that this matter goes with theirs; empty where nobody said it."
    )


class OpenedOut(Schema):
    """A matter that is open now."""

    number: str
    uuid: UUID
    follow_code: str = Field(
        description="What a resident follows it by; told once. Empty where it is sent to the resident."
    )
    alike: AlikeOut


class GatherIn(In):
    """Which matters go under this one from now on."""

    numbers: list[str] = Field(
        min_length=1, max_length=50, description="Of the same kind, open, seen by you."
    )


class JoinIn(In):
    """Whose matter it is that joins."""

    code: str = Field(max_length=30, description="The follow code.")


class RowOut(Schema):
    """One matter in a list."""

    number: str
    title: str
    kind: TextOut
    state: str
    state_label: TextOut
    category: list[TextOut]
    channel: TextOut
    unit: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    overdue: bool
    due_soon: bool = Field(description="Whether its warning has begun and its time is not up.")
    paused: bool = Field(description="Whether its clock stands, by leave.")
    raised: int = Field(description="To how many levels above the owner it was raised as time was up.")
    rating: int | None
    gathered: int
    said: str = Field(description="Where `text` was asked for and the title lacks it: the words around it.")


class InboxOut(Schema):
    """A page of matters."""

    rows: list[RowOut]
    next: str


class StepOut(Schema):
    """One thing that happened."""

    uuid: UUID
    kind: str
    move: str
    label: TextOut
    at: datetime
    actor: str
    role: TextOut
    unit: str
    to_owner: str
    note: str = Field(description="As it was said; what the house says for itself, in Chinese.")
    said: TextOut | None = Field(description="The note in both languages, where the house wrote it.")
    invited: list[str] = Field(description="The units asked to join in by this step.")
    answers: list[AnswerOut]
    rating: int | None
    quantity: int | None

    @classmethod
    def of(cls, step: StepView) -> "StepOut":
        """*step* as it leaves."""
        return cls(
            uuid=step.uuid,
            kind=step.kind,
            move=step.move,
            label=TextOut.of(step.label),
            at=step.at,
            actor=step.actor,
            role=TextOut.of(step.role),
            unit=step.unit,
            to_owner=step.to_owner,
            note=step.note,
            said=TextOut.of(step.said) if step.said else None,
            invited=list(step.invited),
            answers=[
                AnswerOut(key=one.key, label=TextOut.of(one.label), said=TextOut.of(one.said))
                for one in step.answers
            ],
            rating=step.rating,
            quantity=step.quantity,
        )


class MoveOut(Schema):
    """A move that may be made now, with what it asks."""

    key: str
    label: TextOut
    note: str
    photos: str
    rating: str
    fields: list[str]
    asks_unit: bool
    asks_quantity: bool


class MatterOut(Schema):
    """A matter with its whole history."""

    number: str
    uuid: UUID
    serial: int = Field(description="Send it as `seen` with a move.")
    title: str
    body: str
    state: str
    state_label: TextOut
    category: list[TextOut]
    channel: TextOut
    unit: str
    owner: str
    opened_at: datetime
    due_at: datetime | None
    due_unpublished_year: int | None = Field(
        description="The year whose holidays are not published yet, where `due_at` reaches it: `due_at` "
        "skips only its weekends for now, and is reckoned anew when they are."
    )
    closed_at: datetime | None
    rating: int | None
    steps: list[StepOut]
    moves: list[MoveOut]

    @classmethod
    def of(
        cls, matter: Matter, words: Wording, *, steps: list[StepOut], moves: list[MoveView]
    ) -> "MatterOut":
        """*matter* as it leaves, in the *words* that hold where it happened."""
        path, kind, state = matter.unit.path, matter.kind.key, matter.state.key
        return cls(
            number=matter.number,
            uuid=matter.uuid,
            serial=matter.serial,
            title=matter.title,
            body=matter.body,
            state=state,
            state_label=TextOut.of(words.state(path, kind, state)),
            category=[TextOut.of(one) for one in words.category(path, matter.category_id)],
            channel=TextOut.of(words.channel(path, matter.channel)),
            unit=matter.unit.name,
            owner=matter.owner.name,
            opened_at=matter.opened_at,
            due_at=matter.due_at,
            due_unpublished_year=words.unpublished_year(matter),
            closed_at=matter.closed_at,
            rating=matter.rating,
            steps=steps,
            moves=[move_out(move) for move in moves],
        )


class MoveIn(In):
    """A move. Make ``uuid`` yourself before the first try: sent twice, it is one step."""

    uuid: UUID = Field(default_factory=new_id)
    seen: Id = Field(description="The matter's serial as you saw it.")
    note: str = Field(default="", max_length=2000)
    answers: dict[str, Answer] = Field(default_factory=dict)
    to_unit: Id | str | None = Field(default=None, description="A unit's id, or its code as text.")
    invited: list[Id | str] = Field(default_factory=list, max_length=30)
    assignee: Id | None = None
    quantity: int | None = None
    rating: int | None = Field(default=None, ge=1, le=5)
    attachments: list[UUID] = Field(default_factory=list, max_length=20)


class ResidentMoveIn(In):
    """A resident's own move: confirm, reopen, withdraw."""

    uuid: UUID = Field(default_factory=new_id)
    seen: Id = Field(description="The matter's serial as you saw it.")
    code: str = Field(max_length=30, description="The follow code.")
    note: str = Field(default="", max_length=2000)
    answers: dict[str, Answer] = Field(default_factory=dict)
    rating: int | None = Field(default=None, ge=1, le=5)


class RemarkIn(In):
    """What a resident adds. Make ``uuid`` yourself before the first try: sent twice, it is one remark."""

    uuid: UUID = Field(default_factory=new_id)
    code: str = Field(max_length=30, description="The follow code.")
    text: str = Field(min_length=1, max_length=2000)


class CommentIn(In):
    """Something said beside the flow."""

    uuid: UUID = Field(default_factory=new_id)
    text: str = Field(min_length=1, max_length=2000)
    shown: bool = Field(default=False, description="Whether the resident sees it.")
    attachments: list[UUID] = Field(default_factory=list, max_length=20)


def row_out(row: InboxRow) -> RowOut:
    """A row of the inbox as it leaves."""
    return RowOut(
        number=row.number,
        title=row.title,
        kind=TextOut.of(row.kind),
        state=row.state_key,
        state_label=TextOut.of(row.state),
        category=[TextOut.of(one) for one in row.category],
        channel=TextOut.of(row.channel),
        unit=row.unit,
        owner=row.owner,
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        overdue=row.overdue,
        due_soon=row.soon,
        paused=row.paused,
        raised=row.raised,
        rating=row.rating,
        gathered=row.gathered,
        said=row.said,
    )


def move_out(view: MoveView) -> MoveOut:
    """A move as it leaves."""
    ask = view.move.ask
    return MoveOut(
        key=view.key,
        label=TextOut.of(view.label),
        note=ask.note,
        photos=ask.photos,
        rating=ask.rating,
        fields=list(view.fields),
        asks_unit=view.move.hands_to == "unit",
        asks_quantity=ask.quantity is not None,
    )
