"""What staff do besides moves: open one for somebody, comment, edit, look at a contact."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from haitang.kernel.matters.api import (
    MatterDraft,
    Opened,
    edit,
    erase_words,
    look_at_contact,
    matter_for,
)
from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Refusal, SentAlready
from haitang.ui.again import tell_sent_already
from haitang.ui.asked import add_refusal
from haitang.ui.codes import is_sent
from haitang.ui.holding import hold_uploads
from haitang.ui.keeping import TakenIn, keeping_of, keeps, refused, taken
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.moving import comment_as_said, open_as_told
from haitang.ui.words import both, language
from haitang.web.matters.contexts.opening import Opening, channels_kept, open_form, opening
from haitang.web.matters.contexts.page import Sent, matter_view, takes_of
from haitang.web.matters.contexts.words import category_choices
from haitang.web.matters.forms import CommentForm, EditForm, EraseForm, OpenForm, WhyForm


@require_http_methods(["GET", "POST"])
@signed_in
@keeps
def open_one(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Take a matter down for somebody."""
    what = or_404(opening(request.actor, kind))
    form = open_form(what, request)
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open(request, what, form)
        except SentAlready as already:
            add_refusal(form, already)
            return refused(request, form) or _sent_already(request, already, already.found)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            number = opened.matter.number
            page = reverse("matters:matter", args=[number])
            return taken(request, TakenIn(_code_told(opened), page, number, lasting=True))
    if form.is_bound and (answer := refused(request, form)):
        return answer
    if form.is_bound:
        hold_uploads(form)
    context = {"page": what, "form": form, "keeping": keeping_of(request, channels_kept(what))}
    return render(request, "web/matters/open.html", context, status=400 if form.is_bound else 200)


@signed_in
@posted("matters:matter", "number")
def comment_on(request: ActorRequest, number: str) -> HttpResponseBase:
    """Say something to those who work on it."""
    matter = or_404(matter_for(request.actor, number))
    form = CommentForm(request.POST, request.FILES, takes=takes_of(matter), language=language())
    if form.is_valid():
        try:
            _comment(request, matter, form)
        except SentAlready as already:
            return _sent_already(request, already, matter)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("matters:matter", matter.number)
    return _page(request, matter, Sent(comment=form))


@signed_in
@posted("matters:matter", "number")
def edit_it(request: ActorRequest, number: str) -> HttpResponseBase:
    """A better title, the right category."""
    matter = or_404(matter_for(request.actor, number))
    choices = category_choices(request.actor)
    form = EditForm(request.POST, categories=choices, language=language())
    if form.is_valid():
        try:
            edit(matter, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("matters:matter", matter.number)
    return _page(request, matter, Sent(edit=form))


@never_cache
@signed_in
@posted("matters:matter", "number")
def contact(request: ActorRequest, number: str) -> HttpResponseBase:
    """Look at how to reach the resident: with a reason, and written down."""
    matter = or_404(matter_for(request.actor, number))
    form = WhyForm(request.POST, language=language())
    if form.is_valid():
        try:
            found = look_at_contact(matter, actor=request.actor, why=form.cleaned_data["why"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            return _page(request, matter, Sent(contact=found), status=200)
    return _page(request, matter, Sent(why=form))


@signed_in
@posted("matters:matter", "number")
def erase(request: ActorRequest, number: str) -> HttpResponseBase:
    """Blank what was said, on a lawful request: with a ground, and written down."""
    matter = or_404(matter_for(request.actor, number))
    form = EraseForm(request.POST, language=language(), auto_id="erase-%s")
    if form.is_valid():
        try:
            erase_words(matter, actor=request.actor, why=form.cleaned_data["why"])
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, both("文字和联系方式已抹去。", "Words and contact are erased."))
            return redirect("matters:matter", matter.number)
    return _page(request, matter, Sent(erase=form))


def _sent_already(request: ActorRequest, already: SentAlready, found: object) -> HttpResponseBase:
    """On to what the form made when it was sent first, if that is still in sight."""
    assert isinstance(found, Matter)
    tell_sent_already(request, already)
    if matter_for(request.actor, found.number) is None:
        return redirect("matters:inbox")
    return redirect("matters:matter", found.number)


def _open(request: ActorRequest, what: Opening, form: OpenForm) -> Opened:
    given = form.cleaned_data
    told = MatterDraft(
        what.kind,
        or_404(what.unit(given["unit"])),
        title=given["title"],
        body=given["body"],
        answers=form.answers,
        category=given["category"],
        channel=given["channel"],
        contact=form.contact,
        uuid=given["draft"],
        occurred_at=form.seen_at,
    )
    return open_as_told(told, photos=[*given["photos"], *given["voice"]], actor=request.actor)


def _comment(request: ActorRequest, matter: Matter, form: CommentForm) -> None:
    given = form.cleaned_data
    words = {"text": given["text"], "shown": given["shown"], "step": given["client_id"]}
    comment_as_said(matter, photos=given["photos"], actor=request.actor, **words)


def _code_told(opened: Opened) -> str:
    """The code goes to what the resident left; told over the counter only where nothing was left."""
    number, code = opened.matter.number, opened.follow_code
    if code and is_sent(opened.matter):
        zh = f"已登记 {number}。查询码会发到居民留下的手机或邮箱，不在这里显示。"
        en = f"Taken down as {number}. The code goes to the phone or e-mail that was left; it is not shown."
    elif code:
        zh = f"已登记 {number}。请告诉居民查询码 {code}，凭编号和查询码可以查进度。"
        en = (
            f"Taken down as {number}. Tell the resident the follow code {code}: with both it can be followed."
        )
    else:
        zh, en = f"已登记 {number}。", f"Taken down as {number}."
    return both(zh, en)


def _page(request: ActorRequest, matter: Matter, sent: Sent, *, status: int = 400) -> HttpResponse:
    page = matter_view(matter, request.actor, sent)
    return render(request, "web/matters/matter.html", {"page": page}, status=status)
