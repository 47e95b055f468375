"""Following it: by number and code; confirm, reopen, rate, add a remark; forget it on a borrowed phone."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haitang.desks.requests import queries
from haitang.desks.requests.contexts import Following, followed_page
from haitang.desks.requests.forms import FollowForm, RemarkForm
from haitang.desks.requests.pocket import Pocket
from haitang.kernel.matters.api import comment, moves_open, part
from haitang.kernel.matters.api import followed as found_by_code
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, region_at
from haitang.kernel.registry.models import Region
from haitang.lib.diagnostics import Conflict, Refusal, SentAlready
from haitang.lib.text import Text
from haitang.ui.addresses import page_of
from haitang.ui.again import tell_sent_already
from haitang.ui.asked import MoveForm, add_refusal, find_move, sent_form
from haitang.ui.files import file_answer
from haitang.ui.loaders import or_404, posted
from haitang.ui.moving import move_as_asked
from haitang.ui.throttle import Throttle, address
from haitang.ui.words import language

#: Wrong codes of an address for one number, and for any: a code is long, but nobody need guess all day.
#: Never for a number alone, or anybody could keep its resident out.
MISSES = Throttle("miss", limit=10, seconds=15 * 60)
MISSES_OF_ALL = Throttle("miss of all", limit=60, seconds=15 * 60)
REMARKS = Throttle("remark", limit=20, seconds=15 * 60)
NOTED = Text(zh="好的，记下了。", en="Noted, thank you.")
MOVED_ON = Text(
    zh="这件事刚有了新进展，请看现在的情况。",
    en="This matter has just moved on; please see where it stands now.",
)
UNKNOWN = Text(
    zh="编号和查询码对不上，请核对。查询码不分大小写。",
    en="That number and code do not belong together; please check them.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, region: str) -> HttpResponseBase:
    """Ask for number and code."""
    here = or_404(region_at(region))
    known_number = {"number": request.GET.get("number", "")}
    form = FollowForm(request.POST or None, initial=known_number, language=language())
    found = _found(request, here, form) if form.is_valid() else None
    if found:
        return redirect("requests:followed", region, found.number)
    doors = queries.doors(here)
    known = Pocket(request.session).of(region)
    context = {
        "door": next(iter(doors), None),
        "form": form,
        "known": known,
        "region": region,
        "code_url": page_of("code", region),
    }
    return render(request, "requests/follow.html", context, status=400 if form.errors else 200)


@require_safe
def followed(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """The story so far, and what the resident may do; the code is asked again where this phone forgot it."""
    here = or_404(region_at(region))
    if Pocket(request.session).slip(here.key, number) is None:
        ask = reverse("requests:follow", args=[region])
        return redirect(f"{ask}?{urlencode({'number': number})}")
    return _page(request, following(request, region, number))


@posted("requests:followed", "region", "number")
def move(request: HttpRequest, region: str, number: str, move: str) -> HttpResponseBase:
    """Confirm, reopen, rate, withdraw: whatever the flow lets a resident do."""
    mine = following(request, region, number)
    asked = find_move(moves_open(mine.matter, mine.actor), move)
    if asked is None:
        return _moved_on(mine, request)
    form = sent_form(asked, mine.matter, language=language(), request=request)
    if form.is_valid():
        try:
            move_as_asked(mine.matter, form=form, actor=mine.actor)
        except SentAlready as already:
            tell_sent_already(request, already)
            return redirect(mine.url("followed"))
        except Conflict as conflict:
            messages.error(request, conflict.into(language()))
            return redirect(mine.url("followed"))
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, NOTED.into(language()))
            return redirect(mine.url("followed"))
    return _page(request, mine, wrong=form)


@posted("requests:followed", "region", "number")
def part_again(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """Let one's own go its own way again, from where the neighbours' stands."""
    mine = following(request, region, number)
    try:
        part(mine.matter, actor=mine.actor)
    except Refusal as refusal:
        messages.error(request, refusal.into(language()))
    else:
        messages.success(request, NOTED.into(language()))
    return redirect(mine.url("followed"))


@posted("requests:followed", "region", "number")
def remark(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """Add a sentence to what was told."""
    mine = following(request, region, number)
    form = RemarkForm(request.POST, language=language())
    if form.is_valid():
        try:
            REMARKS.count(address(request))
            said = form.cleaned_data
            comment(mine.matter, text=said["text"], client_id=said["client_id"], actor=mine.actor)
        except SentAlready as already:
            tell_sent_already(request, already)
            return redirect(mine.url("followed"))
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, NOTED.into(language()))
            return redirect(mine.url("followed"))
    return _page(request, mine, remark=form)


@posted("requests:follow", "region")
def leave(request: HttpRequest, region: str) -> HttpResponseBase:
    """Forget, on this phone, all that was told or followed."""
    or_404(region_at(region))
    Pocket(request.session).empty(region)
    return redirect("requests:follow", region)


@require_safe
def photo(request: HttpRequest, region: str, number: str, photo: UUID) -> HttpResponseBase:
    """A photo of a step that the resident sees."""
    mine = following(request, region, number)
    return file_answer(or_404(queries.photo_shown(mine.matter, photo, actor=mine.actor)))


def following(request: HttpRequest, region: str, number: str) -> Following:
    """The matter, if this phone holds its code; anyone else finds nothing here."""
    here = or_404(region_at(region))
    slip = or_404(Pocket(request.session).slip(region, number))
    matter = or_404(found_by_code(slip.number, slip.code, region=here))
    return Following(region, matter, RESIDENT(here))


def _page(
    request: HttpRequest, mine: Following, *, wrong: MoveForm | None = None, remark: RemarkForm | None = None
) -> HttpResponse:
    page = followed_page(mine, wrong=wrong, remark=remark)
    doors = queries.doors(mine.matter.region)
    context = {
        "door": queries.door_of(doors, mine.matter.kind.key),
        "page": page,
        "leave_url": reverse("requests:leave", args=[mine.region]),
    }
    refused = wrong is not None or remark is not None
    return render(request, "requests/followed.html", context, status=400 if refused else 200)


def _moved_on(mine: Following, request: HttpRequest) -> HttpResponse:
    """The move is not open any more: the page shows where the matter stands instead."""
    messages.error(request, MOVED_ON.into(language()))
    return redirect(mine.url("followed"))


def _found(request: HttpRequest, here: Region, form: FollowForm) -> Matter | None:
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    whom, which = address(request), f"{here.key}/{number}"
    if MISSES.spent(whom, which) or MISSES_OF_ALL.spent(whom):
        add_refusal(form, MISSES.refusal)
        return None
    found = found_by_code(number, code, region=here)
    if found is None:
        MISSES.count(whom, which)
        MISSES_OF_ALL.count(whom)
        form.add_error(None, UNKNOWN.into(language()))
        return None
    # It may have been found by the number of a paper slip.
    Pocket(request.session).keep(here.key, found.number, code)
    return found
