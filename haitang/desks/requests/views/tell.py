"""The way in: choose where, tell what happened, keep the number."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haitang.desks.requests import actions, queries
from haitang.desks.requests.contexts import Others, Receipt
from haitang.desks.requests.doors import Door
from haitang.desks.requests.forms import RequestForm
from haitang.desks.requests.pocket import Pocket, Slip
from haitang.kernel.matters.api import PAGE, ContactDetails, followed, told_as
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, region_at, regions
from haitang.lib.diagnostics import Refusal, SentAlready
from haitang.lib.text import Text
from haitang.ui.again import tell_sent_already
from haitang.ui.asked import add_refusal
from haitang.ui.holding import hold_uploads
from haitang.ui.keeping import TakenIn, by_script, keeping_of, refused, taken, too_often
from haitang.ui.loaders import or_404, posted
from haitang.ui.throttle import TELLS, Throttle, address
from haitang.ui.words import both, language

ALREADY = Text(
    zh="这件事早先已经交过了，编号和查询码在第一次交上后的页面上。另有事情要说，请重新打开页面。",
    en="This was sent some time ago; its number and code stand on the page that came then. "
    "To tell something else, open the page anew.",
)
NEWER = Text(
    zh="这件事早先已经交过了，编号 {number}。后来换发过查询码，请用新的查询码查进度。",
    en="This was sent some time ago as {number}. Another follow code was sent since: please use that one.",
)
#: How often from one address the files of a refused form are held; beyond, they are chosen again.
HOLDS = Throttle("hold", limit=20, seconds=15 * 60)


@require_safe
def chooser(request: HttpRequest) -> HttpResponseBase:
    """Where are you? With one region there is nothing to choose."""
    found = [door for region in regions() for door in queries.doors(region)[:1]]
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "requests/chooser.html", {"doors": found})


@require_safe
def door(_request: HttpRequest, region: str) -> HttpResponseBase:
    """A region's first door."""
    found = queries.doors(or_404(region_at(region)))
    return redirect(or_404(next(iter(found), None)).url)


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, region: str, kind: str) -> HttpResponseBase:
    """Tell what happened."""
    doors = queries.doors(or_404(region_at(region)))
    here = or_404(queries.door_of(doors, kind))
    form = _form(request, here)
    if request.method == "POST":
        answer = _tell(request, here, form) if form.is_valid() else None
        answer = answer or _told_before(request, here, form) or refused(request, form)
        if answer is not None:
            return answer
        if not HOLDS.spent(address(request)):
            HOLDS.count(address(request))
            hold_uploads(form)
    keeping = keeping_of(request, [PAGE] if here.offline_days else [], public=True)
    solved = queries.solved(here)
    context = {"door": here, "doors": doors, "form": form, "solved": solved, "keeping": keeping}
    return render(request, "requests/tell.html", context, status=400 if form.is_bound else 200)


@require_safe
def told(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """The number and the code, to be kept. Found by the number: addresses stand in logs, a draft must not."""
    matter, slip = _told(request, region, number)
    here = queries.door_of(queries.doors(matter.region), matter.kind.key)
    receipt = Receipt.of(matter, slip)
    context = {"door": here, "told": receipt, "others": Others.of(matter, slip)}
    return render(request, "requests/told.html", context)


@posted("requests:told", "region", "number")
def join(request: HttpRequest, region: str, number: str) -> HttpResponseBase:
    """Let what was just told go with what the neighbours said."""
    matter, _ = _told(request, region, number)
    try:
        actions.join(matter, actor=RESIDENT(matter.region))
    except Refusal as refusal:
        messages.warning(request, refusal.into(language()))
    return redirect("requests:told", region, number)


def _told(request: HttpRequest, region: str, number: str) -> tuple[Matter, Slip]:
    slip = or_404(Pocket(request.session).slip(region, number))
    place = or_404(region_at(region))
    return or_404(followed(slip.number, slip.code, region=place)), slip


def _form(request: HttpRequest, here: Door) -> RequestForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    words = language()
    form = RequestForm(
        *given,
        places=queries.places(here, words),
        asks=here.asks,
        takes=here.takes,
        anonymous=here.anonymous,
        actor=RESIDENT(here.region),
        language=words,
    )
    # A code on a wall says where it hangs; what is no place here is as if nothing was said.
    form.initial["unit"] = request.GET.get("unit", "")
    return form


def _tell(request: HttpRequest, here: Door, form: RequestForm) -> HttpResponse | None:
    """Open the matter and go to its receipt; None, with the form saying why, where it was refused."""
    region, draft, pocket = here.region.key, str(form.draft_id), Pocket(request.session)
    before = pocket.told(region, draft)
    try:
        if before is None:
            TELLS.count(address(request))
        opened = actions.tell(here, submission=_submission(here, form), actor=RESIDENT(here.region))
    except SentAlready as already:
        if before is None:
            add_refusal(form, already)
            return None
        tell_sent_already(request, already)
        return taken(request, _receipt(request, here, before.number, before.code))
    except Refusal as refusal:
        add_refusal(form, refusal)
        return too_often(request, refusal)
    number, code = opened.matter.number, before.code if before else opened.follow_code
    if code and before is None:
        pocket.keep(region, number, code, draft=draft)
    return taken(request, _receipt(request, here, number, code)) if code else None


def _told_before(request: HttpRequest, here: Door, form: RequestForm) -> HttpResponse | None:
    """The receipt of what this very page told, where its answer was lost on the way with the session.

    Whoever else knows the identifier is told nothing: the page proves that it is its own by its secret.
    """
    draft = form.proved_draft
    found = told_as(draft, region=here.region) if draft else None
    if found is None or not found[1]:
        newer = found and NEWER.into(language()).format(number=found[0].number)
        if newer or not form.errors:
            form.add_error(None, newer or ALREADY.into(language()))
        return None
    matter, code = found
    if form.errors:
        tell_sent_already(request, SentAlready("matters.uuid_taken", at=matter.opened_at, found=matter))
    Pocket(request.session).keep(here.region.key, matter.number, code, draft=str(draft))
    return taken(request, _receipt(request, here, matter.number, code))


def _receipt(request: HttpRequest, here: Door, number: str, code: str) -> TakenIn:
    """Where number and code are read; a phone that had kept the report is told both, for it may come late."""
    page = reverse("requests:told", args=[here.region.key, number])
    later = both(
        f"编号 {number}，查询码 {code}，请记下。", f"Number {number}, follow code {code}: please keep both."
    )
    return TakenIn(later if by_script(request) else "", page, number)


def _submission(here: Door, form: RequestForm) -> actions.Submission:
    return actions.Submission(
        draft=form.draft_id,
        text=form.cleaned_data["what"],
        seen_at=form.seen_at,
        unit=or_404(queries.place(here, form.cleaned_data["unit"])),
        answers=form.answers,
        photos=form.pictures,
        contact=ContactDetails(*(form.cleaned_data[part] for part in ("name", "phone", "email"))),
    )
