"""Sampling for programs: what draws came to, and for a call centre whom to ring and what they answered.

Who asks stands outside the chain, as on the pages: a token reaches whom its holder may ring, nobody else.
"""

from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Status

from haitang.api.answers import FAULTS, only_known, page_of
from haitang.api.auth import TokenRequest
from haitang.api.sampling_shapes import CallOut, DrawOut, PhoneOut, ToldIn
from haitang.api.shapes import Id, Page
from haitang.desks.sampling import actions, loaders, queries
from haitang.desks.sampling.actions import ToldAnswer
from haitang.desks.sampling.enums import AskedBy
from haitang.desks.sampling.models import DrawnMatter
from haitang.kernel.registry.api import Actor

router = Router()


@router.get("", response={200: list[DrawOut], **FAULTS}, summary="满意度抽查 Draws")
def draws(request: TokenRequest, wanted: Query[Page]) -> list[DrawOut]:
    """Every draw, the latest first; none for who may not see what sampling found."""
    only_known(request, wanted)
    found = page_of(queries.draws_seen(request.auth), wanted, lambda one: one.pk)
    return [DrawOut.of(one) for one in found]


@router.get("/draws/{draw}", response={200: DrawOut, **FAULTS}, summary="一次抽查 One draw")
def draw(request: TokenRequest, draw: Id) -> DrawOut:
    """Shares with their interval, the wholes they are of, and what asks for a look."""
    found = loaders.draw_seen(request.auth, draw)
    if found is None:
        raise Http404
    return DrawOut.of(found)


@router.get("/calls", response={200: list[CallOut], **FAULTS}, summary="要打的电话 Calls to make")
def calls(request: TokenRequest, wanted: Query[Page]) -> list[CallOut]:
    """Whom to ring today, with the questions to be read out as they stand."""
    only_known(request, wanted)
    return [CallOut.of(one) for one in page_of(queries.to_ring(request.auth), wanted, lambda one: one.uuid)]


@router.post("/calls/{uuid}/phone", response={200: PhoneOut, **FAULTS}, summary="看电话号码 The telephone")
def phone(request: TokenRequest, uuid: UUID) -> PhoneOut:
    """One number, for one call; the look is written down."""
    return PhoneOut(phone=actions.look_to_ring(_one(request.auth, uuid), actor=request.auth))


@router.post("/calls/{uuid}/answer", response={204: None, **FAULTS}, summary="记答复 Keep the answers")
def answer(request: TokenRequest, uuid: UUID, said: ToldIn) -> Status[None]:
    """Each answers once; nobody is shown afterwards who said what."""
    told = ToldAnswer(said.answers, AskedBy.CALL)
    actions.take_answer(_one(request.auth, uuid), told=told, actor=request.auth)
    return Status(204, None)


@router.post("/calls/{uuid}/no-reply", response={204: None, **FAULTS}, summary="没人接 No reply")
def no_reply(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Another day again, three times in all."""
    actions.note_no_reply(_one(request.auth, uuid), actor=request.auth)
    return Status(204, None)


@router.post("/calls/{uuid}/decline", response={204: None, **FAULTS}, summary="不愿答 Would rather not")
def decline(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Counted, and asked no more."""
    actions.take_refusal(_one(request.auth, uuid), how=AskedBy.CALL, actor=request.auth)
    return Status(204, None)


def _one(actor: Actor, uuid: UUID) -> DrawnMatter:
    found = loaders.drawn_to_ask(actor, uuid)
    if found is None:
        raise Http404
    return found
