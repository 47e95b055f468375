"""The page of what was learned; learn anew, go back; take a suggestion in one press."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from haitang.desks.routing.actions import learn_anew, take_suggestion, use_version
from haitang.desks.routing.contexts import learned_kind
from haitang.desks.routing.forms import TakeForm
from haitang.desks.routing.loaders import kind_for, kinds_for
from haitang.desks.routing.queries import versions
from haitang.kernel.matters.api import kind_of, matter_for
from haitang.kernel.playbooks.api import holding
from haitang.lib.diagnostics import Refusal
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both, language


@require_GET
@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """What was learned of each kind of matter."""
    kinds = or_404(kinds_for(request.actor))
    context = {"kinds": [learned_kind(kind, request.actor) for kind in kinds]}
    return render(request, "routing/kinds.html", context)


@signed_in
@posted("routing:kinds")
def learn(request: ActorRequest, kind: str) -> HttpResponseBase:
    """Learn from everything dispatched so far."""
    what = or_404(kind_for(request.actor, kind))
    try:
        version = learn_anew(what, actor=request.actor)
    except Refusal as refusal:
        messages.warning(request, refusal.into(language()))
    else:
        zh = f"已从 {version.matters} 件学成第 {version.serial} 版，现在起使用。"
        en = f"Version {version.serial} was learned from {version.matters} matters and is used from now on."
        messages.success(request, both(zh, en))
    return redirect("routing:kinds")


@signed_in
@posted("routing:kinds")
def use(request: ActorRequest, kind: str, serial: int) -> HttpResponseBase:
    """Go back to an older version, or forward again."""
    what = or_404(kind_for(request.actor, kind))
    version = or_404(versions(what).filter(serial=serial).first())
    try:
        use_version(version, actor=request.actor)
    except Refusal as refusal:
        messages.warning(request, refusal.into(language()))
    else:
        messages.success(request, both(f"现在使用第 {serial} 版。", f"Version {serial} is used now."))
    return redirect("routing:kinds")


@signed_in
@posted("routing:kinds")
def take(request: ActorRequest, number: str) -> HttpResponseBase:
    """Dispatch as suggested."""
    matter = or_404(matter_for(request.actor, number))
    form = TakeForm(request.POST)
    kind = kind_of(holding(matter.unit), matter.kind.key)
    or_404(kind.spec.routing)
    if form.is_valid():
        try:
            step = take_suggestion(
                matter,
                kind=kind,
                seen=form.cleaned_data["seen"],
                client_id=form.cleaned_data["client_id"],
                actor=request.actor,
            )
        except Refusal as refusal:
            messages.warning(request, refusal.into(language()))
        else:
            said = step.to_owner.name if step.to_owner else ""
            messages.success(request, both(f"已派给{said}。", f"Dispatched to {said}."))
    return redirect(_back(request, number))


def _back(request: ActorRequest, number: str) -> str:
    """The page it was pressed on, if that is ours and still to be seen; else the beginning."""
    page = request.POST.get("page", "")
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return page if ours and matter_for(request.actor, number) else "/"
