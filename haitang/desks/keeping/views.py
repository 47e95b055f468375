"""The service worker, which must come from the house's own address, and who may send right now."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from haitang.ui.keeping import account_of


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker; each page registers it for its own address alone, which may lie anywhere in the house."""
    answer = render(request, "keeping/worker.js", content_type="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and the word with which a form may be sent."""
    return JsonResponse({"account": account_of(request), "token": get_token(request)})
