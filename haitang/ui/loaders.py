"""Who is asking, and what they may be given: signed in or sent to sign in; not yours is not there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from haitang.kernel.registry.api import Actor, actor_of
from haitang.kernel.registry.models import Account

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=HttpRequest)


class ActorRequest(HttpRequest):
    """A request of someone signed in: ``actor`` is the person with the posts held today."""

    actor: Actor
    htmx: HtmxDetails
    user: Account


def signed_in(
    view: Callable[Concatenate[ActorRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give *view* a request with its ``actor``; send anyone else to sign in, and back."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not isinstance(request.user, Account):
            return _to_sign_in(request)
        actor_in(request)
        return view(request, *args, **kwargs)  # type: ignore[arg-type]  # it is an ActorRequest by now

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", inner)


def posted(
    page: str, *kept: str
) -> Callable[[Callable[Concatenate[R, P], HttpResponseBase]], Callable[Concatenate[R, P], HttpResponseBase]]:
    """Let *view* act on a POST; whoever comes another way is led to *page*, with the address's *kept* parts.

    People do come so: by signing in again, by changing the language or by reloading an address that answered.
    """

    def around(
        view: Callable[Concatenate[R, P], HttpResponseBase],
    ) -> Callable[Concatenate[R, P], HttpResponseBase]:
        @wraps(view)
        def inner(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method != "POST":
                return HttpResponseRedirect(reverse(page, kwargs={name: kwargs[name] for name in kept}))
            return view(request, *args, **kwargs)

        return cast("Callable[Concatenate[R, P], HttpResponseBase]", inner)

    return around


def actor_in(request: HttpRequest) -> Actor | None:
    """Who is asking, looked up once a request; None for someone not signed in."""
    known: Actor | None = getattr(request, "actor", None)
    if known is None and isinstance(getattr(request, "user", None), Account):
        known = actor_of(request.user)  # type: ignore[arg-type]  # just checked
        request.actor = known  # type: ignore[attr-defined]  # becomes an ActorRequest here
    return known


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path())
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(answer.url)
    return answer


def or_404(thing: T | None) -> T:
    """*thing*, or the page that says: nothing here, or not yours to see."""
    if thing is None:
        raise Http404
    return thing
