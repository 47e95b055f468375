"""A short way for programs: a call with a token needs no session, no sign-in, no language, no form's secret.

What pages need costs as much for each call as to record a deed does. Both ways give the same answers with
the same security headers; a test holds them together.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.urls import resolve
from django.utils import translation
from django.utils.module_loading import import_string

Answer = Callable[[HttpRequest], HttpResponse]


class ForProgramsMiddleware:
    """Stands first: calls of programs go by ``MIDDLEWARE_FOR_PROGRAMS`` alone, all else by the rest."""

    def __init__(self, get_response: Answer) -> None:
        self.for_pages = get_response
        self.for_programs = _through(settings.MIDDLEWARE_FOR_PROGRAMS, _view)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return (self.for_programs if is_call(request) else self.for_pages)(request)


def is_call(request: HttpRequest) -> bool:
    """Whether a program calls with a token; cookies that come along are not looked at on either way."""
    is_api = request.path_info.startswith("/api/")
    return is_api and request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "


class AsWrittenMiddleware(CommonMiddleware):
    """Hosts we do not serve are refused and lengths are told; an address means what it says."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        """Never: the other form of the address would be looked up at each call."""
        return False


def _through(names: list[str], answer: Answer) -> Answer:
    """*answer* behind the middlewares *names*, as Django puts its own chain together."""
    way: Any = convert_exception_to_response(answer)  # reason: Django's type of an answer may be awaited
    for name in reversed(names):
        way = convert_exception_to_response(import_string(name)(way))
    return cast("Answer", way)


#: Programs call few addresses, again and again; those that name a thing push one another out.
_resolved = lru_cache(maxsize=256)(resolve)


def _view(request: HttpRequest) -> HttpResponse:
    """What the view at the address answers."""
    # The thread may have shown a page in another language before.
    translation.activate(settings.LANGUAGE_CODE)
    request.resolver_match = match = _resolved(request.path_info)
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
