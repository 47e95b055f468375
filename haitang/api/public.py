"""What a resident's program may ask without a token: report, follow by number and code, confirm, rate."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Header, Router, Status

from haitang.api.alike import opened_by_resident
from haitang.api.answers import unit_named
from haitang.api.errors import FaultsOut
from haitang.api.matter_shapes import (
    JoinIn,
    MatterOut,
    OpenedOut,
    RemarkIn,
    RequestIn,
    ResidentMoveIn,
    StepOut,
)
from haitang.desks.requests.actions import join
from haitang.kernel.matters.api import (
    PROGRAM,
    ContactDetails,
    comment,
    followed,
    make_move,
    moves_open,
    open_matter,
    story,
    wording,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, region_at
from haitang.kernel.registry.models import Region
from haitang.ui.throttle import Throttle, address

FollowCode = Annotated[
    str, Header(alias="X-Follow-Code", max_length=30, description="What came with the number.")
]

router = Router()
PUBLIC = dict.fromkeys((400, 403, 404, 409, 422, 429, 507), FaultsOut)
#: Enough for a household, tedious for guessing.
CALLS = Throttle("api", limit=60, seconds=10 * 60)


@router.post("/{region}/requests", response={201: OpenedOut, **PUBLIC}, auth=None, summary="反映 Report")
def report(request: HttpRequest, region: str, said: RequestIn) -> Status[OpenedOut]:
    """Open a request without an account; keep the number and the code to follow it by.

    ``alike`` tells how many neighbours said the same lately, and nothing of what they said.
    """
    CALLS.count(address(request))
    actor = RESIDENT(_region(region))
    opened = open_matter(
        said.kind,
        at=unit_named(said.unit, actor, "unit"),
        title=said.title,
        body=said.body,
        answers=said.answers,
        category=said.category,
        channel=PROGRAM,
        contact=ContactDetails(said.name, said.phone, said.email),
        uuid=said.uuid,
        actor=actor,
    )
    return Status(201, opened_by_resident(opened))


@router.get("/requests/{number}", response={200: MatterOut, **PUBLIC}, auth=None, summary="查进度 Follow")
def follow(request: HttpRequest, number: str, code: FollowCode) -> MatterOut:
    """What the resident may see of the request: no names, only the steps shown.

    The code comes in a header: addresses are written down by every server in between.
    """
    CALLS.count(address(request))
    return _shown(_followed(number, code))


@router.post(
    "/requests/{number}/moves/{move}", response={201: MatterOut, **PUBLIC}, auth=None, summary="确认 Confirm"
)
def move(request: HttpRequest, number: str, move: str, said: ResidentMoveIn) -> Status[MatterOut]:
    """Confirm and rate, say weeks later whether it stayed solved, reopen with the reason, or withdraw."""
    CALLS.count(address(request))
    matter = _followed(number, said.code)
    make_move(
        matter,
        move=move,
        seen=said.seen,
        client_id=said.uuid,
        note=said.note,
        answers=said.answers,
        rating=said.rating,
        actor=RESIDENT(matter.region_id),
    )
    return Status(201, _shown(_followed(number, said.code)))


@router.post(
    "/requests/{number}/join",
    response={201: MatterOut, **PUBLIC},
    auth=None,
    summary="并到一起 Join",
    url_name="join",
)
def join_others(request: HttpRequest, number: str, said: JoinIn) -> Status[MatterOut]:
    """Go with what most neighbours who said the same go with; the own number shows how far it is."""
    CALLS.count(address(request))
    matter = _followed(number, said.code)
    join(matter, actor=RESIDENT(matter.region_id))
    return Status(201, _shown(_followed(number, said.code)))


@router.post(
    "/requests/{number}/remarks", response={201: MatterOut, **PUBLIC}, auth=None, summary="补充 Add a remark"
)
def remark(request: HttpRequest, number: str, said: RemarkIn) -> Status[MatterOut]:
    """Add a sentence to what was told; whoever handles it reads it, and the own story shows it."""
    CALLS.count(address(request))
    matter = _followed(number, said.code)
    comment(matter, text=said.text, client_id=said.uuid, actor=RESIDENT(matter.region_id))
    return Status(201, _shown(_followed(number, said.code)))


def _region(key: str) -> Region:
    found = region_at(key)
    if found is None:
        raise Http404
    return found


def _followed(number: str, code: str) -> Matter:
    found = followed(number, code)
    if found is None:
        raise Http404
    return found


def _shown(matter: Matter) -> MatterOut:
    actor = RESIDENT(matter.region_id)
    steps = [StepOut.of(step) for step in story(matter, actor)]
    return MatterOut.of(matter, wording(matter.region_id), steps=steps, moves=moves_open(matter, actor))
