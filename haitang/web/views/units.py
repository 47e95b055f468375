"""The register: a unit as of a day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from haitang.lib.clock import today
from haitang.lib.days import read_day
from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.contexts.register import unit_doors
from haitang.web.contexts.units import top_unit_for, unit_for, unit_page, units_named


@signed_in
@hears("q")
def index(request: ActorRequest) -> HttpResponse:
    """The topmost unit within reach; or those found by name."""
    words = request.GET.get("q", "").strip()[:60]
    if words:
        found = units_named(request.actor, words)
        return render(request, "web/units.html", {"found": found, "words": words})
    return redirect("web:unit", pk=or_404(top_unit_for(request.actor)).pk)


@signed_in
@hears("on")
def show(request: ActorRequest, pk: int) -> HttpResponse:
    """One unit on a day."""
    unit = or_404(unit_for(request.actor, pk))
    page = unit_page(request.actor, unit, _day(request.GET.get("on", "")))
    return render(request, "web/unit.html", {"page": page, "doors": unit_doors(request.actor, unit)})


def _day(said: str) -> date:
    """The day asked for, today where none is; refused where it is no day."""
    return read_day(said) if said else today()
