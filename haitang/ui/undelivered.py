"""What could not be sent, whatever it was and by whichever desk: a row, tried once more or given up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect

from haitang.kernel.registry.api import Actor
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


class Act(Protocol[T_contra]):
    """An act upon what could not be sent."""

    def __call__(self, dead: T_contra, /, *, actor: Actor) -> None: ...


@dataclass(frozen=True)
class UndeliveredRow:
    """Something that could not be sent: never an address, a number to call or what it said."""

    title: str
    #: Whom or by whom, in words; why it failed, how often it was tried and since when stands beside it.
    lead: str
    trouble: str
    tries: int
    at: object
    number: str
    again_url: str
    drop_url: str


def tries_again(
    page: str, dead: Callable[[Actor, int], T | None], act: Act[T]
) -> Callable[..., HttpResponseBase]:
    """The view that sends once more what *dead* gives to who asks; it leads back to *page*."""

    @signed_in
    @posted(page)
    def again(request: ActorRequest, pk: int) -> HttpResponseBase:
        """Try once more."""
        act(or_404(dead(request.actor, pk)), actor=request.actor)
        messages.success(request, both("会再发一次。", "It will be tried again."))
        return redirect(page)

    return again


def gives_up(
    page: str, dead: Callable[[Actor, int], T | None], act: Act[T]
) -> Callable[..., HttpResponseBase]:
    """The view that gives up what *dead* gives to who asks; it leads back to *page*."""

    @signed_in
    @posted(page)
    def drop(request: ActorRequest, pk: int) -> HttpResponseBase:
        """Give it up."""
        act(or_404(dead(request.actor, pk)), actor=request.actor)
        return redirect(page)

    return drop
