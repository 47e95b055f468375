"""One matter: its page, its moves, its files."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haitang.kernel.matters.api import MoveView, has_moved, make_move, matter_for, moves_open, story
from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Conflict, Refusal, SentAlready
from haitang.ui.again import tell_sent_already
from haitang.ui.asked import MoveForm, add_refusal, empty_form, find_move, sent_form
from haitang.ui.files import file_answer
from haitang.ui.holding import hand_on, hold_uploads
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.moving import move_as_asked
from haitang.ui.words import both, language
from haitang.web.matters.contexts.moving import move_page, public_words, strike, unsent_page
from haitang.web.matters.contexts.page import matter_view
from haitang.web.matters.forms import MoveSent


@require_safe
@signed_in
def show(request: ActorRequest, number: str) -> HttpResponse:
    """The whole story of a matter."""
    matter = or_404(matter_for(request.actor, number))
    return render(request, "web/matters/matter.html", {"page": matter_view(matter, request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: ActorRequest, number: str, move: str) -> HttpResponseBase:
    """A move's form, as a page or a fragment; and the move itself."""
    found = matter_for(request.actor, number)
    if found is None and _made_already(request, number):
        messages.success(request, both("这一步已经办好。", "That is done already."))
        return redirect("matters:inbox")
    matter = or_404(found)
    asked = find_move(moves_open(matter, request.actor), move)
    if asked is None:
        return _not_open(request, matter, move)
    if request.method != "POST":
        return _form_page(request, matter, empty_form(asked, matter, language=language()))
    form = sent_form(asked, matter, language=language(), request=request)
    if not form.is_valid() or _to_look_over(request, form):
        return _form_page(request, matter, form)
    return _make(request, matter, form)


@require_safe
@signed_in
def file(request: ActorRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file of a matter that I may see."""
    matter = or_404(matter_for(request.actor, number))
    files = (kept.attachment for step in story(matter, request.actor) for kept in step.files)
    return file_answer(or_404(next((kept for kept in files if kept.uuid == file), None)))


def _made_already(request: ActorRequest, number: str) -> bool:
    """Whether this very form was sent before, and its move handed the matter out of this person's sight."""
    sent = MoveSent(request.POST)
    return sent.is_valid() and has_moved(request.actor, number, sent.cleaned_data["client_id"])


def _to_look_over(request: ActorRequest, form: MoveForm) -> bool:
    """Whether what everyone will read has to be shown first; what was struck there is taken out of it."""
    if not form.asked.lets_out:
        return False
    if public_words(form) != request.POST.get("looked_over", ""):
        return True
    strike(form, request.POST.getlist("strike"))
    return False


def _make(request: ActorRequest, matter: Matter, form: MoveForm) -> HttpResponseBase:
    try:
        move_as_asked(matter, form=form, actor=request.actor)
    except SentAlready as already:
        tell_sent_already(request, already)
        return redirect(_onward(request, matter))
    except Conflict as conflict:
        return _faster(request, matter, form, conflict)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return _form_page(request, matter, form)
    messages.success(request, both(f"已{form.asked.label.zh}。", f"Done: {form.asked.label.en}."))
    return redirect(_onward(request, matter))


def _onward(request: ActorRequest, matter: Matter) -> str:
    """The matter's page; the inbox, if the move handed it to where this person does not look."""
    if matter_for(request.actor, matter.number) is None:
        return reverse("matters:inbox")
    return reverse("matters:matter", args=[matter.number])


def _faster(request: ActorRequest, matter: Matter, form: MoveForm, conflict: Conflict) -> HttpResponseBase:
    """Somebody was faster: say who, show where it stands now, and keep what was typed."""
    now = matter_for(request.actor, matter.number)
    asked = find_move(moves_open(now, request.actor), form.asked.key) if now else None
    said = conflict.into(language())
    if now is None or asked is None:
        page = unsent_page(matter, form.data.get("note", ""), said, onward=_onward(request, matter))
    else:
        page = move_page(now, _again(asked, now, form), conflict=said)
    return render(request, "web/matters/move.html", {"page": page}, status=409)


def _again(asked: MoveView, matter: Matter, form: MoveForm) -> MoveForm:
    kept = {name: value for name, value in form.data.items() if name not in ("seen", "client_id")}
    again = empty_form(asked, matter, language=language(), **kept)
    hold_uploads(form)
    hand_on(form, again)
    return again


def _not_open(request: ActorRequest, matter: Matter, move: str) -> HttpResponseBase:
    """The move is not open: it was made by this very form before, somebody was faster, or it never was."""
    sent = MoveSent(request.POST)
    if request.method != "POST" or not sent.is_valid():
        messages.warning(request, both("现在不能这样办，请看最新情况。", "That is not possible now."))
        return redirect("matters:matter", matter.number)
    try:
        make_move(
            matter, move=move, actor=request.actor, note=request.POST.get("note", ""), **sent.cleaned_data
        )
    except SentAlready as already:
        tell_sent_already(request, already)
        return redirect(_onward(request, matter))
    except Refusal as refusal:
        words = request.POST.get("note", "")
        page = unsent_page(matter, words, refusal.into(language()), onward=_onward(request, matter))
        return render(request, "web/matters/move.html", {"page": page}, status=409)
    return redirect("matters:matter", matter.number)


def _form_page(request: ActorRequest, matter: Matter, form: MoveForm) -> HttpResponse:
    if form.is_bound:
        hold_uploads(form)
    context = {"page": move_page(matter, form)}
    return render(
        request, _template(request), context, status=400 if form.is_bound and not form.is_valid() else 200
    )


def _template(request: HttpRequest) -> str:
    is_fragment = bool(getattr(request, "htmx", False)) and request.method == "GET"
    return "web/matters/parts/move.html" if is_fragment else "web/matters/move.html"
