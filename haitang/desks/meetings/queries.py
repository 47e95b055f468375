"""Meetings and what hangs on them: agenda, seats, quorum, decisions; what waits for one."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from haitang.desks.meetings.declare import Meeting, MeetingsSection
from haitang.desks.meetings.enums import Reply
from haitang.desks.meetings.models import Decision, Guest, Item, Seat
from haitang.desks.meetings.refusals import not_on_it
from haitang.desks.meetings.rules import REPLIES
from haitang.kernel.matters.api import (
    COMMENTS,
    SEES_MATTERS,
    InboxFilter,
    Kind,
    MattersSection,
    Move,
    host_of,
    kind_of,
    matter_for,
    moves_open,
    steps_of,
    visible,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding, house_of, houses_of
from haitang.kernel.registry.api import Actor, region_numbered, root_of
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.declare import House

#: On whose behalf the meeting's own moves are made.
NAME = "meetings"
_SHOWN = ("kind", "state", "unit", "owner")


@dataclass(frozen=True)
class Kinds:
    """A kind of matter that is a meeting: as it is declared, and what the desk knows of it."""

    kind: Kind
    meeting: Meeting


def meeting_kinds(region: Region) -> list[Kinds]:
    """The kinds of meeting of *region*."""
    house = house_of(region.pk, revision=region.revision)
    if not house.sections:
        return []
    return [
        Kinds(kind_of(house, key), meeting)
        for key, meeting in house.section(MeetingsSection).meetings.items()
    ]


def meetings_of_region(region_id: int) -> list[Kinds]:
    """The same, by the region's row."""
    return meeting_kinds(region_numbered(region_id))


def meets(actor: Actor) -> bool:
    """Whether any playbook of the actor's region knows a kind of meeting; no query where it was looked up."""
    return any(has_meetings(house) for house in houses_of(actor.region_id, revision=actor.revision))


def has_meetings(house: House) -> bool:
    """Whether the playbook knows any kind of meeting."""
    return bool(house.section(MeetingsSection).meetings)


def opened_by_meetings(house: House) -> set[str]:
    """The kinds of matter that have pages of their own here: meetings, and what their decisions become."""
    found = house.section(MeetingsSection).meetings.items()
    return {key for name, meeting in found for key in (name, meeting.decisions.kind)}


def kinds_of(meeting: Matter, house: House | None = None) -> Kinds | None:
    """What *meeting* is; None for a matter of another kind. One query, none where its *house* is known."""
    house = house or holding(meeting.unit)
    found = house.section(MeetingsSection).meetings.get(meeting.kind.key)
    return Kinds(kind_of(house, meeting.kind.key), found) if found else None


def taken_by(matter: Matter, house: House) -> list[str]:
    """The kinds of meeting whose agenda takes *matter*."""
    meetings = house.section(MeetingsSection).meetings
    return [key for key, meeting in meetings.items() if matter.kind.key in meeting.takes]


def meeting_for(actor: Actor, number: str) -> Matter | None:
    """The meeting of this number, if *actor* may see it."""
    found = matter_for(actor, number)
    return found if found and kinds_of(found) else None


def meetings_seen(actor: Actor, kinds: Collection[str], *, ended: bool) -> QuerySet[Matter]:
    """The meetings that *actor* may see, those open by deadline, those over by when."""
    found = visible(actor, InboxFilter(show="closed" if ended else "open")).filter(kind__key__in=kinds)
    return found.select_related(*_SHOWN).order_by("-sort_at" if ended else "sort_at", "pk")


def meetings_to_put_on(actor: Actor, kinds: Collection[str]) -> list[Matter]:
    """The meetings whose agenda *actor* may still add to."""
    open_ = meetings_seen(actor, kinds, ended=False).prefetch_related("handlers")
    return [one for one in open_ if may(one, "put", actor)]


def openable(actor: Actor, kinds: Sequence[Kinds]) -> list[Kinds]:
    """The kinds of meeting that *actor* may propose somewhere."""
    return [
        one
        for one in kinds
        if actor.may_somewhere("matters.open")
        and (not one.kind.spec.by or actor.roles & set(one.kind.spec.by))
    ]


