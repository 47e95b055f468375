"""Propose a meeting, put matters on its agenda, ask units to come, note who came, decide."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from haitang.desks.meetings.enums import Reply
from haitang.desks.meetings.models import Decision, Guest, Item, Seat
from haitang.desks.meetings.queries import NAME, Kinds, agenda, kinds_of, may_reply, people_present, standing
from haitang.desks.meetings.refusals import (
    not_on_it,
    not_taken,
    not_your_seat,
    not_yours,
    nothing_to_put,
    on_another,
    too_early,
)
from haitang.desks.meetings.telling import hand_on, tell_who_left
from haitang.kernel.matters.api import COMMENTS, make_move, matter_numbered, open_matter
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.days import day_text
from haitang.lib.redaction import redact
from haitang.lib.text import Text
from haitang.ui.words import day_words

TITLE_LENGTH = 60
#: So many matters are put on an agenda at once; a page of the inbox has no more.
AT_ONCE = 50


@transaction.atomic
def propose(
    kinds: Kinds, *, at: Unit, title: str, matters: Sequence[Matter], uuid: UUID, actor: Actor
) -> Matter:
    """Open a meeting of a kind at the unit that will hold it, with its first items; sent twice it is one."""
    opened = open_matter(
        kinds.kind.key,
        at=at,
        title=title,
        channel=kinds.meeting.channel,
        uuid=uuid,
        follow=False,
        actor=actor,
    )
    if not opened.repeated and matters:
        put_on(opened.matter, matters=matters, client_id=uuid, actor=actor)
    return opened.matter


@transaction.atomic
def put_on(meeting: Matter, *, matters: Iterable[Matter], client_id: UUID, actor: Actor) -> list[Item]:
    """Put *matters* on the agenda; each makes its own move to the meeting, so that who asked is told.

    One that is gathered stands there as the one it goes with; one that is there already stays.
    """
    kinds = _kinds(meeting)
    there = set(agenda(meeting).values_list("matter", flat=True))
    heads = {one.pk: one for one in map(_head, matters)}
    new = [one for key, one in heads.items() if key not in there]
    if not new:
        raise nothing_to_put()
    return [_put(meeting, one, kinds, client_id, actor) for one in new]


def _head(matter: Matter) -> Matter:
    return matter.gathered_under or matter


def _put(meeting: Matter, matter: Matter, kinds: Kinds, client_id: UUID, actor: Actor) -> Item:
    takes = kinds.meeting.takes.get(matter.kind.key)
    if takes is None or matter.closed_at:
        raise not_taken(matter)
    if not (actor.is_system or COMMENTS.allows(actor, matter)):
        raise not_yours(matter)
    step = uuid5(client_id, f"put {matter.number}")
    title = f"{matter.number} {redact(matter.title)}"
    _note(meeting, kinds.meeting.steps.put, client_id=step, note=title, actor=actor)
    waits = Item.objects.filter(matter=matter, off_at=None, meeting__closed_at=None)
    for item in waits.select_related("meeting"):
        raise on_another(matter, item.meeting)
    item = Item.objects.create(meeting=meeting, matter=matter, put_at=clock.now(), put_by_id=actor.person_id)
    words = Text(
        zh=f"已列入{kinds.kind.spec.label.zh} {meeting.number} 的议程。",
        en=f"Put on the agenda of {meeting.number}, {kinds.kind.spec.label.en.lower()}.",
    )
    hand_on(matter, move=takes.put, words=words, of=step, actor=actor)
    return item


@transaction.atomic
def take_off(item: Item, *, why: str, client_id: UUID, actor: Actor) -> Step:
    """Take a matter off the agenda, with the reason; it goes its own way again."""
    kinds, said = _kinds(item.meeting), f"{item.matter.number} {why}".strip()
    step = _note(item.meeting, kinds.meeting.steps.off, client_id=client_id, note=said, actor=actor)
    Item.objects.filter(pk=item.pk, off_at=None).update(off_at=clock.now())
    return step


@transaction.atomic
def invite(meeting: Matter, *, units: Sequence[Unit], client_id: UUID, actor: Actor, note: str = "") -> Step:
    """Ask *units* to come: they see the meeting from now on, and answer on its page."""
    kinds = _kinds(meeting)
    step = _note(
        meeting, kinds.meeting.steps.invite, client_id=client_id, note=note, invited=units, actor=actor
    )
    asked = set(Seat.objects.filter(meeting=meeting).values_list("unit", flat=True))
    Seat.objects.bulk_create(
        Seat(meeting=meeting, unit=unit, asked_at=clock.now()) for unit in units if unit.pk not in asked
    )
    return step


@transaction.atomic
def reply(seat: Seat, *, comes: bool, client_id: UUID, actor: Actor, sends: str = "", note: str = "") -> Step:
    """Say for the unit whether it comes, and whom it sends; the latest answer stands."""
    if not (actor.is_system or may_reply(seat, actor)):
        raise not_your_seat()
    said = Reply.COMES if comes else Reply.DECLINES
    # Kept as "参加 Comes"; said in one language at a time.
    zh, _, en = str(said.label).partition(" ")
    words = Text(zh=_joined(seat.unit.name, zh, sends, note), en=_joined(seat.unit.name, en, sends, note))
    steps = _kinds(seat.meeting).meeting.steps
    step = _note(seat.meeting, steps.reply, client_id=client_id, note=words, actor=actor)
    seat.reply, seat.sends = said, sends if comes else ""
    seat.replied_at, seat.replied_by_id = clock.now(), actor.person_id
    seat.save(update_fields=["reply", "sends", "replied_at", "replied_by"])
    return step


@transaction.atomic
def note_who_came(
    meeting: Matter, *, came: Collection[int], client_id: UUID, actor: Actor, guests: Collection[int] = ()
) -> Step:
    """Note at which seats somebody was there, and at which nobody; and which guests came."""
    rows = list(Seat.objects.filter(meeting=meeting).select_related("unit").order_by("pk"))
    for seat in rows:
        seat.came = seat.pk in came
    Seat.objects.bulk_update(rows, ["came"])
    asked = list(Guest.objects.filter(meeting=meeting).order_by("pk"))
    for guest in asked:
        guest.came = guest.pk in guests
    Guest.objects.bulk_update(asked, ["came"])
    beside = sum(bool(guest.came) for guest in asked)
    now = standing(meeting)
    names = [seat.unit.name for seat in rows if seat.came]
    words = Text(
        zh=f"到会 {now.came} 家，应到 {now.entitled} 家。{'、'.join(names)}"[:1000]
        + (f"；列席 {beside} 人" if beside else ""),
        en=f"{now.came} of {now.entitled} units came. {', '.join(names)}"[:1000]
        + (f"; {beside} guests" if beside else ""),
    )
    steps = _kinds(meeting).meeting.steps
    return _note(meeting, steps.attend, client_id=client_id, note=words, actor=actor)


@dataclass(frozen=True)
class Ruling:
    """A decision as it is taken: what, by whom, by when, and which items of the agenda it answers."""

    text: str
    owner: Unit
    day: date
    items: Sequence[Item]
    client_id: UUID


@transaction.atomic
def decide(meeting: Matter, *, ruling: Ruling, actor: Actor) -> Decision:
    """Note the decision; open the matter that it is, give it to its owner, and tell everyone who asked."""
    kinds, said = _kinds(meeting), ruling.text.strip()
    if any(item.meeting_id != meeting.pk or item.off_at for item in ruling.items):
        raise not_on_it()
    if ruling.day < clock.today():
        raise too_early()
    words = f"{said}\n{ruling.owner.name} · {day_words(ruling.day, year=True)}"
    _note(meeting, kinds.meeting.steps.decide, client_id=ruling.client_id, note=words, actor=actor)
    decided = kinds.meeting.decisions
    opened = open_matter(
        decided.kind,
        at=meeting.unit,
        title=said[:TITLE_LENGTH],
        body=said,
        answers={decided.day: ruling.day},
        channel=kinds.meeting.channel,
        parent=meeting,
        uuid=uuid5(ruling.client_id, "decision"),
        follow=False,
        actor=actor,
    )
    if opened.repeated:
        return Decision.objects.get(matter=opened.matter)
    decision = Decision.objects.create(matter=opened.matter, meeting=meeting)
    decision.items.set(ruling.items)
    make_move(
        opened.matter,
        move=decided.give,
        seen=opened.matter.serial,
        client_id=uuid5(ruling.client_id, "give"),
        to_unit=ruling.owner,
        actor=actor,
    )
    _tell_decision(meeting, ruling, kinds, actor)
    return decision


def _tell_decision(meeting: Matter, ruling: Ruling, kinds: Kinds, actor: Actor) -> None:
    said, owner, day = redact(ruling.text.strip()), ruling.owner.name, day_text(ruling.day)
    words = Text(
        zh=f"{meeting.number} 议定：{said}（{owner}，{day.zh}前完成）",
        en=f"Decided at {meeting.number}: {said} ({owner}, by {day.en})",
    )
    people = people_present(meeting, kinds)
    for item in ruling.items:
        move = kinds.meeting.takes[item.matter.kind.key].decided
        matter = matter_numbered(item.matter_id)
        hand_on(
            matter,
            move=move,
            words=words,
            of=ruling.client_id,
            to_unit=ruling.owner,
            people=people,
            actor=actor,
        )
        tell_who_left(item, words=words, of=ruling.client_id, actor=actor)


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _kinds(meeting: Matter) -> Kinds:
    found = kinds_of(meeting)
    assert found is not None, "loaders give meetings alone"
    return found


def _note(
    meeting: Matter,
    move: str,
    *,
    client_id: UUID,
    note: str | Text,
    actor: Actor,
    invited: Sequence[Unit] = (),
) -> Step:
    """Make one of the meeting's own moves, which stays where it stands."""
    now = matter_numbered(meeting.pk)
    return make_move(
        now,
        move=move,
        seen=now.serial,
        client_id=client_id,
        note=note,
        invited=invited,
        behalf=NAME,
        actor=actor,
    )
