"""What is kept of a resident: to read, to take away, to have erased; by number and code alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from haitang.desks.requests import queries
from haitang.desks.requests.contexts import Following
from haitang.desks.requests.kept import kept_of
from haitang.desks.requests.views.follow import following
from haitang.kernel.matters.api import erase_own_contact, erase_words
from haitang.lib.diagnostics import Refusal
from haitang.ui.loaders import posted
from haitang.ui.words import both, language

BY_RESIDENT = "本人要求 asked by the resident"


@require_safe
def show(request: HttpRequest, region: str, number: str) -> HttpResponse:
    """All of it on a page, and what may be done with it."""
    mine = following(request, region, number)
    door = queries.door_of(queries.doors(mine.matter.region), mine.matter.kind.key)
    context = {"door": door, "kept": kept_of(mine), "mine": mine, "closed": mine.matter.closed_at is not None}
    return _private(render(request, "requests/mine.html", context | {"urls": _urls(mine)}))


@require_safe
def as_json(request: HttpRequest, region: str, number: str) -> HttpResponse:
    """All of it as a file."""
    mine = following(request, region, number)
    answer = JsonResponse(kept_of(mine), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{mine.matter.number}.json"'
    return _private(answer)


@posted("requests:mine", "region", "number")
def erase_contact(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """Forget how to reach me; the matter goes on."""
    mine = following(request, region, number)
    if erase_own_contact(mine.matter, actor=mine.actor):
        messages.success(request, both("联系方式已删除。", "Your contact is erased."))
    return redirect(mine.url("mine"))


@posted("requests:mine", "region", "number")
def erase_all(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """Erase all that was said in a closed matter."""
    mine = following(request, region, number)
    try:
        erase_words(mine.matter, why=BY_RESIDENT, actor=mine.actor)
    except Refusal as refusal:
        messages.error(request, refusal.into(language()))
    else:
        messages.success(request, both("文字和联系方式已抹去。", "Words and contact are erased."))
    return redirect(mine.url("mine"))


def _urls(mine: Following) -> dict[str, str]:
    return {name: mine.url(page) for name, page in _PAGES.items()}


_PAGES = {"json": "mine_json", "contact": "erase_contact", "all": "erase_all", "back": "followed"}


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
