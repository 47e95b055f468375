"""A change on a page of its own: what is asked; and once it is done, the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from haitang.ui.asked import acted
from haitang.ui.loaders import ActorRequest
from haitang.ui.worded import WordedForm


@dataclass(frozen=True)
class ActPage:
    """One change: what it is, what it means, the way back, and what is said once it is done."""

    title: str
    lead: str
    button: str
    done: str
    back: str
    after: str
    danger: bool = False
    #: What is to be known beforehand, whatever is filled in.
    warns: Sequence[str] = ()
    #: What follows from what was filled in; where given, it is shown before the press that counts.
    follows: Callable[[], Sequence[str]] | None = None


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, if something was."""
    return request.POST if request.method == "POST" else None


def asked(request: ActorRequest, form: WordedForm, act: Callable[[], object], page: ActPage) -> HttpResponse:
    """Ask; or act upon what was sent, and lead back. What follows is shown first, where the page says so."""
    if form.is_bound and page.follows and request.POST.get("sure") != _mark(request):
        return _shown_first(request, form, act, page)
    done: object = acted(form, act) if form.is_bound else None
    if done:
        messages.success(request, page.done)
        return redirect(page.after)
    status = 422 if form.is_bound else 200
    return render(request, "web/act.html", {"page": page, "form": form}, status=status)


def _shown_first(
    request: ActorRequest, form: WordedForm, act: Callable[[], object], page: ActPage
) -> HttpResponse:
    """What follows, with the mark of what was filled in: whoever changes that is shown it anew."""
    assert page.follows
    follows = page.follows
    told = acted(form, lambda: _tried(act, follows))
    found = {"page": page, "form": form, "follows": told, "sure": _mark(request) if told else ""}
    return render(request, "web/act.html", found, status=200 if told else 422)


def _tried(act: Callable[[], object], follows: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What follows; the act is tried and undone, so that what would be refused is refused now."""
    told = follows()
    with transaction.atomic():
        act()
        transaction.set_rollback(True)
    return told


def _mark(request: HttpRequest) -> str:
    said = sorted((key, request.POST.getlist(key)) for key in request.POST)
    kept = [one for one in said if one[0] not in ("sure", "csrfmiddlewaretoken")]
    return sha256(repr(kept).encode()).hexdigest()[:16]
