"""What is offered: a program is told as little as its person on the page."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from haitang.api.answers import FAULTS, only_known, page_of
from haitang.api.auth import TokenRequest
from haitang.api.shapes import Page
from haitang.kernel.matters.api import Offer, move_offer, offer_for, offers_open, offers_taken, take_offer

router = Router()


class OfferOut(Schema):
    """The reviewed words and a rough place; never who asked."""

    number: str
    kind: str
    state: str
    words: str
    place: str
    since: datetime
    serial: int
    mine: bool
    moves: list[str] = Field(description="The moves open to who took it on.")
    thanks: str
    closed: bool

    @classmethod
    def of(cls, offer: Offer) -> "OfferOut":
        """As programs read it."""
        return cls(
            number=offer.number,
            kind=offer.kind,
            state=offer.state.zh,
            words=offer.words,
            place=offer.place,
            since=offer.since,
            serial=offer.serial,
            mine=offer.mine,
            moves=[move.key for move in offer.moves],
            thanks=offer.thanks,
            closed=offer.closed,
        )


class OfferMoveIn(Schema):
    """``seen`` is the serial that was read; the same ``client_id`` sent again is the same step."""

    seen: int
    client_id: UUID
    note: str = Field("", max_length=500)


@router.get("", response={200: list[OfferOut], **FAULTS}, summary="待认领 Offers")
def list_offers(request: TokenRequest, wanted: Query[Page]) -> list[OfferOut]:
    """What may be taken on now, longest waiting first."""
    only_known(request, wanted)
    return _page(offers_open(request.auth), wanted)


@router.get("/mine", response={200: list[OfferOut], **FAULTS}, summary="我认领的 Taken on")
def list_mine(request: TokenRequest, wanted: Query[Page]) -> list[OfferOut]:
    """What was taken on, the latest first."""
    only_known(request, wanted)
    return _page(offers_taken(request.auth), wanted)


@router.post("/{number}/take", response={201: OfferOut, **FAULTS}, summary="认领 Take it on")
def take(request: TokenRequest, number: str, said: OfferMoveIn) -> Status[OfferOut]:
    """Of two at once one has it, and the other is told with 409."""
    take_offer(number, seen=said.seen, client_id=said.client_id, note=said.note, actor=request.auth)
    return Status(201, _out(request, number))


@router.post("/{number}/moves/{move}", response={201: list[OfferOut], **FAULTS}, summary="继续 Go on with it")
def go_on(request: TokenRequest, number: str, move: str, said: OfferMoveIn) -> Status[list[OfferOut]]:
    """A move of the taker's: what is still theirs afterwards."""
    move_offer(
        number, move=move, seen=said.seen, client_id=said.client_id, note=said.note, actor=request.auth
    )
    return Status(201, [OfferOut.of(offer) for offer in offers_taken(request.auth)])


def _page(offers: Iterable[Offer], wanted: Page) -> list[OfferOut]:
    return [OfferOut.of(offer) for offer in page_of(offers, wanted, lambda offer: offer.number)]


def _out(request: TokenRequest, number: str) -> OfferOut:
    offer = offer_for(request.auth, number)
    if offer is None:
        raise Http404
    return OfferOut.of(offer)
