"""The list, one meeting, and a page of its own for each thing that is done to it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.acting import ActPage, asking, putting, ruling, units_to_ask, units_to_give
from haitang.desks.meetings.contexts import meeting_page, meetings_page
from haitang.desks.meetings.forms import (
    AttendForm,
    DecideForm,
    GuestEraseForm,
    GuestForm,
    GuestLookForm,
    GuestReplyForm,
    InviteForm,
    OffForm,
    PutForm,
    ReplyForm,
    StepForm,
)
from haitang.desks.meetings.guests import (
    GuestDetails,
    guest_at,
    guest_of,
    guests_of,
    invitation,
    may_forget,
    name_of,
    own_guest,
)
from haitang.desks.meetings.models import Guest
from haitang.kernel.matters.api import matters_for, moves_open, story
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.ui.asked import MoveForm, acted, empty_form, find_move, sent_form
from haitang.ui.files import file_answer
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.moving import move_as_asked
from haitang.ui.units import units_of
from haitang.ui.worded import WordedForm
from haitang.ui.words import both, language

READ_OR_ACT = ["GET", "HEAD", "POST"]


@require_safe
@signed_in
def meetings(request: ActorRequest) -> HttpResponse:
    """What waits for an answer, what will be held, what waits for a meeting, what was held."""
    return render(request, "meetings/meetings.html", {"page": meetings_page(request.actor)})


@require_safe
@signed_in
def show(request: ActorRequest, number: str) -> HttpResponse:
    """One meeting."""
    return _show(request, _meeting(request, number))


@require_http_methods(READ_OR_ACT)
@signed_in
def put(request: ActorRequest) -> HttpResponseBase:
    """Put matters on the agenda of a new meeting, or of one that is still to be held."""
    numbers = (request.POST if request.method == "POST" else request.GET).getlist("number")
    chosen = matters_for(request.actor, numbers[: actions.AT_ONCE])
    offered = putting(chosen, request.actor)
    if not chosen or not offered.choices:
        messages.warning(request, both("现在没有可以上的会。", "There is no agenda to put them on."))
        return redirect("meetings:meetings")
    form = PutForm(_sent(request), meetings=offered.choices, initial=offered.initial, language=language())
    page = ActPage.of_put(chosen)
    return _act(request, form, page, lambda: offered.put(form, request.actor))


@require_http_methods(READ_OR_ACT)
@signed_in
def move(request: ActorRequest, number: str, move: str) -> HttpResponseBase:
    """One of the flow's moves: call it, hold it, write the minutes, conclude it."""
    meeting = _meeting(request, number)
    asked = find_move(moves_open(meeting, request.actor), move)
    if asked is None:
        messages.warning(request, both("现在不能这样办，请看最新情况。", "That is not possible now."))
        return redirect("meetings:meeting", meeting.number)
    form: MoveForm
    if request.method == "POST":
        form = sent_form(asked, meeting, language=language(), request=request)
    else:
        form = empty_form(asked, meeting, language=language())
    page = ActPage.of(meeting, asked.label)
    return _act(request, form, page, lambda: _moved(request, meeting, form))


