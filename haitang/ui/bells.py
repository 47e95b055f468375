"""The bell in the head of every staff page: how much is unread, and the way to it; a desk brings it."""

from collections.abc import Callable
from dataclasses import dataclass

from haitang.kernel.registry.api import Actor


@dataclass(frozen=True)
class Bell:
    """``shown`` is the number as printed; empty where nothing is unread."""

    url: str
    unread: int
    shown: str


_MAKERS: list[Callable[[Actor], Bell | None]] = []


def register_bell(maker: Callable[[Actor], Bell | None]) -> None:
    """Have *maker* asked on every staff page; the last one registered is."""
    _MAKERS[:] = [maker]


def bell_of(actor: Actor) -> Bell | None:
    """The bell of who acts."""
    return next((maker(actor) for maker in _MAKERS), None)
