"""What members may take on: look, take one on by one press, go on with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haitang.desks.offers.contexts import Looked, offer_page, offers_page
from haitang.desks.offers.forms import TakeForm, WhyForm
from haitang.kernel.matters.api import look_at_contact, matter_for, move_offer, offer_for, take_offer
from haitang.ui.asked import acted
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both, language


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """What may be taken on, and what I took on."""
    return render(request, "offers/offers.html", {"page": offers_page(request.actor)})


@require_safe
@signed_in
def show(request: ActorRequest, number: str) -> HttpResponse:
    """One of them."""
    offer = or_404(offer_for(request.actor, number))
    return render(request, "offers/offer.html", {"page": offer_page(offer, request.actor)})


@signed_in
@posted("offers:offer", "number")
def take(request: ActorRequest, number: str) -> HttpResponseBase:
    """Take it on."""

    def act(form: TakeForm) -> str:
        seen = form.cleaned_data["seen"]
        take_offer(number, seen=seen, client_id=form.step, actor=request.actor)
        return both("已认领，谢谢您。", "It is yours now, thank you.")

    return _answer(request, number, "", act)


@signed_in
@posted("offers:offer", "number")
def move(request: ActorRequest, number: str, move: str) -> HttpResponseBase:
    """Go on with what I took on."""

    def act(form: TakeForm) -> str:
        given = {name: form.cleaned_data[name] for name in ("seen", "note")}
        move_offer(number, move=move, client_id=form.step, actor=request.actor, **given)
        return both("已办好。", "Done.")

    return _answer(request, number, move, act)


@never_cache
@signed_in
@posted("offers:offer", "number")
def contact(request: ActorRequest, number: str) -> HttpResponseBase:
    """Look at how to reach who asked: with a reason, and written down."""
    offer = or_404(offer_for(request.actor, number))
    matter = or_404(matter_for(request.actor, number) if offer.mine and offer.details else None)
    form = WhyForm(request.POST, language=language())
    found = acted(form, lambda: look_at_contact(matter, actor=request.actor, why=form.cleaned_data["why"]))
    page = offer_page(offer, request.actor, looked=Looked(found, None if found else form))
    return render(request, "offers/offer.html", {"page": page}, status=200 if found else 400)


def _answer(
    request: ActorRequest, number: str, move: str, act: Callable[[TakeForm], str]
) -> HttpResponseBase:
    form = TakeForm(request.POST, language=language())
    done = acted(form, lambda: act(form))
    if done is not None:
        messages.success(request, done)
        return redirect(_onward(request, number), *([number] if offer_for(request.actor, number) else []))
    offer = offer_for(request.actor, number)
    if offer is None:
        messages.warning(request, " ".join(str(said) for errors in form.errors.values() for said in errors))
        return redirect("offers:open")
    return render(
        request,
        "offers/offer.html",
        {"page": offer_page(offer, request.actor, wrong=form, move=move)},
        status=400,
    )


def _onward(request: ActorRequest, number: str) -> str:
    return "offers:offer" if offer_for(request.actor, number) else "offers:open"
