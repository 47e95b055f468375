"""Lists of matters: the inbox and the board."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from haitang.kernel.matters.api import WATCHES
from haitang.kernel.playbooks.api import house_of
from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.matters.contexts.alike import flag_rows
from haitang.web.matters.contexts.board import board_view
from haitang.web.matters.contexts.hot import hot_view
from haitang.web.matters.contexts.inbox import inbox_view
from haitang.web.matters.contexts.narrowing import NARROWED_BY
from haitang.web.matters.contexts.words import first_kind


@require_safe
@signed_in
@hears(*NARROWED_BY)
def inbox(request: ActorRequest) -> HttpResponse:
    """What I may see, by deadline."""
    return render(request, "web/matters/inbox.html", {"page": inbox_view(request.actor, request.GET)})


@require_safe
@signed_in
def boards(request: ActorRequest) -> HttpResponseBase:
    """The board of the first kind."""
    return redirect("matters:board", or_404(first_kind(house_of(request.actor.region_id)) or None))


@require_safe
@signed_in
@hears(*NARROWED_BY)
def board(request: ActorRequest, kind: str) -> HttpResponse:
    """The board of a kind."""
    page = or_404(board_view(request.actor, kind, request.GET))
    return render(request, "web/matters/board.html", {"page": page})


@require_safe
@signed_in
@hears("days")
def hot(request: ActorRequest) -> HttpResponse:
    """What many people say at about one time."""
    or_404(request.actor.may_somewhere("matters.see") or None)
    return render(request, "web/matters/hot.html", {"page": hot_view(request.actor, request.GET)})


@require_safe
@signed_in
def alike(request: ActorRequest) -> HttpResponse:
    """Where residents' ratings are too alike to be their own."""
    or_404(request.actor.may_somewhere(WATCHES) or None)
    return render(request, "web/matters/alike.html", {"rows": flag_rows(request.actor)})
