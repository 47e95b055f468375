"""Ask single people to come, take their answer, tell them what changed, and forget who came from outside."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from haitang.desks.meetings.enums import Reply
from haitang.desks.meetings.guests import KEY, GuestDetails, may_answer, may_forget, opened, put_away
from haitang.desks.meetings.models import Guest, Seat
from haitang.desks.meetings.queries import may
from haitang.desks.meetings.refusals import (
    asked_already,
    asked_otherwise,
    holds_no_post,
    no_way_to_reach,
    not_your_guest,
    over,
)
from haitang.kernel.matters.api import lock, matter_numbered
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor, actor_of_person, clean_phone, note_erased, note_look
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.lib.ids import new_id
from haitang.ui.telling import Tidings, tell_outside, tell_people

#: What the list beside the copies calls a guest.
ERASED = "guest"
#: So long after a meeting ended the names and contacts of guests from outside are kept.
KEPT = timedelta(days=180)


@dataclass(frozen=True, repr=False)
class Asked:
    """Who is asked to come, and as what: a person of the registry, or what is known of somebody outside.

    With the same ``uuid`` it is the same invitation, however often it is sent.
    """

    comes_as: str
    person: Person | None = None
    outside: GuestDetails = field(default_factory=GuestDetails)
    uuid: UUID = field(default_factory=new_id)

    def cleaned(self) -> "Asked":
        """The same as it is kept."""
        given = self.outside
        phone = clean_phone(given.phone) if given.phone.strip() else ""
        outside = GuestDetails(given.name.strip(), phone, given.email.strip())
        return Asked(self.comes_as.strip(), self.person, outside, self.uuid)


@transaction.atomic
def ask_guest(meeting: Matter, *, asked: Asked, actor: Actor) -> Guest:
    """Ask somebody to come, and tell them; the same one is asked once, however often it is pressed."""
    meeting = matter_numbered(meeting.pk)
    if not (actor.is_system or may(meeting, "invite", actor)):
        raise not_your_guest()
    # One after another: of two pages that ask the same guest at once, the second sees what the first did.
    meeting, asked = lock(meeting, actor=actor), asked.cleaned()
    if there := _asked_before(asked):
        return _same(there, meeting, asked)
    _check(meeting, asked)
    guest = Guest(
        meeting=meeting,
        uuid=asked.uuid,
        person=asked.person,
        comes_as=asked.comes_as,
        asked_at=clock.now(),
        asked_by_id=actor.person_id,
    )
    if asked.person is None:
        put_away(guest, asked.outside)
    try:
        with transaction.atomic():
            guest.save(force_insert=True)
    except IntegrityError:
        # Pressed twice at the same time: the other one was faster.
        if there := _asked_before(asked):
            return _same(there, meeting, asked)
        raise asked_already("person") from None
    _tell(guest, Tidings(KEY, guest.uuid, "asked"), actor)
    return guest


def _asked_before(asked: Asked) -> Guest | None:
    return Guest.objects.filter(uuid=asked.uuid).select_related("person").first()


def _check(meeting: Matter, asked: Asked) -> None:
    """Refuse whom nothing would reach, and who was asked already."""
    given, there = asked.outside, Guest.objects.filter(meeting=meeting)
    if asked.person is None:
        if not (given.name and (given.phone or given.email)):
            raise no_way_to_reach()
        if any(opened(one) == given for one in there.filter(person=None, erased_at=None)):
            raise asked_already("name")
    elif there.filter(person=asked.person).exists():
        raise asked_already("person")
    # News in the house reaches posts alone; who holds none is asked as from outside.
    elif not actor_of_person(asked.person).stands:
        raise holds_no_post()


def _same(there: Guest, meeting: Matter, asked: Asked) -> Guest:
    """What was asked before under the same name, if it is the same."""
    was = GuestDetails() if there.person_id else opened(there)
    now = GuestDetails() if asked.person else asked.outside
    if (there.meeting_id, there.person, there.comes_as, was) != (
        meeting.pk,
        asked.person,
        asked.comes_as,
        now,
    ):
        raise asked_otherwise()
    return there


def _tell(guest: Guest, tidings: Tidings, actor: Actor) -> None:
    if guest.person_id:
        tell_people(tidings, [guest.person_id], actor=actor)
    elif guest.erased_at is None:
        leads = [way for way, known in (("sms", guest.phone_sealed), ("email", guest.email_sealed)) if known]
        tell_outside(tidings, leads, actor=actor)


@transaction.atomic
def answer_as_guest(guest: Guest, *, comes: bool, actor: Actor) -> Guest:
    """Say whether they come: themselves, by link or page, or who asked them on their behalf."""
    guest = (
        Guest.objects.select_for_update(of=("self",))
        .select_related("meeting__unit", "meeting__kind", "meeting__state", "meeting__owner")
        .get(pk=guest.pk)
    )
    own = guest.person_id is not None and guest.person_id == actor.person_id
    if not (own or actor.is_system or may(guest.meeting, "invite", actor)):
        raise not_your_guest()
    if not may_answer(guest):
        raise over()
    guest.reply, guest.replied_at = (Reply.COMES if comes else Reply.DECLINES), clock.now()
    guest.save(update_fields=["reply", "replied_at"])
    return guest


@transaction.atomic
def look_at_guest(guest: Guest, *, actor: Actor, why: str) -> GuestDetails:
    """How to reach a guest from outside, for who asks them; the look is written down with its reason."""
    if not may(guest.meeting, "invite", actor):
        raise not_your_guest()
    note_look(guest.uuid, field="contact", why=why, actor=actor)
    return opened(guest)


@transaction.atomic
def tell_guests(meeting: Matter, *, word: str, of: int, actor: Actor) -> None:
    """Tell guests, and those who answered for units that come, that something about the meeting changed."""
    for guest in Guest.objects.filter(meeting=meeting).exclude(reply=Reply.DECLINES).order_by("pk"):
        _tell(guest, Tidings(KEY, guest.uuid, word, str(of)), actor)
    answered = Seat.objects.filter(meeting=meeting, reply=Reply.COMES, replied_by__isnull=False)
    people = set(answered.values_list("replied_by", flat=True))
    tell_people(Tidings(KEY, meeting.uuid, word, str(of)), people, actor=actor)


@transaction.atomic
def erase_guests(*, actor: Actor) -> int:  # noqa: ARG001 -- acts name who acts
    """Erase who came from outside when their meeting is long over; how many."""
    return _forget(Q(meeting__closed_at__lt=clock.now() - KEPT))


@transaction.atomic
def erase_guests_of(meeting: Matter, *, actor: Actor) -> int:  # noqa: ARG001 -- acts name who acts
    """Erase who came to *meeting* from outside, as its words are erased; how many."""
    return _forget(Q(meeting=meeting))


def _forget(of: Q) -> int:
    """Who came from outside, and whom units said they would send."""
    Seat.objects.filter(of).exclude(sends="").update(sends="")
    return _blank(of)


def _blank(of: Q) -> int:
    there = Guest.objects.filter(of, person=None, erased_at=None)
    note_erased(ERASED, there.values_list("uuid", flat=True))
    return there.update(
        name_sealed=b"", phone_sealed=b"", email_sealed=b"", comes_as="", erased_at=clock.now()
    )


@transaction.atomic
def erase_guest(guest: Guest, *, why: str, actor: Actor) -> Guest:
    """Erase one guest from outside who asks for it, at any time; by whom and why is written down."""
    if not may_forget(guest, actor):
        raise not_your_guest()
    note_look(guest.uuid, field="erased", why=why, actor=actor)
    _blank(Q(pk=guest.pk))
    guest.refresh_from_db()
    return guest


@transaction.atomic
def erase_guests_again(uuids: Collection[UUID], *, actor: Actor) -> int:  # noqa: ARG001 -- acts name who acts
    """Erase those that an older copy of the house brought back; how many."""
    return _blank(Q(uuid__in=uuids))


@transaction.atomic
def forget_guest(person: Person, *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """*person* is erased: neither as what they were asked nor their name, as a unit's, is kept."""
    Guest.objects.filter(person=person).update(comes_as="")
    if person.name:
        Seat.objects.filter(meeting__region=person.region_id, sends__contains=person.name).update(sends="")
