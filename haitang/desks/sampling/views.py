"""The draws, one draw, whom to ring, and the resident's own few questions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haitang.desks.sampling import actions, loaders
from haitang.desks.sampling.actions import ToldAnswer
from haitang.desks.sampling.asking import samplings_asked
from haitang.desks.sampling.contexts import asks_of, call_page, calls_page, draw_page, draws_page
from haitang.desks.sampling.enums import AskedBy
from haitang.desks.sampling.forms import SampleForm
from haitang.desks.sampling.models import DrawnMatter
from haitang.desks.sampling.queries import is_open, rule_of
from haitang.desks.sampling.rules import SEES
from haitang.kernel.registry.api import RESIDENT, Actor
from haitang.lib.diagnostics import Refusal
from haitang.ui.asked import acted
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.throttle import Throttle, address
from haitang.ui.words import both, language, say

READ_OR_ACT = ["GET", "HEAD", "POST"]
#: A family on one phone, or a whole estate behind one address; not a script.
ANSWERS = Throttle("sample answer", limit=30, seconds=15 * 60)


@require_safe
@signed_in
def draws(request: ActorRequest) -> HttpResponseBase:
    """What is sampled, and every draw; for who rings alone, whom to ring."""
    if samplings_asked(request.actor) and not request.actor.may_somewhere(SEES):
        return redirect("sampling:calls")
    or_404(request.actor.may_somewhere(SEES) or None)
    return render(request, "sampling/draws.html", {"page": draws_page(request.actor)})


@require_safe
@signed_in
def draw(request: ActorRequest, pk: int) -> HttpResponse:
    """One draw."""
    found = or_404(loaders.draw_seen(request.actor, pk))
    return render(request, "sampling/draw.html", {"page": draw_page(found)})


@require_safe
@signed_in
def calls(request: ActorRequest) -> HttpResponse:
    """Whom I may ring today."""
    or_404(samplings_asked(request.actor) or None)
    return render(request, "sampling/calls.html", {"rows": calls_page(request.actor)})


@require_http_methods(READ_OR_ACT)
@signed_in
def call(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """The questions, asked by telephone and keyed in."""
    one = or_404(loaders.drawn_to_ask(request.actor, uuid))
    form = _form(request, one, request.actor)
    done = form.is_valid() and acted(form, lambda: _told(one, form, AskedBy.CALL, request.actor)) is not None
    if done:
        return _back(request)
    context = {"page": call_page(one), "form": form}
    return render(request, "sampling/call.html", context, status=400 if form.errors else 200)


@signed_in
@posted("sampling:call", "uuid")
def look(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """The telephone; the look is written down."""
    one = or_404(loaders.drawn_to_ask(request.actor, uuid))
    try:
        phone = actions.look_to_ring(one, actor=request.actor)
    except Refusal as refusal:
        messages.warning(request, refusal.into(language()))
        phone = ""
    form = SampleForm(asks=asks_of(one), actor=request.actor, language=language())
    return render(request, "sampling/call.html", {"page": call_page(one, phone), "form": form})


@signed_in
@posted("sampling:calls")
def no_reply(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Nobody answered the telephone."""
    one = or_404(loaders.drawn_to_ask(request.actor, uuid))
    actions.note_no_reply(one, actor=request.actor)
    return _back(request)


@signed_in
@posted("sampling:calls")
def declined(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """They would rather not."""
    one = or_404(loaders.drawn_to_ask(request.actor, uuid))
    actions.take_refusal(one, how=AskedBy.CALL, actor=request.actor)
    return _back(request)


@require_http_methods(READ_OR_ACT)
def answer(request: HttpRequest, word: str) -> HttpResponseBase:
    """The resident's own page."""
    one = or_404(loaders.drawn_by_word(word))
    resident = RESIDENT(one.draw.region)
    form = _form(request, one, resident)

    def act() -> bool:
        ANSWERS.count(address(request))
        return _told(one, form, AskedBy.LINK, resident, address(request))

    done = is_open(one) and form.is_valid() and acted(form, act) is not None
    return _resident(request, one, form, word=word, done=done)


@require_http_methods(READ_OR_ACT)
def decline(request: HttpRequest, word: str) -> HttpResponseBase:
    """The resident would rather not; counted, and asked no more."""
    one = or_404(loaders.drawn_by_word(word))
    if request.method != "POST" or not is_open(one):
        return redirect("sampling:answer", word)
    ANSWERS.count(address(request))
    actions.take_refusal(one, how=AskedBy.LINK, actor=RESIDENT(one.draw.region))
    return _resident(request, one, None, word=word, done=True)


def _resident(
    request: HttpRequest, one: DrawnMatter, form: SampleForm | None, *, word: str, done: bool
) -> HttpResponse:
    context = {
        "form": form,
        "word": word,
        "done": done,
        "open": is_open(one),
        "title": say(rule_of(one.draw).label),
        "about": one.matter.title,
        "ended_on": one.matter.closed_on,
        "until": one.draw.ends_on,
    }
    return render(request, "sampling/answer.html", context, status=400 if form and form.errors else 200)


def _form(request: HttpRequest, one: DrawnMatter, actor: Actor) -> SampleForm:
    sent = request.POST if request.method == "POST" else None
    return SampleForm(sent, asks=asks_of(one), actor=actor, language=language())


def _told(one: DrawnMatter, form: SampleForm, how: AskedBy, actor: Actor, where: str = "") -> bool:
    actions.take_answer(one, told=ToldAnswer(form.cleaned_data, how, where), actor=actor)
    return True


def _back(request: HttpRequest) -> HttpResponseBase:
    messages.success(request, both("记好了。", "Noted."))
    return redirect("sampling:calls")
