"""Paper slips: print a sheet of them; key them in, one row a slip, saved row by row."""

from django.forms import ChoiceField
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from haitang.kernel.matters.api import ContactDetails, Opened, open_matter, slip_draft
from haitang.lib.diagnostics import Refusal
from haitang.ui.asked import add_refusal
from haitang.ui.keeping import TakenIn, by_script, keeping_of, keeps, refused, taken
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.matters.contexts.opening import Opening, opening
from haitang.web.matters.contexts.slips import (
    Keyed,
    channels_keyed,
    keyed,
    next_row,
    sheet,
    slip_form,
    told_of,
)
from haitang.web.matters.slip_form import SlipForm


@require_GET
@signed_in
def print_sheet(request: ActorRequest, kind: str) -> HttpResponseBase:
    """A sheet of numbered slips for a place."""
    what = or_404(opening(request.actor, kind))
    form = slip_form(what, request)
    places = form.fields["unit"]
    assert isinstance(places, ChoiceField)
    chosen = request.GET.get("unit", "")
    if not (chosen and places.valid_value(chosen)):
        return render(request, "web/matters/slips/place.html", {"page": what, "form": form})
    page = sheet(what, or_404(what.unit(chosen)), request.GET)
    poster = "poster" in request.GET and bool(page.address)
    return render(request, f"web/matters/slips/{'poster' if poster else 'sheet'}.html", {"page": page})


@require_http_methods(["GET", "POST"])
@signed_in
@keeps
def key_in(request: ActorRequest, kind: str) -> HttpResponseBase:
    """One row a slip; the row that was kept stands under an empty one, errors stand beside theirs.

    A row that met no network comes later by a script, and is answered in a few words.
    """
    what = or_404(opening(request.actor, kind))
    form = slip_form(what, request)
    if not form.is_valid():
        return _page(request, what, form, None)
    try:
        opened = _open(request, what, form)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _page(request, what, form, None)
    done = keyed(opened, form.cleaned_data["slip"])
    if by_script(request):
        page = reverse("matters:matter", args=[done.number])
        return taken(request, TakenIn(told_of(done), page, done.number))
    return _page(request, what, next_row(what, form), done)


def _open(request: ActorRequest, what: Opening, form: SlipForm) -> Opened:
    """Sent again under its draft, or keyed again under its printed number, it is the same matter."""
    given = form.cleaned_data
    return open_matter(
        what.kind,
        at=or_404(what.unit(given["unit"])),
        body=given["what"],
        answers=form.answers,
        channel=given["channel"],
        contact=ContactDetails(given["name"], given["phone"], given["email"]),
        outside_key=f"slip {given['slip']}" if given["slip"] else "",
        # A printed slip bears its code on the stub: the resident has it, and the keyer never sees it.
        uuid=slip_draft(given["slip"]) if given["slip"] else given["draft"],
        actor=request.actor,
    )


def _page(request: ActorRequest, what: Opening, form: SlipForm, kept: Keyed | None) -> HttpResponse:
    if form.errors and (why := refused(request, form)):
        return why
    part = "row" if request.htmx else "key"
    wrong = next((field.name for field in form.row if field.errors), "")
    if wrong:
        form.begin_at(wrong)
    # htmx puts only good answers into the page, so a row with errors is one.
    status = 400 if form.errors and not request.htmx else 200
    keeping = keeping_of(request, channels_keyed(what))
    context = {"page": what, "form": form, "kept": kept, "keeping": keeping}
    return render(request, f"web/matters/slips/{part}.html", context, status=status)
