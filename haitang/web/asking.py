"""A change on a page of its own: what is asked; and once it is done, the way back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
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


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, if something was."""
    return request.POST if request.method == "POST" else None


def asked(request: ActorRequest, form: WordedForm, act: Callable[[], object], page: ActPage) -> HttpResponse:
    """Ask; or act upon what was sent, and lead back."""
    done: object = acted(form, act) if form.is_bound else None
    if done:
        messages.success(request, page.done)
        return redirect(page.after)
    status = 422 if form.is_bound else 200
    return render(request, "web/act.html", {"page": page, "form": form}, status=status)
