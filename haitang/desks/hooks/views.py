"""The page of other systems: who is told, what could not be told, once more or given up."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from haitang.desks.hooks import actions, loaders
from haitang.desks.hooks.contexts import hooks_page
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both


@require_safe
@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """Who is told, and what could not be."""
    actor = or_404(loaders.manages(request.actor))
    return render(request, "hooks/list.html", {"page": hooks_page(actor)})


@signed_in
@posted("hooks:list")
def again(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Try once more."""
    actions.tell_again(or_404(loaders.dead_telling(request.actor, pk)), actor=request.actor)
    messages.success(request, both("会再发一次。", "It will be tried again."))
    return redirect("hooks:list")


@signed_in
@posted("hooks:list")
def drop(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Give it up."""
    actions.drop(or_404(loaders.dead_telling(request.actor, pk)), actor=request.actor)
    return redirect("hooks:list")
