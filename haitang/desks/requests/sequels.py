"""What is let out when a matter ends, or when somebody who has read it says so; and taken back again."""

from haitang.desks.requests.actions import publish, take_back
from haitang.desks.requests.models import Publication
from haitang.desks.requests.wording import said_for_everyone
from haitang.kernel.matters.api import Companion, Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.lib.diagnostics import Refusal


def let_out(matter: Matter, kind: Kind, step: Step) -> None:
    """After a move: let it out, or take it back."""
    spec = kind.spec
    if not spec.published or step.move_id is None:
        return
    move, actor = kind.house.path_of(step.move_id)[-1], _actor(step, matter)
    if move == spec.published_by:
        publish(matter, kind=kind, actor=actor, step=step)
    elif move == spec.unpublished_by:
        _nothing_out(matter)
        take_back(matter, actor=actor)
    elif _reopened(matter, kind, step):
        take_back(matter, actor=actor)
    elif not spec.published_by and matter.closed_at and said_for_everyone(matter, kind):
        publish(matter, kind=kind, actor=actor)


def _nothing_out(matter: Matter) -> None:
    """Refuse to take back what was never let out."""
    if not Publication.objects.filter(matter=matter).exists():
        zh, en = "这件事没有公开过，没有可撤回的。", "This was never let out; there is nothing to take back."
        raise Refusal("requests.nothing_out", zh=zh, en=en)


def idle(matter: Matter, kind: Kind) -> tuple[str, ...]:
    """Taking back what is not out."""
    take_it_back = kind.spec.unpublished_by
    if not take_it_back or take_it_back not in kind.moves_from(matter.state.key):
        return ()
    return () if Publication.objects.filter(matter=matter).exists() else (take_it_back,)


def let_go(matter: Matter) -> None:
    """Its words are erased: what was let out of them too."""
    take_back(matter, actor=SYSTEM(matter.region_id))


def _actor(step: Step, matter: Matter) -> Actor:
    """Who made the move; nobody where the resident or the clock did."""
    return Actor(person_id=step.actor_id, region_id=matter.region_id)


def _reopened(matter: Matter, kind: Kind, step: Step) -> bool:
    if matter.closed_at is not None or step.from_state is None:
        return False
    # By its key: what stood in a state that is gone may be moved before the clock leads it on.
    name = kind.spec.flow.state_now(step.from_state.key)
    return bool(name) and kind.spec.flow.states[name].end


COMPANION = Companion("requests", idle=idle, after=let_out, erased=let_go)
