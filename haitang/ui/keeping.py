"""Forms that a phone keeps where there is no network, and sends by itself once there is one.

A script sends them to the address of the form itself, so every check is the one that is always made; it is
answered in a few words instead of a page. Who has no script never meets any of this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from haitang.lib.diagnostics import Refusal
from haitang.ui.addresses import page_of
from haitang.ui.worded import WordedForm
from haitang.ui.words import both

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
#: ``now``: straight from the form; ``later``: from what the phone kept.
SENT, ACCOUNT = "X-Haitang-Kept", "X-Haitang-Account"
#: How the page asks for itself without whatever is somebody's own, to be kept on the phone.
SHELL = "X-Haitang-Shell"


@dataclass(frozen=True)
class Keeping:
    """What a page tells its script: whose reports it keeps, by which channels, how large a file may be."""

    account: str
    channels: str
    most_bytes: int
    worker: str
    ready: str
    shell: bool


@dataclass(frozen=True)
class TakenIn:
    """What became of a form that was taken: a sentence, the number if there is one, and where it is read."""

    said: str
    url: str
    number: str = ""
    lasting: bool = False


class KeptForm(WordedForm):
    """A form that may come later than it was filled in: ``seen_at`` is when that was, and empty at once."""

    def add_seen(self) -> None:
        """Add the hidden field."""
        attrs = {"data-seen": self.say("什么时候看到的", "When it was seen")}
        self.fields["seen_at"] = forms.CharField(
            required=False, max_length=40, widget=forms.HiddenInput(attrs=attrs)
        )

    def clean_seen_at(self) -> datetime | None:
        """The instant, which names its zone."""
        said = str(self.cleaned_data.get("seen_at") or "")
        if not said:
            return None
        try:
            found = datetime.fromisoformat(said)
            return found.astimezone(UTC) if found.tzinfo else self._unread()
        except (ValueError, OverflowError):
            return self._unread()

    def _unread(self) -> datetime:
        zh, en = (
            "看不懂是什么时候看到的，请改成日期和时间。",
            "When it was seen cannot be read; give day and time.",
        )
        raise forms.ValidationError(self.say(zh, en))

    @property
    def seen_at(self) -> datetime | None:
        """When it was seen; None where it comes at once."""
        found: datetime | None = self.cleaned_data.get("seen_at")
        return found


def keeping_of(request: HttpRequest, channels: Iterable[str], *, public: bool = False) -> Keeping | None:
    """What the page needs to keep its form; None where no channel of it may wait, or the house keeps none."""
    worker, may = page_of("keeping worker"), " ".join(channels)
    if not worker or not may:
        return None
    return Keeping(
        account="" if public else account_of(request),
        channels=may,
        most_bytes=settings.ATTACHMENT_MAX_BYTES,
        worker=worker,
        ready=page_of("keeping ready"),
        shell=SHELL in request.headers,
    )


def account_of(request: HttpRequest) -> str:
    """Whose reports a phone keeps apart; empty for who is not signed in."""
    return str(request.user.pk) if request.user.is_authenticated else ""


def keeps(
    view: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[Concatenate[R, P], HttpResponseBase]:
    """Let nobody send by *view* what another kept on the same phone."""

    @wraps(view)
    def inner(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if by_script(request) and request.headers.get(ACCOUNT, "") != account_of(request):
            return JsonResponse({"outcome": "sign_in"}, status=409)
        return view(request, *args, **kwargs)

    return cast("Callable[Concatenate[R, P], HttpResponseBase]", inner)


def by_script(request: HttpRequest) -> bool:
    """Whether a script sent the form and wants no page."""
    return request.method == "POST" and SENT in request.headers


def taken(request: HttpRequest, done: TakenIn) -> HttpResponse:
    """Say what became of it: on the next page, or to the script that sent it."""
    later = by_script(request) and request.headers[SENT] == "later"
    if done.said and not later:
        messages.success(request, done.said, extra_tags="keep" if done.lasting else "")
    if not by_script(request):
        return redirect(done.url)
    answer = {"outcome": "sent", "said": done.said, "number": done.number, "url": done.url}
    return JsonResponse(answer if later else {**answer, "said": ""})


def refused(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    """Why the *form* was refused, for the script that sent it; None where a page says it."""
    if not by_script(request):
        return None
    why = [f"{_label(form, name)}{' '.join(map(str, said))}" for name, said in form.errors.items()]
    return JsonResponse({"outcome": "refused", "why": why}, status=400)


def too_often(request: HttpRequest, refusal: Refusal) -> HttpResponse | None:
    """Tell the script to come again later, where that is all that is wrong."""
    if not by_script(request) or refusal.code != "ui.too_often":
        return None
    return JsonResponse({"outcome": "later"}, status=429)


def _label(form: forms.Form, name: str) -> str:
    field = form.fields.get(name)
    label = (field.label or field.widget.attrs.get("data-seen")) if field else ""
    return f"{label}{both('：', ': ')}" if label else ""
