"""The first page of the day."""

from django.http import HttpResponse
from django.shortcuts import render

from haitang.ui.loaders import ActorRequest, signed_in
from haitang.web.contexts.me import person_of
from haitang.web.contexts.today import today_page


@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """What waits, what was done, how things stand."""
    page = today_page(request.actor, person_of(request.actor))
    return render(request, "web/today.html", {"page": page})
