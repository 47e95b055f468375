"""Rotas for programs: one's turns, exchanges to answer, and a day that was held."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from haitang.api.answers import FAULTS, only_known, page_of
from haitang.api.auth import TokenRequest
from haitang.api.shapes import Day, Id, In, Page, RecordedOut
from haitang.desks.rota.actions import answer_exchange, ask_exchange, hold, plan_days
from haitang.desks.rota.models import Sitting, Turn
from haitang.desks.rota.queries import (
    Kept,
    asked_of,
    exchange_for,
    my_turns,
    rota_for,
    rotas_for,
    sitter,
    sitters,
    sitting_for,
    turn_of,
    turns_on,
)
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Person
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


class SitterOut(Schema):
    """Somebody who takes turns, as asked for an exchange."""

    id: int
    name: str


class KeptOut(Schema):
    """A rota that one plans or takes turns in, at one unit."""

    rota: str
    unit: int
    unit_name: str
    sitters: list[SitterOut]


class PlanIn(In):
    """Which days are to be shared; those planned before stay as they are."""

    since: Day
    until: Day = Field(description="The last day, included.")


class DayOut(Schema):
    """A day of a rota with who sits."""

    day: date
    sitting: UUID
    theme: str
    people: list[SitterOut]


class ExchangeIn(In):
    """Whom one asks to take one's turn, for one of theirs or for nothing."""

    to: int = Field(description="Their id, as `GET /api/rota` tells it.")
    instead: UUID | None = Field(default=None, description="The day of theirs that one takes instead.")
    note: str = Field(default="", max_length=200)


class HeldIn(Schema):
    """What the entry of the day asks."""

    quantity: int = 1
    answers: dict[str, Any] = Field(default_factory=dict)  # reason: checked by the entry's fields


@router.get("", response={200: list[KeptOut], **FAULTS}, summary="值班表 Rotas")
def rotas(request: TokenRequest, wanted: Query[Page]) -> list[KeptOut]:
    """Those that one plans or takes turns in, with who sits in them."""
    only_known(request, wanted)
    found = [
        KeptOut(rota=one.key, unit=one.unit.pk, unit_name=one.unit.name, sitters=_people(sitters(one)))
        for one in rotas_for(request.auth)
    ]
    return page_of(found, wanted, lambda one: f"{one.rota}:{one.unit}")


def _people(found: Iterable[Person]) -> list[SitterOut]:
    return [SitterOut(id=one.pk, name=one.name) for one in found]


@router.post("/{key}/{unit}/days", response={201: list[DayOut], **FAULTS}, summary="排班 Plan")
def plan(request: TokenRequest, key: str, unit: Id, said: PlanIn) -> Status[list[DayOut]]:
    """Share the turns of some days fairly, as the page does; the days that were new."""
    kept = rota_for(request.auth, key, unit)
    if kept is None:
        raise Http404
    days = plan_days(kept, since=said.since, until=said.until, actor=request.auth)
    turns = turns_on(days)
    made = [
        DayOut(
            day=one.day,
            sitting=one.uuid,
            theme=one.theme,
            people=_people(turn.person for turn in turns.get(one.pk, [])),
        )
        for one in days
    ]
    return Status(201, made)


@router.post("/days/{uuid}/exchange", response={201: AskedOut, **FAULTS}, summary="请人换班 Ask")
def ask(request: TokenRequest, uuid: UUID, said: ExchangeIn) -> Status[AskedOut]:
    """Ask somebody to take one's turn of that day."""
    kept, day = _day(request.auth, uuid)
    turn, to = turn_of(day, request.auth), sitter(kept, str(said.to))
    if turn is None or to is None:
        raise Http404
    instead = _instead(request.auth, said.instead, to) if said.instead else None
    asked = ask_exchange(turn, to=to, kept=kept, instead=instead, note=said.note, actor=request.auth)
    other = instead.sitting.day if instead else None
    return Status(
        201, AskedOut(uuid=asked.uuid, day=day.day, asked_by=turn.person.name, instead=other, note=asked.note)
    )


def _day(actor: Actor, uuid: UUID) -> tuple[Kept, Sitting]:
    found = sitting_for(actor, uuid)
    if found is None:
        raise Http404
    return found


def _instead(actor: Actor, uuid: UUID, to: Person) -> Turn:
    """The other's turn of that day."""
    _, day = _day(actor, uuid)
    found = next((turn for turn in turns_on([day]).get(day.pk, []) if turn.person_id == to.pk), None)
    if found is None:
        raise Http404
    return found


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
    kept, sitting = _day(request.auth, uuid)
    entry = hold(sitting, kept=kept, quantity=said.quantity, answers=said.answers, actor=request.auth)
    return Status(201, RecordedOut(uuid=entry.uuid, id=entry.pk))
