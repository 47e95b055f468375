"""Who calls: a bearer token, worth one post. Cookies are not looked at, so no page can be made to call."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from haitang.kernel.registry.api import Actor, actor_of_token


class TokenRequest(HttpRequest):
    """A request that carries a good token."""

    auth: Actor


class Token(HttpBearer):
    """``Authorization: Bearer <token>``; a bad one is refused in words by the registry."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # reason: ninja's own signature
        """The actor that *token* stands for."""
        return actor_of_token(token)
