"""Guests of a meeting: people, not units; who they are, what they are told, and what they may see of it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.urls import reverse

from haitang.desks.meetings.declare import MeetingsSection
from haitang.desks.meetings.enums import Reply
from haitang.desks.meetings.models import Guest, Seat
from haitang.desks.meetings.queries import may
from haitang.kernel.matters.api import ERASES_WORDS, kind_of, matters_for, shown_answers
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import compiled, holding
from haitang.kernel.registry.api import Actor, note_use, seal, unseal
from haitang.lib.text import Text
from haitang.ui.answers import plainly
from haitang.ui.telling import OutsideLetter, SubjectLine
from haitang.ui.words import both, say

KEY = "meeting"
LABEL = Text(zh="会议", en="Meetings")
HELP = Text(zh="请您参加会议、改期、取消", en="You are asked to come, the day changed, it is called off")
WORDS = {
    "asked": Text(zh="请您参加会议，等您答复", en="you are asked to come to a meeting"),
    "changed": Text(zh="会议的时间或地点定了或有变", en="the day or place of a meeting was set or changed"),
    "called_off": Text(zh="会议取消了", en="a meeting was called off"),
}
WHY = "通知会议 telling of a meeting"
_SIGNER = Signer(salt="haitang.meetings.guest")


@dataclass(frozen=True, repr=False)
class GuestDetails:
    """Who comes from outside; never shown by accident, so it has no ``repr``."""

    name: str = ""
    phone: str = ""
    email: str = ""


def put_away(guest: Guest, given: GuestDetails) -> None:
    """Seal what *given* says into *guest*."""
    guest.name_sealed = seal(given.name, f"{guest.uuid}/name")
    guest.phone_sealed = seal(given.phone, f"{guest.uuid}/phone")
    guest.email_sealed = seal(given.email, f"{guest.uuid}/email")


def opened(guest: Guest) -> GuestDetails:
    """What was sealed."""
    return GuestDetails(
        unseal(guest.name_sealed, f"{guest.uuid}/name"),
        unseal(guest.phone_sealed, f"{guest.uuid}/phone"),
        unseal(guest.email_sealed, f"{guest.uuid}/email"),
    )


def name_of(guest: Guest) -> str:
    """What they are called; empty once it was erased."""
    return guest.person.name if guest.person else unseal(guest.name_sealed, f"{guest.uuid}/name")


def guests_of(meeting: Matter) -> QuerySet[Guest]:
    """Those asked, in the order asked."""
    return Guest.objects.filter(meeting=meeting).select_related("person").order_by("pk")


def guest_of(meeting: Matter, pk: int) -> Guest | None:
    """One of them."""
    return guests_of(meeting).filter(pk=pk).first()


def may_forget(guest: Guest, actor: Actor) -> bool:
    """Whether *actor* may erase *guest*, who is still known: who may erase words, or who asks guests."""
    meeting, known = guest.meeting, guest.person_id is None and guest.erased_at is None
    return known and (ERASES_WORDS.allows(actor, meeting) or may(meeting, "invite", actor))


def erased_since(moment: datetime) -> Collection[UUID]:
    """The guests known to be erased at *moment* or later."""
    return Guest.objects.filter(erased_at__gte=moment).values_list("uuid", flat=True)


_WITH = ("person", "meeting__kind", "meeting__state", "meeting__unit", "meeting__owner", "meeting__region")


def own_guest(actor: Actor, uuid: UUID) -> Guest | None:
    """The invitation of who acts."""
    found = Guest.objects.filter(uuid=uuid, person=actor.person_id, meeting__region=actor.region_id)
    return found.select_related(*_WITH).first() if actor.person_id else None


@dataclass(frozen=True)
class Invitation:
    """An invitation that waits for my answer."""

    url: str
    title: str
    unit: str
    line: str


def own_invitations(actor: Actor) -> list[Invitation]:
    """Those of who acts that wait for an answer."""
    found = Guest.objects.filter(person=actor.person_id, reply=Reply.NONE, meeting__closed_at=None)
    rows = found.select_related(*_WITH).order_by("pk") if actor.person_id else ()
    return [
        Invitation(link_of(one), one.meeting.number, one.meeting.owner.name, one.comes_as) for one in rows
    ]


def guest_at(word: str) -> Guest | None:
    """The guest from outside whom a signed link was sent to; for who holds it alone."""
    try:
        uuid = UUID(_SIGNER.unsign(word))
    except (BadSignature, ValueError):
        return None
    found = Guest.objects.filter(uuid=uuid, person=None, erased_at=None)
    return found.select_related(*_WITH).first()


def may_answer(guest: Guest) -> bool:
    """Whether the meeting is still to be held."""
    kind = kind_of(holding(guest.meeting.unit), guest.meeting.kind.key)
    found = kind.house.section(MeetingsSection).meetings[kind.key]
    reply = kind.spec.flow.moves[found.steps.reply]
    return kind.spec.flow.state_now(guest.meeting.state.key) in reply.from_


def link_of(guest: Guest) -> str:
    """The address at which they answer: their own page, or the one that was sent to them."""
    if guest.person_id:
        return reverse("meetings:mine", args=[guest.uuid])
    return reverse("meetings:guest", args=[_SIGNER.sign(guest.uuid.hex)])


def when_and_where(meeting: Matter) -> list[tuple[str, str]]:
    """What is known of its day and place, and nothing of what was said there."""
    kind = kind_of(holding(meeting.unit), meeting.kind.key)
    hold = kind.house.section(MeetingsSection).meetings[kind.key].steps.hold
    of_minutes = set(kind.spec.flow.moves[hold].ask.fields)
    minutes = {say(field.label) for key, field in kind.spec.fields.items() if key in of_minutes}
    answers = shown_answers(json.loads(meeting.data), compiled(meeting.version_id))
    return [(say(one.label), plainly(one)) for one in answers if say(one.label) not in minutes]


def told_of(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, SubjectLine]:
    """The invitations of *actor*'s that they were told of."""
    own = Guest.objects.filter(uuid__in=uuids, person=actor.person_id, meeting__region=actor.region_id)
    found = {one.uuid: SubjectLine(one.meeting.number, link_of(one)) for one in own.select_related("meeting")}
    seats = Seat.objects.filter(meeting__uuid__in=uuids, meeting__region=actor.region_id)
    named = seats.order_by("meeting").values_list("meeting__number", flat=True).distinct()
    for meeting in matters_for(actor, list(named)):
        page = reverse("meetings:meeting", args=[meeting.number])
        found[meeting.uuid] = SubjectLine(f"{meeting.number} {meeting.title}", page)
    return found


