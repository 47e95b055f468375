"""A device that people share: once nobody is signed in on it, or somebody else, parts let go of who was."""

from collections.abc import Callable

from django.http import HttpRequest

from haitang.kernel.registry.api import Actor

Leaving = Callable[[HttpRequest, Actor | None], None]

_LEAVING: dict[str, Leaving] = {}


def register_leaving(name: str, leaving: Leaving) -> None:
    """Have *leaving* told, by the name of its part, whom the device of a request is for from now on."""
    _LEAVING[name] = leaving


def device_is_for(request: HttpRequest, actor: Actor | None) -> None:
    """Say that the device *request* came from is for *actor* now, or for nobody."""
    for leaving in _LEAVING.values():
        leaving(request, actor)
