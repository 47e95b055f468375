"""Who sits when; planning, exchanging, holding a day, taking a matter down there."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from haitang.desks.rota import actions, contexts, queries
from haitang.desks.rota.contexts import SentForms, rota_page, rotas_page, sitting_page
from haitang.desks.rota.feed import calendar, word_of
from haitang.desks.rota.forms import AwayForm, HeldForm, PlanForm, TakeDownForm, WhyForm
from haitang.desks.rota.loaders import calendar_at
from haitang.desks.rota.models import Sitting
from haitang.desks.rota.queries import Kept
from haitang.kernel.matters.api import ContactDetails
from haitang.kernel.registry.api import person_of, region_of
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import some
from haitang.ui.asked import acted
from haitang.ui.codes import is_sent
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.moving import kept_answers
from haitang.ui.worded import WordedForm
from haitang.ui.words import both, language


@require_safe
@signed_in
def index(request: ActorRequest) -> HttpResponse:
    """My turns and the rotas I see."""
    return render(request, "rota/rotas.html", {"page": rotas_page(request.actor)})


@require_safe
@signed_in
def show(request: ActorRequest, key: str, unit: int) -> HttpResponse:
    """One rota."""
    kept = or_404(queries.rota_for(request.actor, key, unit))
    return render(request, "rota/rota.html", {"page": rota_page(kept, request.actor)})


@require_safe
@signed_in
def sitting(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One day."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    return render(request, "rota/sitting.html", {"page": sitting_page(kept, day, request.actor)})


@require_safe
def feed(_: HttpRequest, key: str) -> HttpResponse:
    """Somebody's own turns, for their calendar: the address is the key, and tells nobody else's name."""
    told = calendar_at(or_404(word_of(key)), since=clock.today() - contexts.BACK)
    # Gone for good, and empty: a calendar program that is told so asks no more and drops what it had.
    said, status = ("", 410) if told is None else (calendar(told, language=language()), 200)
    answer = HttpResponse(said, content_type="text/calendar; charset=utf-8", status=status)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@signed_in
@posted("rota:rotas")
def renew(request: ActorRequest) -> HttpResponseBase:
    """A new address for one's calendar; the one before leads nowhere."""
    actions.renew_calendar(or_404(person_of(request.actor)), actor=request.actor)
    messages.success(
        request, both("换了新地址，旧的不再有效。", "There is a new address; the old one is void.")
    )
    return redirect("rota:rotas")


@signed_in
@posted("rota:rotas")
def shut(request: ActorRequest) -> HttpResponseBase:
    """No address for one's calendar."""
    actions.shut_calendar(or_404(person_of(request.actor)), actor=request.actor)
    messages.success(request, both("日历地址已停用。", "The calendar address leads nowhere any more."))
    return redirect("rota:rotas")


@signed_in
@posted("rota:rota", "key", "unit")
def plan(request: ActorRequest, key: str, unit: int) -> HttpResponseBase:
    """Share the turns of some weeks."""
    kept = or_404(queries.rota_for(request.actor, key, unit))
    form = PlanForm(request.POST, language=language())

    def act() -> str:
        made = actions.plan_days(kept, actor=request.actor, **form.cleaned_data)
        return both(f"排好了 {len(made)} 天。", f"Planned: {some(len(made), 'day')}.")

    return _on_rota(request, kept, "plan", form, act)


@signed_in
@posted("rota:rota", "key", "unit")
def away(request: ActorRequest, key: str, unit: int) -> HttpResponseBase:
    """Note when somebody cannot sit."""
    kept = or_404(queries.rota_for(request.actor, key, unit))
    choices = contexts.away_choices(kept, request.actor, queries.sitters(kept))
    form = AwayForm(request.POST, language=language(), people=choices)

    def act() -> str:
        given = form.cleaned_data
        person = or_404(queries.sitter(kept, given["person"]))
        span = {"since": given["since"], "until": given["until"]}
        actions.note_absence(person, kept=kept, actor=request.actor, **span)
        return both("记下了。", "Noted.")

    return _on_rota(request, kept, "away", form, act)