@require_http_methods(READ_OR_ACT)
@signed_in
def off(request: ActorRequest, number: str, item: int) -> HttpResponseBase:
    """Take an item off."""
    meeting = _meeting(request, number)
    found = or_404(queries.agenda(meeting).filter(pk=item).first())
    form = OffForm(_sent(request), language=language())

    def act() -> str:
        actions.take_off(found, why=form.cleaned_data["why"], client_id=form.step, actor=request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_off(meeting, found), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def ask(request: ActorRequest, number: str) -> HttpResponseBase:
    """Ask units to come."""
    meeting = _meeting(request, number)
    form = InviteForm(_sent(request), units=units_to_ask(meeting), language=language())

    def act() -> str:
        units = units_of(meeting.region_id, form.cleaned_data["units"])
        note = form.cleaned_data["note"]
        actions.invite(meeting, units=units, note=note, client_id=form.step, actor=request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_invite(meeting), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def answer(request: ActorRequest, number: str, seat: int) -> HttpResponseBase:
    """Say for an invited unit whether it comes."""
    meeting = _meeting(request, number)
    found = or_404(queries.seat_of(meeting, seat))
    form = ReplyForm(_sent(request), language=language())

    def act() -> str:
        given = form.cleaned_data
        comes, words = given["comes"] == "yes", {"sends": given["sends"], "note": given["note"]}
        actions.reply(found, comes=comes, client_id=form.step, actor=request.actor, **words)
        return meeting.number

    return _act(request, form, ActPage.of_reply(found), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def attend(request: ActorRequest, number: str) -> HttpResponseBase:
    """Note who came."""
    meeting = _meeting(request, number)
    seats = list(queries.seats(meeting))
    asked = list(guests_of(meeting))
    choices = [(str(seat.pk), seat.unit.name) for seat in seats]
    choices += [(f"g{one.pk}", f"{name_of(one)} {one.comes_as}".strip()) for one in asked]
    came = [str(one.pk) for one in seats if one.came or (one.came is None and one.reply == "comes")]
    came += [f"g{one.pk}" for one in asked if one.came or (one.came is None and one.reply == "comes")]
    form = AttendForm(_sent(request), seats=choices, initial={"came": came}, language=language())

    def act() -> str:
        there = set(form.cleaned_data["came"])
        units = {int(one) for one in there if one.isdigit()}
        people = {int(one[1:]) for one in there if one.startswith("g")}
        actions.note_who_came(meeting, came=units, guests=people, client_id=form.step, actor=request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_attend(meeting), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def rule(request: ActorRequest, number: str) -> HttpResponseBase:
    """Note a decision."""
    meeting = _meeting(request, number)
    items = list(queries.agenda(meeting))
    choices = [(str(one.pk), f"{one.matter.number} {one.matter.title}") for one in items]
    form = DecideForm(
        _sent(request),
        units=units_to_give(meeting),
        items=choices,
        initial={"items": [key for key, _ in choices]},
        language=language(),
    )

    def act() -> str:
        actions.decide(meeting, ruling=ruling(form, meeting, items), actor=request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_decide(meeting), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def ask_guest(request: ActorRequest, number: str) -> HttpResponseBase:
    """Ask one person to come."""
    meeting = _meeting(request, number)
    form = GuestForm(_sent(request), actor=request.actor, language=language())

    def act() -> str:
        asking(form, meeting, request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_guest(meeting), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def guest_reply(request: ActorRequest, number: str, guest: int) -> HttpResponseBase:
    """Note what a guest said by telephone or in passing."""
    meeting = _meeting(request, number)
    found = or_404(guest_of(meeting, guest))
    form = GuestReplyForm(_sent(request), language=language())

    def act() -> str:
        actions.answer_as_guest(found, comes=form.cleaned_data["comes"] == "yes", actor=request.actor)
        return meeting.number

    return _act(request, form, ActPage.of_guest_reply(meeting, name_of(found)), act)


@require_http_methods(READ_OR_ACT)
@signed_in
def guest_contact(request: ActorRequest, number: str, guest: int) -> HttpResponseBase:
    """Look at how a guest is reached; why is written down."""
    meeting = _meeting(request, number)
    found = or_404(guest_of(meeting, guest))
    form = GuestLookForm(_sent(request), language=language())

    def act() -> GuestDetails:
        return actions.look_at_guest(found, actor=request.actor, why=form.cleaned_data["why"])

    seen = acted(form, act)
    page = ActPage.of_contact(meeting, name_of(found))
    if seen is None:
        context = {"page": page, "form": form}
        return render(request, "meetings/act.html", context, status=400 if form.is_bound else 200)
    return render(request, "meetings/contact.html", {"page": page, "contact": seen})


@require_http_methods(READ_OR_ACT)
@signed_in
def guest_erase(request: ActorRequest, number: str, guest: int) -> HttpResponseBase:
    """Erase a guest from outside who asks for it; why is written down."""
    meeting = _meeting(request, number)
    found = or_404(guest_of(meeting, guest))
    or_404(may_forget(found, request.actor) or None)
    form = GuestEraseForm(_sent(request), language=language())

    def act() -> Guest:
        return actions.erase_guest(found, actor=request.actor, why=form.cleaned_data["why"])

    page = ActPage.of_erasing(meeting, name_of(found))
    if acted(form, act) is None:
        context = {"page": page, "form": form}
        return render(request, "meetings/act.html", context, status=400 if form.is_bound else 200)
    messages.success(request, both("已删除。", "Erased."))
    return redirect("meetings:meeting", meeting.number)


@require_http_methods(READ_OR_ACT)
@signed_in
def mine(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """My own invitation."""
    found = or_404(own_guest(request.actor, uuid))
    return _invitation(request, found, request.actor, "ui/base.html")


@require_http_methods(READ_OR_ACT)
def guest(request: HttpRequest, word: str) -> HttpResponseBase:
    """The invitation of somebody from outside, for who holds the link."""
    found = or_404(guest_at(word))
    return _invitation(request, found, SYSTEM(found.meeting.region_id), "ui/public.html")


def _invitation(request: HttpRequest, guest: Guest, actor: Actor, base: str) -> HttpResponseBase:
    form = GuestReplyForm(_sent(request), language=language(), initial={"comes": _said(guest)})

    def act() -> Guest:
        return actions.answer_as_guest(guest, comes=form.cleaned_data["comes"] == "yes", actor=actor)

    said = acted(form, act)
    context = {"page": invitation(said or guest), "form": form, "base": base, "done": said is not None}
    return render(request, "meetings/guest.html", context, status=400 if form.errors else 200)


def _said(guest: Guest) -> str:
    return {"comes": "yes", "declines": "no"}.get(guest.reply, "")


@require_safe
@signed_in
def file(request: ActorRequest, number: str, file: UUID) -> HttpResponseBase:
    """A file of a meeting that I may see: minutes, plans."""
    meeting = _meeting(request, number)
    files = (kept.attachment for step in story(meeting, request.actor) for kept in step.files)
    return file_answer(or_404(next((kept for kept in files if kept.uuid == file), None)))


def _meeting(request: ActorRequest, number: str) -> Matter:
    return or_404(queries.meeting_for(request.actor, number))


def _show(request: ActorRequest, meeting: Matter) -> HttpResponse:
    return render(request, "meetings/meeting.html", {"page": meeting_page(meeting, request.actor)})


def _sent(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _moved(request: ActorRequest, meeting: Matter, form: MoveForm) -> str:
    move_as_asked(meeting, form=form, actor=request.actor)
    return meeting.number


def _act(
    request: ActorRequest, form: StepForm | MoveForm | WordedForm, page: ActPage, act: Callable[[], str]
) -> HttpResponseBase:
    """Show the form; where it was sent and is right, act and go to the meeting."""
    number = acted(form, act)
    if number is not None:
        messages.success(request, both("已记下。", "Noted."))
        return redirect("meetings:meeting", number)
    context = {"page": page, "form": form}
    return render(request, "meetings/act.html", context, status=400 if form.is_bound else 200)