def host_for(matters: Sequence[Matter], kind: Kind) -> Unit:
    """The unit that holds a meeting about *matters*: the nearest that can, over all of them."""
    places = {one.unit_id: one.unit for one in matters}
    start = kind.spec.flow.start
    hosts = {host.pk: host for host in (host_of(unit, state=start, kind=kind) for unit in places.values())}
    if len(hosts) == 1:
        return next(iter(hosts.values()))
    return host_of(root_of(kind.house.region_id), state=start, kind=kind)


def may_put(matter: Matter, keys: Collection[str], actor: Actor) -> bool:
    """Whether *actor* may put *matter* on some agenda, or propose one for it."""
    if not (actor.is_system or COMMENTS.allows(actor, matter)):
        return False
    house = holding(matter.unit)
    declared = house.section(MeetingsSection).meetings
    kinds = [Kinds(kind_of(house, key), declared[key]) for key in keys]
    return any(
        actor.may("matters.open", host_for([matter], one.kind)) for one in openable(actor, kinds)
    ) or bool(meetings_to_put_on(actor, keys))


def sees(actor: Actor, matter: Matter) -> bool:
    """Whether *actor* may open the matter's own page."""
    return actor.is_system or SEES_MATTERS.allows(actor, matter)


@dataclass(frozen=True)
class Tally:
    """How much a meeting has on its agenda, decided, and settled."""

    items: int = 0
    decided: int = 0
    done: int = 0


def tallies(meetings: Sequence[Matter]) -> dict[int, Tally]:
    """Those of several meetings at once, by their rows."""
    items = Counter(Item.objects.filter(meeting__in=meetings, off_at=None).values_list("meeting", flat=True))
    decided, done = Counter[int](), Counter[int]()
    decisions = Decision.objects.filter(meeting__in=meetings)
    for meeting, closed in decisions.values_list("meeting", "matter__closed_at"):
        decided[meeting] += 1
        done[meeting] += closed is not None
    return {one.pk: Tally(items[one.pk], decided[one.pk], done[one.pk]) for one in meetings}


def may_add_to(meeting: Matter, kinds: Sequence[Kinds], actor: Actor) -> bool:
    """Whether *actor*'s posts let them put something on it as it stands; no query, for lists."""
    return _lets(meeting, "put", kinds, at=meeting.owner, actor=actor)


def _lets(meeting: Matter, step: str, kinds: Sequence[Kinds], *, at: Unit, actor: Actor) -> bool:
    """Whether the flow lets a post of *actor* over the unit *at* make the move now; no query."""
    found = next((one for one in kinds if one.kind.key == meeting.kind.key), None)
    move = found.kind.spec.flow.moves.get(getattr(found.meeting.steps, step)) if found else None
    if move is None or meeting.state.key not in move.from_:
        return False
    held = (one for one in actor.stands if one.role in move.by)
    over = any(at.path.startswith(one.unit_path) for one in held)
    return actor.is_system or (over and actor.may("matters.move", at))


def decision_of(matter: Matter) -> Decision | None:
    """The decision that *matter* is, if it is one."""
    if matter.parent_id is None:
        return None
    found = Decision.objects.select_related(
        "meeting__kind", "meeting__state", "meeting__unit", "meeting__owner"
    )
    return found.filter(matter=matter).first()


def may(meeting: Matter, step: str, actor: Actor) -> bool:
    """Whether *actor* may now make the meeting's own move that stands for *step*."""
    found = kinds_of(meeting)
    key = getattr(found.meeting.steps, step) if found else ""
    return any(view.key == key for view in moves_open(meeting, actor, behalf=NAME))


def agenda(meeting: Matter) -> QuerySet[Item]:
    """What stands on its agenda, in the order it was put there."""
    found = Item.objects.filter(meeting=meeting, off_at=None).select_related(
        "matter__kind", "matter__state", "matter__unit", "matter__owner"
    )
    return found.order_by("pk")


def items_numbered(meeting: Matter, ids: Collection[int]) -> list[Item]:
    """Those of these on its agenda; refused where one is not."""
    found = list(agenda(meeting).filter(pk__in=ids))
    if len(found) != len(set(ids)):
        raise not_on_it()
    return found


