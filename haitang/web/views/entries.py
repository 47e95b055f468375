"""The ledger as a list, and each deed whole."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from haitang.kernel.ledger.api import (
    attachment_path,
    attachments_of,
    entry_for,
    erase_note,
    standing_entries,
    void,
)
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both, language
from haitang.web.asking import ActPage, asked, sent
from haitang.web.channels import channel_of
from haitang.web.contexts.entries import entry_page, entry_rows, may_erase
from haitang.web.contexts.paging import Pages, pages
from haitang.web.forms import VoidForm
from haitang.web.register_forms import GroundForm


@signed_in
@hears("of", "page")
def index(request: ActorRequest) -> HttpResponse:
    """My deeds, or all that I may see, the newest first."""
    mine = request.GET.get("of", "mine") != "all"
    found = standing_entries(request.actor)
    if mine:
        found = found.filter(person=request.actor.person_id)
    page: Pages[Entry] = pages(
        request, found.select_related("unit", "person", "note").order_by("-day", "-id")
    )
    context = {"page": page, "rows": entry_rows(page.rows), "mine": mine}
    return render(request, "web/entries.html", context)


@signed_in
def show(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One deed whole."""
    return _page(request, _entry(request, uuid), VoidForm())


@signed_in
@posted("web:entry", "uuid")
def void_it(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Void it, with a reason that stays."""
    entry = _entry(request, uuid)
    form = VoidForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    reason = form.cleaned_data["reason"]
    void(entry, reason=reason, actor=request.actor, channel=channel_of(request))
    messages.success(request, both("已作废，哪里都不再算它。", "Void; it counts nowhere any more."))
    return redirect("web:entry", uuid=uuid)


@signed_in
def erase(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Erase its words by law; who did it and on what ground is sealed."""
    entry = _entry(request, uuid)
    if not may_erase(request.actor, entry):
        raise Http404
    form = GroundForm(sent(request), language=language())
    back = reverse("web:entry", args=[uuid])
    page = ActPage(
        both("依法抹去文字", "Erase the words by law"),
        both(
            "备注和文字回答会清空，不能恢复；记录本身和数字不变。谁抹的、凭什么，会封存。",
            "Note and textual answers are emptied, there is no way back; the entry and its figures stay. "
            "Who erased them and on what ground is sealed.",
        ),
        both("抹去", "Erase"),
        both("已抹去。", "Erased."),
        back,
        back,
        danger=True,
    )

    def act() -> object:
        erase_note(entry, actor=request.actor, ground=form.cleaned_data["ground"])
        return True

    return asked(request, form, act, page)


@signed_in
def file(request: ActorRequest, uuid: UUID, file: UUID) -> HttpResponseBase:
    """A file attached to a deed, for those who may see the deed."""
    attached = {one.uuid: one for one in attachments_of(_entry(request, uuid))}
    found = or_404(attached.get(file))
    # A PDF runs beside our pages if it is shown; it is only ever handed out as a download.
    shown = found.media_type.startswith("image/")
    stored = attachment_path(found.digest).open("rb")
    return FileResponse(stored, content_type=found.media_type, as_attachment=not shown, filename=_name(found))


def _name(attachment: Attachment) -> str:
    return f"{attachment.digest[:12]}.{attachment.media_type.rpartition('/')[2]}"


def _entry(request: ActorRequest, uuid: UUID) -> Entry:
    return or_404(entry_for(request.actor, uuid))


def _page(request: ActorRequest, entry: Entry, form: VoidForm, status: int = 200) -> HttpResponse:
    page = entry_page(entry, actor=request.actor)
    return render(request, "web/entry.html", {"page": page, "form": form}, status=status)
