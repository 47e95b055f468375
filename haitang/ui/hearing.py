"""What the address of a page may say after its question mark."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from haitang.lib.asking import require_known

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


def hears(*known: str) -> Callable[[View[R, P]], View[R, P]]:
    """Let *view* be asked by the *known* words of its address alone; any other is refused in words."""

    def around(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def inner(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require_known(request.GET, known, code="page.unknown_filter")
            return view(request, *args, **kwargs)

        return cast("View[R, P]", inner)

    return around
