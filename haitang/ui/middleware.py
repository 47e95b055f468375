"""What every answer carries: a strict content policy; and refusals said in words instead of a crash."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.kernel.ledger.api import disk_full
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.room import no_room
from haitang.ui.words import language


def _form_targets() -> str:
    """Our own pages, and the county's directory, to which the sign-in form is redirected."""
    apps = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", [])
    parts = (urlsplit(app.get("settings", {}).get("server_url", "")) for app in apps)
    servers = [f"{part.scheme}://{part.netloc}" for part in parts if part.netloc]
    return " ".join(["'self'", *servers])


def policy() -> str:
    """No inline script or style, nothing from anywhere else, never in a frame."""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "media-src": "'self' blob:",
        "worker-src": "'self'",
        "form-action": _form_targets(),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class ContentPolicyMiddleware:
    """Sends the policy with every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class NotKeptMiddleware:
    """What a session answered is kept by no browser: not its Back, after signing out, brings it up again.

    A resident's session counts like that of a post: it is how they follow what they told. What is meant to
    be kept says so itself; the copies for where there is no network are made by script, and go with their
    account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.session.is_empty():
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefusalMiddleware:
    """A refusal that no view turned into a form error becomes a page: what, why, and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal in words; leave everything else to Django."""
        if isinstance(exception, DatabaseError) and no_room(exception):
            exception = disk_full()
        if not isinstance(exception, Refusal):
            return None
        status = 403 if isinstance(exception, Forbidden) else 409 if isinstance(exception, Conflict) else 400
        context = {"sentence": exception.into(language()), "back": request.headers.get("Referer", "")}
        return render(request, "ui/refused.html", context, status=status)
