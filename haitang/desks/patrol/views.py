"""One page: a patrol in one press, a problem in a sentence, a photo and a press."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from haitang.desks.patrol.actions import PatrolWalk, Seen, write_down
from haitang.desks.patrol.contexts import patrol_form, patrol_page
from haitang.desks.patrol.forms import PatrolForm
from haitang.desks.patrol.queries import Walked, may_wait, unit_of, walked_by
from haitang.kernel.matters.api import ContactDetails
from haitang.lib.diagnostics import Refusal
from haitang.ui.asked import add_refusal
from haitang.ui.codes import is_sent
from haitang.ui.holding import hold_uploads
from haitang.ui.keeping import Keeping, TakenIn, keeping_of, keeps, refused, taken
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.words import both


@require_http_methods(["GET", "POST"])
@signed_in
@keeps
def walk(request: ActorRequest) -> HttpResponseBase:
    """The form; sent, the patrol is on the ledger, and what was seen is with who sees to it."""
    walked = walked_by(request.actor)
    wanted = request.POST.get("patrol") or request.GET.get("patrol") or next(iter(walked), "")
    if request.method == "POST":
        return _sent(request, or_404(walked.get(wanted)))
    chosen = walked.get(wanted)
    form = patrol_form(request.actor, chosen) if chosen else None
    return _page(request, chosen, form)


def _sent(request: ActorRequest, chosen: Walked) -> HttpResponseBase:
    form = patrol_form(request.actor, chosen, request.POST, request.FILES)
    done = _written(request, chosen, form) if form.is_valid() else None
    if done:
        return taken(request, done)
    answer = refused(request, form)
    if answer:
        return answer
    hold_uploads(form)
    return _page(request, chosen, form)


def _written(request: ActorRequest, chosen: Walked, form: PatrolForm) -> TakenIn | None:
    """What was written down; None where it was refused, with the reason on the form."""
    given = form.cleaned_data
    walk = PatrolWalk(unit_of(request.actor, given["unit"]), given["note"], form.client_uuid, form.seen_at)
    seen = _seen(chosen, form) if given["title"] else None
    try:
        _, opened = write_down(chosen.patrol, walk=walk, seen=seen, actor=request.actor)
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None
    page = f"{request.path}?patrol={chosen.key}"
    if opened is None:
        return TakenIn(both("巡查记好了，没有发现问题。", "The patrol is recorded; nothing was wrong."), page)
    number = opened.matter.number
    told = is_sent(opened.matter)
    zh = f"巡查记好了，问题已上报：{number}{'，查询码会发到留下的电话' if told else ''}"
    en = f"The patrol is recorded; reported as {number}{'; the code goes to the phone left' if told else ''}"
    return TakenIn(both(zh, en), page, number)


def _seen(chosen: Walked, form: PatrolForm) -> Seen:
    given, patrol = form.cleaned_data, chosen.patrol
    said = {patrol.where: given.get("where"), patrol.spot: given.get("spot")}
    answers = {field: value for field, value in said.items() if field and value}
    contact = ContactDetails(given["name"], given["phone"])
    return Seen(given["title"], given["category"], answers, form.photos, contact)


def _page(request: ActorRequest, chosen: Walked | None, form: PatrolForm | None) -> HttpResponse:
    page = patrol_page(request.actor, chosen, form)
    status = 400 if form and form.is_bound else 200
    context = {"page": page, "keeping": _keeping(request, chosen)}
    return render(request, "patrol/walk.html", context, status=status)


def _keeping(request: ActorRequest, chosen: Walked | None) -> Keeping | None:
    """What lets the phone keep a patrol, where its channel may wait."""
    return keeping_of(request, [chosen.patrol.channel] if chosen and may_wait(request.actor, chosen) else [])
