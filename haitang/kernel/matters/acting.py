"""As what somebody acts on a matter: a post that the flow lets make the move, the resident, the clock."""

from collections.abc import Iterator
from dataclasses import dataclass

from haitang.kernel.matters.calling import open_call
from haitang.kernel.matters.handing import sender_of
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.offering import taking_stand
from haitang.kernel.matters.rules import OPENED
from haitang.kernel.matters.words import CLOCK, RESIDENT, STAYS, TAKER, Move
from haitang.kernel.registry.actors import Actor, Stand


@dataclass(frozen=True)
class Guise:
    """The role (or ``resident``, ``clock``; empty for the house itself) and the unit where it is held."""

    role: str
    unit_id: int | None = None


def guise_for(matter: Matter, move: Move, *, kind: Kind, actor: Actor) -> Guise | None:
    """As what *actor* may make *move*; None if in no guise.

    A post, or what a tie gives, over the unit that owns the matter may make every move the flow gives its
    role. One over the place where it happened, or over a unit that joined in, may make those that take
    nothing from the owner. A move ``over: sender`` is for posts over the unit that handed it to the owner.
    A question is decided by a post over the unit that it was put to.
    """
    if actor.is_system:
        return Guise(CLOCK if CLOCK in move.by else "")
    if RESIDENT in move.by and is_resident(matter, kind, actor):
        return Guise(RESIDENT)
    if TAKER in move.by and (taking := taking_stand(matter, move, kind=kind, actor=actor)):
        return Guise(*taking)
    if not any(stand.role in move.by for stand in actor.stands):
        return None
    stand = next(_fitting(move.by, actor, _paths(matter, move)), None)
    return Guise(stand.role, stand.unit_id) if stand else None


def is_resident(matter: Matter, kind: Kind, actor: Actor) -> bool:
    """Whether *actor* is who asked: by the code; or by name where staff alone open (nobody rates oneself)."""
    if actor.region_id != matter.region_id:
        return False
    if actor.person_id is None:
        return matter.is_followed
    return not kind.spec.public and OPENED.allows(actor, matter)


def keeps_own(matter: Matter, move: Move, *, kind: Kind, actor: Actor) -> bool:
    """Whether *move* stays open to *actor* though the matter goes with another: the resident's own."""
    return RESIDENT in move.by and not actor.is_system and is_resident(matter, kind, actor)


def speaking(matter: Matter, actor: Actor) -> Guise:
    """As what somebody who may comment does so: what they are nearest to the matter."""
    if actor.person_id is None:
        return Guise("" if actor.is_system else RESIDENT)
    paths = [matter.owner.path, matter.unit.path, *_joined(matter)]
    stand = next(_fitting(tuple(actor.roles), actor, paths), None)
    return Guise(stand.role, stand.unit_id) if stand else Guise("")


def _paths(matter: Matter, move: Move) -> list[str]:
    if move.over == "sender":
        sender = sender_of(matter)
        return [sender.path] if sender else []
    if move.decides:
        call = open_call(matter, move.decides)
        return [call.unit.path] if call else []
    paths = [matter.owner.path]
    if move.to == STAYS and move.hands_to == "stays" and not (move.asks or move.clock):
        paths += [matter.unit.path, *_joined(matter)]
    return paths


def _joined(matter: Matter) -> list[str]:
    return [one.unit.path for one in matter.handlers.all() if one.until is None]


def _fitting(roles: tuple[str, ...], actor: Actor, paths: list[str]) -> Iterator[Stand]:
    for path in paths:
        for stand in sorted(actor.stands, key=lambda one: -len(one.unit_path)):
            over = path.startswith(stand.unit_path) and actor.may_at("matters.move", path)
            if over and stand.role in roles:
                yield stand
