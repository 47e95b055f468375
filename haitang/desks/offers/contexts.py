"""The page of offers and the page of one, as their templates show them."""

import json
from dataclasses import dataclass

from django.urls import reverse

from haitang.desks.offers.forms import TakeForm, WhyForm
from haitang.kernel.matters.api import (
    ContactDetails,
    Offer,
    OfferMove,
    matter_for,
    offered_kinds,
    offers_open,
    offers_taken,
    shown_answers,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id
from haitang.ui.answers import plainly
from haitang.ui.words import language, say


@dataclass(frozen=True)
class OfferGroup:
    """The offers of one kind."""

    label: str
    help: str
    details: bool
    offers: list[Offer]


@dataclass(frozen=True)
class Looked:
    """What came of a look at the contact: the contact, or a form refused."""

    contact: ContactDetails | None = None
    form: WhyForm | None = None


@dataclass(frozen=True)
class OffersPage:
    """What may be taken on, kind by kind, and what one has taken on."""

    groups: list[OfferGroup]
    mine: list[Offer]
    done: list[Offer]


@dataclass(frozen=True)
class TakerMove:
    """A move open to the taker, with its form."""

    label: str
    url: str
    form: TakeForm
    asks_note: bool
    quiet: bool


@dataclass(frozen=True)
class Details:
    """The whole of it, for who goes there: what, where, and how to look at the contact."""

    title: str
    body: str
    unit: str
    answers: list[tuple[str, str]]
    why: WhyForm
    contact: ContactDetails | None


@dataclass(frozen=True)
class OfferPage:
    """One offer; ``details`` only where its taker is to know them."""

    offer: Offer
    buttons: list[TakerMove]
    details: Details | None


def offers_page(actor: Actor) -> OffersPage:
    """Everything that *actor* may take on or has."""
    open_ = offers_open(actor)
    groups = [
        OfferGroup(
            say(kind.spec.brand or kind.spec.label),
            say(kind.spec.help or kind.spec.label),
            kind.spec.offers.tells_all,
            [offer for offer in open_ if offer.kind == key],
        )
        for key, kind in offered_kinds(actor).items()
        if kind.spec.offers
    ]
    taken = offers_taken(actor)
    return OffersPage(groups, [one for one in taken if not one.closed], [one for one in taken if one.closed])


def offer_page(
    offer: Offer, actor: Actor, *, wrong: TakeForm | None = None, move: str = "", looked: Looked | None = None
) -> OfferPage:
    """One offer; *wrong* is the form of *move* that was sent and refused, *looked* what a look gave."""
    if offer.mine:
        buttons = [_move(offer, one, wrong if one.key == move else None) for one in offer.moves]
    else:
        take = reverse("offers:take", args=[offer.number])
        buttons = [TakerMove(say(offer.take), take, wrong or _form(offer), asks_note=False, quiet=False)]
    whole = matter_for(actor, offer.number) if offer.mine and offer.details else None
    return OfferPage(offer, buttons, _details(whole, looked or Looked()) if whole else None)


def _details(matter: Matter, looked: Looked) -> Details:
    house = holding(matter.unit)
    answers = [(say(one.label), plainly(one)) for one in shown_answers(json.loads(matter.data), house)]
    why = looked.form or WhyForm(language=language())
    return Details(matter.title, matter.body, matter.unit.name, answers, why, looked.contact)


def _move(offer: Offer, move: OfferMove, wrong: TakeForm | None) -> TakerMove:
    url = reverse("offers:move", args=[offer.number, move.key])
    form = wrong or _form(offer, required=move.note == "required")
    return TakerMove(say(move.label), url, form, move.note != "none", quiet=move.back)


def _form(offer: Offer, *, required: bool = False) -> TakeForm:
    initial = {"seen": offer.serial, "client_id": new_id()}
    form = TakeForm(language=language(), initial=initial, auto_id=False)
    form.fields["note"].required = required
    return form
