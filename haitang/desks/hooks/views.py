"""The page of other systems: who is told, what could not be told, once more or given up."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haitang.desks.hooks import actions, loaders
from haitang.desks.hooks.contexts import hooks_page
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.undelivered import gives_up, tries_again


@require_safe
@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """Who is told, and what could not be."""
    actor = or_404(loaders.manages(request.actor))
    return render(request, "hooks/list.html", {"page": hooks_page(actor)})


again = tries_again("hooks:list", loaders.dead_telling, actions.tell_again)
drop = gives_up("hooks:list", loaders.dead_telling, actions.drop)
