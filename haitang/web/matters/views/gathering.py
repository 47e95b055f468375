"""Near-duplicates: gathered under one, or parted again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from haitang.kernel.matters.api import gather, matter_for, matters_for, part
from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Refusal
from haitang.ui.asked import add_refusal
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both, language
from haitang.web.matters.forms import GatherForm

#: So many are looked through at once; a page of the inbox has no more.
AT_ONCE = 50


@require_http_methods(["GET", "POST"])
@signed_in
def gather_some(request: ActorRequest) -> HttpResponseBase:
    """Say which of those selected the others go under."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, given.getlist("number"))
    if len(chosen) < 2:
        messages.warning(request, both("请至少选两件。", "Select at least two."))
        return redirect("matters:inbox")
    choices = [(one.number, f"{one.number} {one.title}") for one in chosen]
    form = GatherForm(request.POST or None, matters=choices, language=language())
    if form.is_valid():
        try:
            return _gather(request, chosen, form.cleaned_data["under"])
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _ask(request, form, chosen)


@signed_in
@posted("matters:matter", "number")
def part_it(request: ActorRequest, number: str) -> HttpResponseBase:
    """Let a gathered one go its own way again."""
    matter = or_404(matter_for(request.actor, number))
    part(matter, actor=request.actor)
    messages.success(request, both(f"{matter.number} 已拆开。", f"{matter.number} stands alone again."))
    return redirect("matters:matter", matter.number)


def _chosen(request: ActorRequest, numbers: list[str]) -> list[Matter]:
    """Those selected, if I may see all of them; one that I may not see is not there."""
    selected = list(dict.fromkeys(numbers[:AT_ONCE]))
    found = matters_for(request.actor, selected)
    return or_404(found if len(found) == len(selected) else None)


def _gather(request: ActorRequest, chosen: list[Matter], under: str) -> HttpResponseBase:
    main = next(one for one in chosen if one.number == under)
    others = [one for one in chosen if one is not main]
    gather(others, under=main, actor=request.actor)
    messages.success(
        request,
        both(
            f"已归并 {len(others)} 件，不对可在下面拆开。", f"{len(others)} gathered; part any of them below."
        ),
    )
    return redirect("matters:matter", main.number)


def _ask(request: ActorRequest, form: GatherForm, chosen: list[Matter]) -> HttpResponse:
    numbers = [one.number for one in chosen]
    context = {"form": form, "numbers": numbers}
    return render(request, "web/matters/gather.html", context, status=400 if form.is_bound else 200)
