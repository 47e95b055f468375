"""Take on what is offered, and go on with it: the moves of somebody who may not see the whole matter."""

from typing import Any
from uuid import UUID

from haitang.kernel.matters.actions.moving import make_move
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Step
from haitang.kernel.matters.queries.offers import offered_matter
from haitang.kernel.matters.rules import TAKEN
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib.diagnostics import Conflict, Refusal


def take_offer(number: str, *, seen: int, client_id: UUID, actor: Actor, note: str = "") -> None:
    """Take on the offer *number*: of two at once one has it and the other is told so."""
    if _made(client_id, actor):
        return
    matter = offered_matter(actor, number)
    if matter is None:
        raise _gone()
    offers = kind_of(holding(matter.unit), matter.kind.key).spec.offers
    if offers is None or matter.claims.filter(until=None).exists():
        raise _gone()
    _move(matter, offers.move, seen=seen, client_id=client_id, actor=actor, note=note)


def move_offer(number: str, *, move: str, seen: int, client_id: UUID, actor: Actor, note: str = "") -> None:
    """Go on with an offer that *actor* took on: give it back, say that it is done."""
    if _made(client_id, actor):
        return
    matter = offered_matter(actor, number)
    if matter is None or not matter.claims.filter(TAKEN.visible(actor), until=None).exists():
        raise _gone()
    _move(matter, move, seen=seen, client_id=client_id, actor=actor, note=note)


def _made(client_id: UUID, actor: Actor) -> bool:
    """Whether this very form was sent before; by then the offer may be out of sight."""
    return Step.objects.filter(uuid=client_id, actor=actor.person_id).exists() and actor.person_id is not None


def _move(matter: Any, move: str, **how: Any) -> None:  # reason: handed on as it came
    try:
        make_move(matter, move=move, **how)
    except Conflict as conflict:
        # The plain sentence would say who was faster, and so perhaps who asked.
        raise _moved() from conflict


def _gone() -> Refusal:
    return Conflict(
        "matters.offer_gone",
        zh="这一件刚被别人认领，或已收回。请看看别的。",
        en="Somebody else has just taken this one on, or it was withdrawn. Look at the others.",
    )


def _moved() -> Conflict:
    return Conflict(
        "matters.offer_moved",
        zh="这一件刚被别人认领，或有了变化。您的操作没有保存，请看最新情况。",
        en="It was just taken on by somebody else, or has changed. Nothing of yours was saved; look again.",
    )