def agendas_of(matter: Matter) -> QuerySet[Item]:
    """The meetings on whose agenda *matter* stands or stood, the latest first."""
    found = Item.objects.filter(matter=matter, off_at=None)
    return found.select_related(
        "meeting__kind", "meeting__state", "meeting__unit", "meeting__owner"
    ).order_by("-pk")


def seats(meeting: Matter) -> QuerySet[Seat]:
    """Who was asked, in the order asked."""
    return Seat.objects.filter(meeting=meeting).select_related("unit", "replied_by").order_by("pk")


def seat_of(meeting: Matter, seat: int) -> Seat | None:
    """One of them."""
    return seats(meeting).filter(pk=seat).first()


def decisions(meeting: Matter) -> QuerySet[Decision]:
    """What it decided, in order."""
    found = Decision.objects.filter(meeting=meeting).select_related("matter__owner", "matter__state")
    return found.prefetch_related("items__matter").order_by("pk")


def decisions_about(matter: Matter) -> QuerySet[Decision]:
    """What was decided about *matter*."""
    found = Decision.objects.filter(items__matter=matter)
    return found.select_related("matter__owner", "matter__state", "matter__unit", "meeting").order_by("pk")


@dataclass(frozen=True)
class Standing:
    """How a meeting stands to its quorum, with the numbers that say so."""

    invited: int
    coming: int
    declined: int
    came: int
    entitled: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.came >= self.needed


def standing(meeting: Matter) -> Standing:
    """The numbers of *meeting* by its own quorum."""
    found = kinds_of(meeting)
    assert found is not None
    rule = found.meeting.quorum
    rows = list(Seat.objects.filter(meeting=meeting).values_list("reply", "came"))
    if rule.guests:
        rows += Guest.objects.filter(meeting=meeting).values_list("reply", "came")
    coming = sum(reply == Reply.COMES for reply, _ in rows)
    entitled = len(rows) if rule.of == "invited" else coming
    return Standing(
        invited=len(rows),
        coming=coming,
        declined=sum(reply == Reply.DECLINES for reply, _ in rows),
        came=sum(bool(came) for _, came in rows),
        entitled=entitled,
        needed=rule.needed(entitled),
    )


def people_present(meeting: Matter, kinds: Kinds) -> int:
    """How many people were there, as was said when it was held; one for each unit where nobody counted."""
    held = steps_of(meeting).filter(move__key=kinds.meeting.steps.hold)
    told = held.values_list("data", flat=True).last()
    return json.loads(told or "{}").get("quantity") or standing(meeting).came


def waiting(actor: Actor, kinds: Sequence[Kinds]) -> QuerySet[Matter]:
    """Open matters that were sent to a meeting and stand on no agenda of one that is still to be held."""
    states = [
        one.kind.house.id_of("matters", key, "flow", "states", move.to)
        for one in kinds
        for key, takes in one.meeting.takes.items()
        if takes.put and (move := _move(one.kind, key, takes.put)).to != "stays"
    ]
    put = Item.objects.filter(matter=OuterRef("pk"), off_at=None, meeting__closed_at=None)
    found = visible(actor, InboxFilter()).filter(~Exists(put), state__in=states)
    return found.select_related(*_SHOWN).order_by("sort_at", "pk")


def _move(kind: Kind, key: str, move: str) -> Move:
    return kind.house.section(MattersSection).matters[key].flow.moves[move]


def seats_to_answer(actor: Actor, kinds: Sequence[Kinds]) -> list[Seat]:
    """Invitations of the units where *actor* holds a post, not answered yet; one query."""
    own = {stand.unit_id for stand in actor.stands}
    found = Seat.objects.filter(unit__in=own, meeting__closed_at=None, reply=Reply.NONE)
    rows = found.select_related("meeting__kind", "meeting__state", "meeting__unit", "unit").order_by("pk")
    return [
        seat
        for seat in rows
        if actor.may_at(REPLIES, seat.unit.path)
        and _lets(seat.meeting, "reply", kinds, at=seat.unit, actor=actor)
    ]


def may_reply(seat: Seat, actor: Actor) -> bool:
    """Whether *actor* may answer for the unit, now."""
    return actor.may_at(REPLIES, seat.unit.path) and may(seat.meeting, "reply", actor)
