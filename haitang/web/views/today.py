"""The first page of the day."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from haitang.kernel.registry.api import person_of
from haitang.ui.loaders import ActorRequest, signed_in
from haitang.web.contexts.addresses import address
from haitang.web.contexts.today import today_page


@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """What waits, what was done, how things stand."""
    page = today_page(request.actor, person_of(request.actor))
    return render(request, "web/today.html", {"page": page})


def home(request: HttpRequest) -> HttpResponseBase:
    """The day for staff; for anyone else, the residents' door where there is one."""
    door = address("requests:chooser")
    if request.user.is_authenticated or not door:
        return show(request)
    return redirect(door)
