"""Rotas for programs: one's turns, exchanges to answer, and a day that was held."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from haitang.api.answers import FAULTS, only_known, page_of
from haitang.api.auth import TokenRequest
from haitang.api.shapes import Page, RecordedOut
from haitang.desks.rota.actions import answer_exchange, hold
from haitang.desks.rota.queries import asked_of, exchange_for, my_turns, rota_for, sitting_for
from haitang.kernel.registry.api import Actor
from haitang.lib import clock

router = Router()


class TurnOut(Schema):
    """One of one's own turns."""

    day: date
    sitting: UUID
    rota: str
    unit: str
    theme: str


class AskedOut(Schema):
    """Somebody asks for an exchange."""

    uuid: UUID
    day: date
    asked_by: str
    instead: date | None
    note: str


class AnswerIn(Schema):
    """Yes or no."""

    accept: bool


class HeldIn(Schema):
    """What the entry of the day asks."""

    quantity: int = 1
    answers: dict[str, Any] = Field(default_factory=dict)  # reason: checked by the entry's fields


@router.get("/turns", response={200: list[TurnOut], **FAULTS}, summary="我的班 My turns")
def turns(request: TokenRequest, wanted: Query[Page]) -> list[TurnOut]:
    """From today on, in order."""
    only_known(request, wanted)
    return page_of(_turns(request.auth), wanted, lambda turn: turn.sitting)


def _turns(actor: Actor) -> list[TurnOut]:
    return [
        TurnOut(
            day=turn.sitting.day,
            sitting=turn.sitting.uuid,
            rota=turn.sitting.rota.key,
            unit=turn.sitting.unit.name,
            theme=turn.sitting.theme,
        )
        for turn in my_turns(actor, since=clock.today())
    ]


@router.get("/exchanges", response={200: list[AskedOut], **FAULTS}, summary="请我换的班 Asked of me")
def exchanges(request: TokenRequest, wanted: Query[Page]) -> list[AskedOut]:
    """Exchanges that wait for an answer."""
    only_known(request, wanted)
    found = [
        AskedOut(
            uuid=one.uuid,
            day=one.turn.sitting.day,
            asked_by=one.turn.person.name,
            instead=one.instead.sitting.day if one.instead else None,
            note=one.note,
        )
        for one in asked_of(request.auth)
    ]
    return page_of(found, wanted, lambda one: one.uuid)


@router.post("/exchanges/{uuid}", response={201: list[TurnOut], **FAULTS}, summary="答复换班 Answer")
def answer(request: TokenRequest, uuid: UUID, said: AnswerIn) -> Status[list[TurnOut]]:
    """Answer an exchange; one's turns afterwards."""
    exchange = exchange_for(request.auth, uuid)
    of = exchange.turn.sitting if exchange else None
    kept = rota_for(request.auth, of.rota.key, of.unit_id) if of else None
    if exchange is None or kept is None:
        raise Http404
    answer_exchange(exchange, accept=said.accept, kept=kept, actor=request.auth)
    return Status(201, _turns(request.auth))


@router.post("/days/{uuid}/held", response={201: RecordedOut, **FAULTS}, summary="已值班 It was held")
def held(request: TokenRequest, uuid: UUID, said: HeldIn) -> Status[RecordedOut]:
    """Write the day on the ledger, once, as the deed of the one who sat."""
    found = sitting_for(request.auth, uuid)
    if found is None:
        raise Http404
    kept, sitting = found
    entry = hold(sitting, kept=kept, quantity=said.quantity, answers=said.answers, actor=request.auth)
    return Status(201, RecordedOut(uuid=entry.uuid, id=entry.pk))
