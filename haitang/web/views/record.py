"""Record once: in seconds, on a phone, with or without JavaScript."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from haitang.kernel.ledger.api import Draft, entry_for
from haitang.kernel.ledger.models import Entry
from haitang.kernel.registry.api import region_of
from haitang.lib.diagnostics import Refusal, SentAlready
from haitang.ui.again import tell_sent_already
from haitang.ui.answers import options
from haitang.ui.holding import hold_uploads
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.moving import record_as_done
from haitang.ui.picking import What, picks
from haitang.ui.words import both
from haitang.web.channels import channel_of
from haitang.web.contexts.record import RecordableKind, offers, record_page
from haitang.web.contexts.served import offered, served_of
from haitang.web.forms import RecordForm


@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """The grid of kinds and the chosen one's form; posted, the deed is on the ledger."""
    kinds = offers(request.actor)
    chosen = request.POST.get("kind") or request.GET.get("kind") or next(iter(kinds), "")
    offer = kinds.get(chosen)
    form = RecordForm(offer.kind, offer.stands, actor=request.actor) if offer else None
    if request.method == "POST":
        offer = or_404(offer)
        form = RecordForm(offer.kind, offer.stands, request.POST, request.FILES, actor=request.actor)
        entry = _recorded(request, offer, form) if form.is_valid() else None
        if isinstance(entry, SentAlready):
            tell_sent_already(request, entry)
            return redirect("web:entry", uuid=form.client_uuid)
        if entry is not None:
            messages.success(request, both("记好了，处处生效。", "Recorded; it counts everywhere."))
            return redirect("web:entry", uuid=entry.uuid)
        hold_uploads(form)
    page = record_page(request.actor, kinds, chosen, form)
    return render(request, "web/record.html", {"page": page}, status=422 if form and form.errors else 200)


@signed_in
def served(request: ActorRequest) -> HttpResponse:
    """The lines offered for what has been typed so far."""
    offer = or_404(offers(request.actor).get(request.GET.get("kind", "")))
    found = offered(request.actor, offer.kind.serves, request.GET.get("served", ""))
    return render(request, "web/parts/served.html", {"served": found})


@signed_in
def pick(request: ActorRequest, what: What) -> HttpResponse:
    """Whom or what the letters typed so far may mean, among those I may see."""
    typed = request.GET.get(request.GET.get("field", ""), "")
    return HttpResponse(options(picks(request.actor, what, typed)))


def _recorded(request: ActorRequest, offer: RecordableKind, form: RecordForm) -> Entry | SentAlready | None:
    """The entry, or what it is called when sent before; None with every refusal shown on the form."""
    try:
        draft, region = _draft(request, offer, form), region_of(request.actor)
        return record_as_done(draft, photos=form.photos, region=region, actor=request.actor)
    except SentAlready as already:
        if entry_for(request.actor, form.client_uuid):
            return already
        form.refuse(already)
        return None
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _draft(request: ActorRequest, offer: RecordableKind, form: RecordForm) -> Draft:
    serves = offer.kind.serves
    whom = served_of(request.actor, serves, form.cleaned_data.get("served", ""))
    return Draft(
        uuid=form.client_uuid,
        kind=offer.key,
        unit=form.cleaned_data["unit"],
        day=form.cleaned_data["day"],
        served_unit=None if serves == "person" else whom,
        served_person=whom if serves == "person" else None,
        quantity=form.quantity,
        answers=form.answers,
        note=form.cleaned_data["note"],
        channel=channel_of(request),
    )
