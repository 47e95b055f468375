"""Figures at a glance."""

from django.http import HttpResponse
from django.shortcuts import render

from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.contexts.cockpit import cockpit_page, month_of
from haitang.web.contexts.reach import unit_within


@signed_in
@hears("unit", "month", "line")
def show(request: ActorRequest) -> HttpResponse:
    """The cockpit of a unit within reach, in a month."""
    unit = or_404(unit_within(request.actor, "measures.see", request.GET.get("unit", "")))
    month = month_of(request.GET.get("month", ""))
    page = cockpit_page(request.actor, unit, month, request.GET.get("line", ""))
    return render(request, "web/cockpit.html", {"page": page})
