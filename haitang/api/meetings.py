"""Joint meetings: agenda, invitations, who came, decisions. Their flow moves by the calls for matters."""

from typing import Literal

from django.http import Http404
from ninja import Query, Router, Status

from haitang.api.answers import FAULTS, only_known, page_of, unit_named
from haitang.api.auth import TokenRequest
from haitang.api.meeting_shapes import (
    AttendIn,
    DecideIn,
    DecisionOut,
    GuestIn,
    GuestOut,
    GuestReplyIn,
    InviteIn,
    ItemOut,
    MeetingOut,
    MeetingRowOut,
    ProposeIn,
    PutIn,
    QuorumOut,
    ReplyIn,
    SeatOut,
)
from haitang.api.shapes import Page
from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.guests import GuestDetails, guest_of, guests_of
from haitang.kernel.matters.api import matters_for
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor

router = Router()


class MeetingsWanted(Page):
    """Which meetings."""

    show: Literal["open", "closed"] = "open"


@router.get("", response={200: list[MeetingRowOut], **FAULTS}, summary="联席会议 Meetings")
def list_meetings(request: TokenRequest, wanted: Query[MeetingsWanted]) -> list[MeetingRowOut]:
    """Those that this token may see: to be held and settled, or over."""
    only_known(request, wanted)
    keys = [one.kind.key for one in queries.meetings_of_region(request.auth.region_id)]
    found = queries.meetings_seen(request.auth, keys, ended=wanted.show == "closed")
    return [MeetingRowOut.of(one) for one in page_of(found, wanted, lambda one: one.number)]


@router.post("", response={201: MeetingOut, **FAULTS}, summary="提议开会 Propose a meeting")
def propose(request: TokenRequest, said: ProposeIn) -> Status[MeetingOut]:
    """At the nearest unit that may hold one; each matter makes its own move to the meeting."""
    known = queries.meetings_of_region(request.auth.region_id)
    kinds = next((one for one in known if one.kind.key == said.kind), None)
    if kinds is None:
        raise Http404
    matters = _matters(request.auth, said.matters)
    meeting = actions.propose(
        kinds,
        at=queries.host_for(matters, kinds.kind),
        title=said.title,
        matters=matters,
        uuid=said.uuid,
        actor=request.auth,
    )
    return Status(201, _shown(meeting.number, request.auth))


@router.get("/{number}", response={200: MeetingOut, **FAULTS}, summary="一次会议 One meeting")
def one_meeting(request: TokenRequest, number: str) -> MeetingOut:
    """Agenda, invited units, quorum and decisions."""
    return _shown(number, request.auth)


@router.post("/{number}/items", response={201: MeetingOut, **FAULTS}, summary="列入议程 Put on the agenda")
def put_on(request: TokenRequest, number: str, said: PutIn) -> Status[MeetingOut]:
    """While it is still to be held; whoever asked is told."""
    meeting, matters = _meeting(number, request.auth), _matters(request.auth, said.matters)
    actions.put_on(meeting, matters=matters, client_id=said.uuid, actor=request.auth)
    return Status(201, _shown(number, request.auth))


@router.post("/{number}/seats", response={201: MeetingOut, **FAULTS}, summary="请单位 Ask units to come")
def invite(request: TokenRequest, number: str, said: InviteIn) -> Status[MeetingOut]:
    """They see the meeting from now on."""
    meeting = _meeting(number, request.auth)
    units = [unit_named(unit, request.auth, "units") for unit in said.units]
    actions.invite(meeting, units=units, note=said.note, client_id=said.uuid, actor=request.auth)
    return Status(201, _shown(number, request.auth))


@router.post(
    "/{number}/seats/{seat}/reply", response={201: MeetingOut, **FAULTS}, summary="答复 Answer an invitation"
)
def reply(request: TokenRequest, number: str, seat: int, said: ReplyIn) -> Status[MeetingOut]:
    """For the invited unit; the latest answer stands."""
    found = queries.seat_of(_meeting(number, request.auth), seat) if 0 <= seat < 2**63 else None
    if found is None:
        raise Http404
    words = {"sends": said.sends, "note": said.note}
    actions.reply(found, comes=said.comes, client_id=said.uuid, actor=request.auth, **words)
    return Status(201, _shown(number, request.auth))


@router.post("/{number}/guests", response={201: MeetingOut, **FAULTS}, summary="请外来的人 Ask a guest")
def ask_guest(request: TokenRequest, number: str, said: GuestIn) -> Status[MeetingOut]:
    """They are told by what was left, with a link that is theirs alone; their contact is sealed."""
    asked = actions.Asked(said.comes_as, None, GuestDetails(said.name, said.phone, said.email), said.uuid)
    actions.ask_guest(_meeting(number, request.auth), asked=asked, actor=request.auth)
    return Status(201, _shown(number, request.auth))


@router.post(
    "/{number}/guests/{guest}/reply", response={201: MeetingOut, **FAULTS}, summary="代记答复 Note an answer"
)
def guest_reply(request: TokenRequest, number: str, guest: int, said: GuestReplyIn) -> Status[MeetingOut]:
    """As a guest said it to who asks them; the latest answer stands."""
    found = guest_of(_meeting(number, request.auth), guest) if 0 <= guest < 2**63 else None
    if found is None:
        raise Http404
    actions.answer_as_guest(found, comes=said.comes, actor=request.auth)
    return Status(201, _shown(number, request.auth))


@router.post("/{number}/attendance", response={201: MeetingOut, **FAULTS}, summary="记到会 Note who came")
def attend(request: TokenRequest, number: str, said: AttendIn) -> Status[MeetingOut]:
    """What the quorum is reckoned by."""
    meeting = _meeting(number, request.auth)
    there = {"came": set(said.came), "guests": set(said.guests)}
    actions.note_who_came(meeting, client_id=said.uuid, actor=request.auth, **there)
    return Status(201, _shown(number, request.auth))


@router.post("/{number}/decisions", response={201: MeetingOut, **FAULTS}, summary="议定 Note a decision")
def decide(request: TokenRequest, number: str, said: DecideIn) -> Status[MeetingOut]:
    """It becomes a matter with an owner and a day; whoever asked is told."""
    meeting = _meeting(number, request.auth)
    ruling = actions.Ruling(
        text=said.text,
        owner=unit_named(said.owner, request.auth, "owner"),
        day=said.due,
        items=queries.items_numbered(meeting, said.items),
        client_id=said.uuid,
    )
    actions.decide(meeting, ruling=ruling, actor=request.auth)
    return Status(201, _shown(number, request.auth))


def _meeting(number: str, actor: Actor) -> Matter:
    found = queries.meeting_for(actor, number)
    if found is None:
        raise Http404
    return found


def _matters(actor: Actor, numbers: list[str]) -> list[Matter]:
    """Those numbered, all of them or none: one that the token may not see is not there."""
    found = matters_for(actor, numbers)
    if len(found) != len({number.strip().upper() for number in numbers}):
        raise Http404
    return found


def _shown(number: str, actor: Actor) -> MeetingOut:
    meeting = _meeting(number, actor)
    row = MeetingRowOut.of(meeting)
    return MeetingOut(
        **row.model_dump(),
        serial=meeting.serial,
        quorum=QuorumOut.of(queries.standing(meeting)),
        agenda=[ItemOut.of(one) for one in queries.agenda(meeting)],
        seats=[SeatOut.of(one) for one in queries.seats(meeting)],
        guests=[GuestOut.of(one) for one in guests_of(meeting)],
        decisions=[DecisionOut.of(one) for one in queries.decisions(meeting)],
    )
