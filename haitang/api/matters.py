"""Matters for programs of staff: open, list, read, move, comment."""

from django.http import Http404
from ninja import Query, Router, Status

from haitang.api.alike import opened_by_staff
from haitang.api.answers import FAULTS, only_known, unit_named
from haitang.api.auth import TokenRequest
from haitang.api.matter_shapes import (
    CommentIn,
    GatherIn,
    InboxOut,
    InboxWanted,
    MatterIn,
    MatterOut,
    MoveIn,
    OpenedOut,
    OutsideWanted,
    StepOut,
    row_out,
)
from haitang.kernel.matters.api import (
    ContactDetails,
    InboxFilter,
    clean_number,
    comment,
    gather,
    inbox,
    make_move,
    matter_for,
    matter_from_outside,
    matters_for,
    moves_open,
    open_matter,
    story,
    wording,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor, people_seen
from haitang.kernel.registry.models import Person
from haitang.ui.codes import is_sent

router = Router()


@router.post("", response={201: OpenedOut, **FAULTS}, summary="立事项 Open a matter")
def open_one(request: TokenRequest, matter: MatterIn) -> Status[OpenedOut]:
    """On somebody's behalf. Sent again with the same uuid or outside_key it is the same matter.

    ``alike`` tells at once who said the same lately, there or close by; ``join`` is where they are gathered.
    """
    opened = open_matter(
        matter.kind,
        at=unit_named(matter.unit, request.auth, "unit"),
        title=matter.title,
        body=matter.body,
        answers=matter.answers,
        category=matter.category,
        channel=matter.channel,
        contact=ContactDetails(matter.name, matter.phone, matter.email),
        attachments=tuple(matter.attachments),
        outside_key=matter.outside_key,
        uuid=matter.uuid,
        actor=request.auth,
    )
    # Where nothing was left there is nowhere to send it; what was opened before may have had more with it.
    may_be_sent = opened.repeated or matter.phone or matter.email
    tells_code = not (may_be_sent and is_sent(opened.matter))
    return Status(201, opened_by_staff(opened, request.auth, tells_code=tells_code))


@router.get("", response={200: InboxOut, **FAULTS}, summary="收件箱 The inbox")
def list_matters(request: TokenRequest, wanted: Query[InboxWanted]) -> InboxOut:
    """What is due first; ``next`` asks for the page after."""
    only_known(request, wanted)
    said = wanted.model_dump(exclude={"unit", "state", "limit"})
    unit = unit_named(wanted.unit, request.auth, "unit") if wanted.unit else None
    states = (wanted.state,) if wanted.state else ()
    page = inbox(request.auth, InboxFilter(**said, states=states, unit=unit), limit=wanted.limit)
    return InboxOut(rows=[row_out(row) for row in page.rows], next=page.next)


# Before the addresses that begin with a number: the first that fits is the one that answers.
@router.get("/outside", response={200: MatterOut, **FAULTS}, summary="按外部编号查 By outside number")
def outside_matter(request: TokenRequest, wanted: Query[OutsideWanted]) -> MatterOut:
    """Where a work order stands that came from another system, by its number there."""
    only_known(request, wanted)
    matter = matter_from_outside(request.auth, wanted.kind, wanted.key)
    if matter is None:
        raise Http404
    return _shown(matter, request.auth)


@router.get("/{number}", response={200: MatterOut, **FAULTS}, summary="事项 One matter")
def one_matter(request: TokenRequest, number: str) -> MatterOut:
    """The matter with its whole history and the moves that this token may make now."""
    return _shown(_matter(request.auth, number), request.auth)


@router.post("/{number}/moves/{move}", response={201: MatterOut, **FAULTS}, summary="流转 Make a move")
def move_matter(request: TokenRequest, number: str, move: str, said: MoveIn) -> Status[MatterOut]:
    """``seen`` is the serial you saw: of two who press at once one wins, the other is told (409)."""
    actor = request.auth
    matter = _matter(actor, number)
    make_move(
        matter,
        move=move,
        seen=said.seen,
        client_id=said.uuid,
        note=said.note,
        answers=said.answers,
        to_unit=unit_named(said.to_unit, actor, "to_unit") if said.to_unit else None,
        invited=[unit_named(unit, actor, "invited") for unit in said.invited],
        assignee=_person(actor, said.assignee) if said.assignee else None,
        quantity=said.quantity,
        rating=said.rating,
        attachments=tuple(said.attachments),
        actor=actor,
    )
    # It may have left the actor's reach by this very move: what was done is still told.
    matter.refresh_from_db()
    return Status(201, _shown(matter, actor))


@router.post("/{number}/comments", response={201: MatterOut, **FAULTS}, summary="留言 Comment")
def comment_on(request: TokenRequest, number: str, said: CommentIn) -> Status[MatterOut]:
    """Beside the flow; ``shown`` to the resident or among staff only."""
    matter = _matter(request.auth, number)
    files = tuple(said.attachments)
    comment(
        matter, text=said.text, shown=said.shown, attachments=files, client_id=said.uuid, actor=request.auth
    )
    return Status(201, _shown(matter, request.auth))


@router.post(
    "/{number}/gathered", response={201: MatterOut, **FAULTS}, summary="归并 Gather", url_name="gather_under"
)
def gather_under(request: TokenRequest, number: str, said: GatherIn) -> Status[MatterOut]:
    """Let others that say the same go with this matter: one answer goes to all who asked."""
    main = _matter(request.auth, number)
    wanted = list(dict.fromkeys(map(clean_number, said.numbers)))
    found = matters_for(request.auth, wanted)
    if len(found) < len(wanted):
        raise Http404
    gather(found, under=main, actor=request.auth)
    return Status(201, _shown(_matter(request.auth, number), request.auth))


def _matter(actor: Actor, number: str) -> Matter:
    found = matter_for(actor, number)
    if found is None:
        raise Http404
    return found


def _person(actor: Actor, person: int) -> Person:
    found = people_seen(actor).filter(pk=person).first()
    if found is None:
        raise Http404
    return found


def _shown(matter: Matter, actor: Actor) -> MatterOut:
    steps = [StepOut.of(step) for step in story(matter, actor)]
    return MatterOut.of(matter, wording(actor.region_id), steps=steps, moves=moves_open(matter, actor))