def outside_letter(uuid: UUID, word: str, actor: Actor) -> OutsideLetter | None:
    """What goes to a guest from outside; the use of their contact is written down."""
    guest = Guest.objects.filter(uuid=uuid, person=None, erased_at=None).select_related(*_WITH).first()
    if guest is None:
        return None
    note_use(guest.uuid, field="contact", why=WHY, actor=actor)
    to, said = opened(guest), WORDS[word]
    held_by = guest.meeting.owner.name
    lines = [f"【{held_by}】{said.zh}。{guest.comes_as}".rstrip(), f"{said.en}."]
    return OutsideLetter(f"【{held_by}】{said.zh}", lines, link_of(guest), to.email, to.phone)


@dataclass(frozen=True)
class GuestView:
    """One guest on the page of the meeting."""

    name: str
    comes_as: str
    reply: str
    tone: str
    came: str
    look_url: str
    answer_url: str
    erase_url: str


_TONES = {Reply.COMES: "green", Reply.DECLINES: "red", Reply.NONE: "grey"}


def reply_said(reply: str) -> tuple[str, str]:
    """What was answered, in words, and the tone it is shown in."""
    zh, _, en = str(Reply(reply).label).partition(" ")
    return both(zh, en), _TONES[Reply(reply)]


def came_said(*, came: bool | None) -> str:
    """Whether somebody was there; empty while nobody noted it."""
    return {True: both("到会", "came"), False: both("未到", "not there"), None: ""}[came]


def guest_views(meeting: Matter, actor: Actor, *, may_ask: bool) -> list[GuestView]:
    """Those asked, by name; who asks them may look at a contact, and note what was answered by telephone."""
    may_erase = may_ask or ERASES_WORDS.allows(actor, meeting)
    return [_view(guest, meeting, may_ask=may_ask, may_erase=may_erase) for guest in guests_of(meeting)]


def _view(guest: Guest, meeting: Matter, *, may_ask: bool, may_erase: bool) -> GuestView:
    said, tone = reply_said(guest.reply)
    is_known = guest.person_id is None and guest.erased_at is None
    has_contact = bool(guest.phone_sealed or guest.email_sealed)
    args = [meeting.number, guest.pk]
    return GuestView(
        name=name_of(guest) or both("（姓名已删除）", "(name erased)"),
        comes_as=guest.comes_as,
        reply=said,
        tone=tone,
        came=came_said(came=guest.came),
        look_url=reverse("meetings:guest_contact", args=args) if may_ask and has_contact else "",
        answer_url=reverse("meetings:guest_reply", args=args) if may_ask and may_answer(guest) else "",
        erase_url=reverse("meetings:guest_erase", args=args) if may_erase and is_known else "",
    )


@dataclass(frozen=True)
class GuestPage:
    """An invitation as its guest sees it: who asks, when and where; nothing of what will be said there."""

    kind: str
    number: str
    held_by: str
    comes_as: str
    said: list[tuple[str, str]]
    reply: str
    open: bool


def invitation(guest: Guest) -> GuestPage:
    """What a guest sees."""
    meeting = guest.meeting
    return GuestPage(
        kind=say(kind_of(holding(meeting.unit), meeting.kind.key).spec.label),
        number=meeting.number,
        held_by=meeting.owner.name,
        comes_as=guest.comes_as,
        said=when_and_where(meeting),
        reply=reply_said(guest.reply)[0],
        open=may_answer(guest),
    )
