"""What enters and leaves about meetings."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from haitang.api.shapes import Day, Id, In
from haitang.desks.meetings.guests import name_of
from haitang.desks.meetings.models import Decision, Guest, Item, Seat
from haitang.desks.meetings.queries import Standing
from haitang.kernel.matters.models import Matter
from haitang.lib.ids import new_id
from haitang.lib.redaction import redact

Numbers = Field(min_length=1, max_length=50, description="Numbers of matters that you may see.")


class ProposeIn(In):
    """A meeting to be, with what is put on its agenda first."""

    uuid: UUID = Field(default_factory=new_id, description="Sent twice, it is one meeting.")
    kind: str = Field(max_length=50, description="A kind declared under `meetings:`.")
    title: str = Field(min_length=1, max_length=100)
    matters: list[str] = Numbers


class PutIn(In):
    """What is put on the agenda."""

    uuid: UUID = Field(default_factory=new_id)
    matters: list[str] = Numbers


class InviteIn(In):
    """Who is asked to come."""

    uuid: UUID = Field(default_factory=new_id)
    units: list[Id | str] = Field(min_length=1, max_length=50, description="Ids, or codes as text.")
    note: str = Field(default="", max_length=500)


class ReplyIn(In):
    """Whether an invited unit comes."""

    uuid: UUID = Field(default_factory=new_id)
    comes: bool
    sends: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=500)


class GuestIn(In):
    """Somebody from outside who is asked to come; the name and a telephone or e-mail are needed."""

    uuid: UUID = Field(default_factory=new_id, description="Sent twice, it is one invitation.")
    comes_as: str = Field(min_length=1, max_length=40, description="As what: an expert, an owner …")
    name: str = Field(min_length=1, max_length=60)
    phone: str = Field(default="", max_length=30)
    email: str = Field(default="", max_length=254)


class GuestReplyIn(In):
    """What a guest said by telephone or in passing."""

    comes: bool


class AttendIn(In):
    """At which seats somebody was there, and which guests; at all others nobody was."""

    uuid: UUID = Field(default_factory=new_id)
    came: list[Id] = Field(max_length=500)
    guests: list[Id] = Field(default=[], max_length=500, description="Ids of the guests who came.")


class DecideIn(In):
    """A decision: what, by whom, by when, and which items of the agenda it answers."""

    uuid: UUID = Field(default_factory=new_id, description="Sent twice, it is one decision.")
    text: str = Field(min_length=1, max_length=500)
    owner: Id | str = Field(description="The unit that must act: its id, or its code as text.")
    due: Day
    items: list[Id] = Field(max_length=50)


class ItemOut(Schema):
    """One item of an agenda."""

    id: int
    number: str
    title: str
    state: str

    @classmethod
    def of(cls, item: Item) -> "ItemOut":
        """*item* as it leaves."""
        matter = item.matter
        # Who is asked to come may not see the matter itself: its title leaves as the page shows it.
        return cls(id=item.pk, number=matter.number, title=redact(matter.title), state=matter.state.key)


class SeatOut(Schema):
    """An invited unit."""

    id: int
    unit: str
    reply: str = Field(description="`comes`, `declines`, or empty while it said nothing.")
    sends: str
    came: bool | None

    @classmethod
    def of(cls, seat: Seat) -> "SeatOut":
        """*seat* as it leaves."""
        return cls(id=seat.pk, unit=seat.unit.name, reply=seat.reply, sends=seat.sends, came=seat.came)


class GuestOut(Schema):
    """One person asked to come, beside the units. No contact: a look at one is made on the page, with why."""

    id: int
    name: str = Field(description="Empty once it was erased.")
    comes_as: str
    reply: str = Field(description="`comes`, `declines`, or empty while they said nothing.")
    came: bool | None

    @classmethod
    def of(cls, guest: Guest) -> "GuestOut":
        """*guest* as it leaves."""
        return cls(
            id=guest.pk,
            name=name_of(guest),
            comes_as=guest.comes_as,
            reply=guest.reply,
            came=guest.came,
        )


class DecisionOut(Schema):
    """What was decided; it is a matter of its own."""

    number: str
    title: str
    owner: str
    state: str
    due_at: datetime | None
    closed_at: datetime | None
    answers: list[str] = Field(description="Numbers of the matters that it answers.")

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        """*decision* as it leaves."""
        matter = decision.matter
        return cls(
            number=matter.number,
            title=matter.title,
            owner=matter.owner.name,
            state=matter.state.key,
            due_at=matter.due_at,
            closed_at=matter.closed_at,
            answers=[item.matter.number for item in decision.items.all()],
        )


class QuorumOut(Schema):
    """How a meeting stands to its quorum."""

    invited: int
    coming: int
    declined: int
    came: int
    entitled: int
    needed: int
    met: bool

    @classmethod
    def of(cls, now: Standing) -> "QuorumOut":
        """*now* as it leaves."""
        return cls(
            invited=now.invited,
            coming=now.coming,
            declined=now.declined,
            came=now.came,
            entitled=now.entitled,
            needed=now.needed,
            met=now.is_met,
        )


class MeetingRowOut(Schema):
    """A meeting in a list."""

    number: str
    title: str
    kind: str
    state: str
    held_by: str
    due_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, meeting: Matter) -> "MeetingRowOut":
        """*meeting* as it leaves."""
        return cls(
            number=meeting.number,
            title=meeting.title,
            kind=meeting.kind.key,
            state=meeting.state.key,
            held_by=meeting.owner.name,
            due_at=meeting.due_at,
            closed_at=meeting.closed_at,
        )


class MeetingOut(MeetingRowOut):
    """A meeting with all that hangs on it; call, hold and conclude it by the moves of its matter."""

    serial: int
    quorum: QuorumOut
    agenda: list[ItemOut]
    seats: list[SeatOut]
    guests: list[GuestOut]
    decisions: list[DecisionOut]