@signed_in
@posted("rota:sitting", "uuid")
def ask(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Ask another to take my turn."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    form = contexts.ask_form(kept, day, request.actor, request.POST)

    def act() -> str:
        given = form.cleaned_data
        turn = or_404(queries.turn_of(day, request.actor))
        to = or_404(queries.sitter(kept, given["to"]))
        instead = queries.turn_at(kept, given["instead"])
        note = given["note"]
        actions.ask_exchange(turn, to=to, kept=kept, instead=instead, note=note, actor=request.actor)
        return both("已去问，等对方答复。", "Asked; wait for the answer.")

    return _on_day(request, (kept, day), "ask", form, act)


@signed_in
@posted("rota:rotas")
def answer(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Say yes or no to who asked me."""
    exchange = or_404(queries.exchange_for(request.actor, uuid))
    of = exchange.turn.sitting
    kept = or_404(queries.rota_for(request.actor, of.rota.key, of.unit_id))
    try:
        accept = request.POST.get("accept") == "yes"
        actions.answer_exchange(exchange, accept=accept, kept=kept, actor=request.actor)
    except Refusal as refusal:
        messages.warning(request, refusal.into(language()))
    else:
        messages.success(request, both("答复好了。", "Answered."))
    return redirect("rota:rotas")


@signed_in
@posted("rota:sitting", "uuid")
def held(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """It was held: write it on the ledger."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    form = HeldForm(request.POST, request.FILES, language=language(), kept=kept, actor=request.actor)

    def act() -> str:
        quantity, region = form.quantity, region_of(request.actor)
        answers, _ = kept_answers(form.answers, of=day.uuid, region=region, actor=request.actor)
        actions.hold(day, kept=kept, quantity=quantity, answers=answers, actor=request.actor)
        return both("已记入台账。", "Written on the ledger.")

    return _on_day(request, (kept, day), "held", form, act)


@signed_in
@posted("rota:sitting", "uuid")
def settle(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Another place or theme."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    form = contexts.settle_form(kept, day, request.POST)

    def act() -> str:
        place, theme = form.cleaned_data["place"], form.cleaned_data.get("theme", "")
        actions.settle_day(day, place=place, theme=theme, actor=request.actor)
        return both("改好了。", "Changed.")

    return _on_day(request, (kept, day), "settle", form, act)


@signed_in
@posted("rota:sitting", "uuid")
def off(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Call a day off."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    form = WhyForm(request.POST, language=language())

    def act() -> str:
        actions.call_off(day, why=form.cleaned_data["why"], actor=request.actor)
        return both("已取消。", "Called off.")

    return _on_day(request, (kept, day), "off", form, act)


@signed_in
@posted("rota:sitting", "uuid")
def take(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Take down what somebody asks for."""
    kept, day = or_404(queries.sitting_for(request.actor, uuid))
    or_404(queries.turn_of(day, request.actor) if kept.rota.takes else None)
    form = TakeDownForm(request.POST, language=language())

    def act() -> str:
        given = form.cleaned_data
        left = ContactDetails(given["name"], given["phone"], given["email"])
        opened = actions.take_down(
            day,
            kept=kept,
            words=given["words_said"],
            contact=left or None,
            uuid=given["uuid"],
            actor=request.actor,
        )
        number, code = opened.matter.number, opened.follow_code
        if is_sent(opened.matter):
            return both(
                f"已收下：{number}，查询码会发给本人", f"Taken down: {number}; the code is sent to them"
            )
        return both(f"已收下：{number}，查询码 {code}", f"Taken down: {number}, code {code}")

    return _on_day(request, (kept, day), "take", form, act)


def _on_rota(
    request: ActorRequest, kept: Kept, name: str, form: WordedForm, act: Callable[[], str]
) -> HttpResponseBase:
    said = acted(form, act)
    if said is not None:
        messages.success(request, said)
        return redirect("rota:rota", kept.key, kept.unit.pk)
    page = rota_page(kept, request.actor, SentForms({name: form}))
    return render(request, "rota/rota.html", {"page": page}, status=400)


def _on_day(
    request: ActorRequest, of: tuple[Kept, Sitting], name: str, form: WordedForm, act: Callable[[], str]
) -> HttpResponseBase:
    kept, day = of
    said = acted(form, act)
    if said is not None:
        messages.success(request, said)
        return redirect("rota:sitting", day.uuid)
    page = sitting_page(kept, day, request.actor, SentForms({name: form}))
    return render(request, "rota/sitting.html", {"page": page}, status=400)
