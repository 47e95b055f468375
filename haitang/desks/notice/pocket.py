"""Which of the browsers that take messages this one is: a cookie says it, which outlives who is signed in."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

COOKIE = "haitang_device"
#: As long as a browser keeps any.
KEPT_SECONDS = 400 * 24 * 60 * 60


def put_device(answer: HttpResponseBase, device: UUID) -> None:
    """Have the browser remember which it is."""
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(COOKIE, str(device), max_age=KEPT_SECONDS, httponly=True, secure=secure, samesite="Lax")


def device_in(request: HttpRequest) -> UUID | None:
    """Which browser *request* came from, if it takes messages for anybody."""
    try:
        return UUID(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
