"""The pages of notices: what there is, how one hears, what could not be sent, and a resident's stop."""

from uuid import UUID

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haitang.desks.notice import actions, loaders
from haitang.desks.notice.choices import as_chosen, hours_now
from haitang.desks.notice.contexts import dead_page, leads_to, notices_page, offered_ways, push_box
from haitang.desks.notice.forms import ChoicesForm, DeviceForm, LostCodeForm
from haitang.desks.notice.pocket import put_device
from haitang.desks.notice.ways import ways
from haitang.desks.notice.ways.base import Receiver
from haitang.desks.notice.writing import stopped
from haitang.kernel.matters.api import clean_number
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, person_of, region_at
from haitang.kernel.registry.models import Person, Region
from haitang.lib.diagnostics import Refusal
from haitang.ui.addresses import page_of
from haitang.ui.asked import acted
from haitang.ui.hearing import hears
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.throttle import Throttle, address
from haitang.ui.undelivered import gives_up, tries_again
from haitang.ui.words import both, language

#: Who asks for codes: one address, and for one number whoever asks; a phone is not guessed by trying.
ASKS = Throttle("code", limit=6, seconds=15 * 60)
ASKS_OF_ONE = Throttle("code of one", limit=10, seconds=24 * 60 * 60)
KEPT = "这个浏览器会收到消息，退出登录后不再收。", "This browser will be told, until you sign out."


@require_safe
@signed_in
@hears("before")
def show(request: ActorRequest) -> HttpResponse:
    """The latest first."""
    or_404(request.actor.person_id)
    before = request.GET.get("before", "")
    page = notices_page(request.actor, int(before) if before.isascii() and before.isdigit() else None)
    return render(request, "notice/list.html", {"page": page})


@require_safe
@signed_in
def open_one(request: ActorRequest, pk: int) -> HttpResponseBase:
    """Go to the matter that a notice is about; it is read by that."""
    notice = or_404(loaders.own_notice(request.actor, pk))
    if request.method == "GET":
        actions.mark_read(notice, actor=request.actor)
    return redirect(leads_to(notice, request.actor) or "notice:list")


@signed_in
@posted("notice:list")
def read(request: ActorRequest) -> HttpResponseBase:
    """All of them, as far as the page showed."""
    through = request.POST.get("through", "")
    if through.isascii() and through.isdigit():
        actions.mark_all_read(int(through), actor=request.actor)
    return redirect("notice:list")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choices(request: ActorRequest) -> HttpResponseBase:
    """By which way, how soon, and when not."""
    person = or_404(person_of(request.actor))
    form = _form(request, person)
    if form.is_valid():
        quiet = form.minutes("quiet_from"), form.minutes("quiet_until")
        actions.choose(person, choices=form.chosen, actor=request.actor)
        actions.keep_habit(
            person,
            quiet=quiet,
            digest_at=form.minutes("digest_at"),
            language=form.cleaned_data["speaks"],
            actor=request.actor,
        )
        messages.success(request, both("记下了。", "Noted."))
        return redirect("notice:choices")
    context = {"form": form, "push": push_box(person)}
    return render(request, "notice/choices.html", context, status=400 if form.is_bound else 200)


@signed_in
@posted("notice:choices")
def subscribe(request: ActorRequest) -> HttpResponseBase:
    """A browser says where it takes messages."""
    person, form = or_404(person_of(request.actor)), DeviceForm(request.POST)
    push = ways()["push"]
    if not form.is_valid() or not getattr(push, "takes", lambda _: True)(form.cleaned_data["endpoint"]):
        said = both("这个浏览器的推送服务不在名单里。", "This browser's push service is not on our list.")
        return JsonResponse({"said": said}, status=400)
    try:
        kept = actions.keep_device(person, receiver=Receiver(**form.cleaned_data), actor=request.actor)
    except Refusal as refusal:
        return JsonResponse({"said": refusal.into(language())}, status=400)
    answer = JsonResponse({"said": both(*KEPT)})
    put_device(answer, kept.uuid)
    return answer


@signed_in
@posted("notice:choices")
def unsubscribe(request: ActorRequest, uuid: UUID) -> HttpResponseBase:
    """Nothing more to this browser."""
    actions.forget_device(or_404(loaders.own_device(request.actor, uuid)), actor=request.actor)
    return redirect("notice:choices")


@require_safe
@signed_in
def dead(request: ActorRequest) -> HttpResponse:
    """What could not be sent."""
    or_404(loaders.manages(request.actor))
    return render(request, "notice/dead.html", {"page": dead_page(request.actor)})


again = tries_again("notice:dead", loaders.dead_letter, actions.send_again)
drop = gives_up("notice:dead", loaders.dead_letter, actions.drop_letter)
code_again = tries_again("notice:dead", loaders.dead_code, actions.send_code_again)
drop_code = gives_up("notice:dead", loaders.dead_code, actions.drop_code)


@require_http_methods(["GET", "HEAD", "POST"])
def hush(request: HttpRequest, word: str) -> HttpResponseBase:
    """A resident wants no more messages about a matter; asked first, as mail programs follow every link."""
    matter = or_404(_stopped(word))
    if request.method == "POST":
        actions.hush(matter, actor=RESIDENT(matter.region))
    follow = page_of("follow", matter.region.key, matter.number)
    context = {"number": matter.number, "done": request.method == "POST", "follow_url": follow}
    return render(request, "notice/hush.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lost_code(request: HttpRequest, region: str) -> HttpResponseBase:
    """Have a code sent to what was left with a matter; the answer is the same whether it was or not."""
    here = or_404(region_at(region))
    given = {"number": request.GET.get("number", "")}
    form = LostCodeForm(request.POST or None, initial=given, language=language())
    done = form.is_valid() and acted(form, lambda: _order(request, here, form)) is not None
    context = {"form": form, "done": done, "follow_url": page_of("follow-any", region)}
    return render(request, "notice/code.html", context, status=400 if form.errors else 200)


def _order(request: HttpRequest, here: Region, form: LostCodeForm) -> bool:
    """Have the worker look at it; counted in any case, so that none is guessed."""
    asked = form.cleaned_data
    ASKS.count(address(request))
    ASKS_OF_ONE.count(here.key, clean_number(asked["number"]))
    actions.ask_code(here, number=asked["number"], reached_at=asked["reached_at"], actor=RESIDENT(here))
    return True


def _stopped(word: str) -> Matter | None:
    try:
        return loaders.stopped_matter(stopped(word))
    except (BadSignature, ValueError):
        return None


def _form(request: ActorRequest, person: Person) -> ChoicesForm:
    offered = offered_ways()
    given = (request.POST,) if request.method == "POST" else ()
    now, hours = as_chosen(person, offered), hours_now(person)
    return ChoicesForm(*given, ways=offered, now=now, hours=hours, language=language())
