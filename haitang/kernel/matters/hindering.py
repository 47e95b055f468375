"""What stands against a move that a post, or being the resident, would let somebody make."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from haitang.kernel.matters.calling import open_call
from haitang.kernel.matters.enums import Outcome, StepKind
from haitang.kernel.matters.handing import lived_through
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.refusals import (
    asked_already,
    asked_by_yourself,
    clock_runs,
    clock_stands,
    granted_already,
    made_already,
    not_by_the_same,
    not_made_before,
    nothing_asked,
    too_early,
    too_late,
)
from haitang.kernel.matters.words import Move
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


def hindrance(matter: Matter, key: str, *, kind: Kind, actor: Actor) -> Refusal | None:
    """Why *actor* may not make the move *key* now; None if nothing stands against it."""
    move = kind.spec.flow.moves[key]
    return (
        _time(matter, move)
        or (_asking(matter, move, kind) if move.asks else None)
        or _deciding(matter, move, actor)
        or _way(matter, key, move, actor)
    )


def _time(matter: Matter, move: Move) -> Refusal | None:
    """Days that run from closing: not yet, or no more; a pause to end."""
    if move.clock and move.clock.runs and not matter.paused_at:
        return clock_runs()
    if matter.closed_at is None:
        return None
    passed = clock.now() - matter.closed_at
    if move.after_days and passed < timedelta(days=move.after_days):
        return too_early(move)
    return too_late(move) if move.within_days and passed > timedelta(days=move.within_days) else None


def _asking(matter: Matter, move: Move, kind: Kind) -> Refusal | None:
    if open_call(matter, move.asks):
        return asked_already(move)
    granting = [one for one in kind.spec.flow.moves.values() if one.grants == move.asks]
    if matter.due_at is None and any(one.clock for one in granting):
        return clock_stands()
    times = kind.spec.flow.questions[move.asks].times
    if times is None:
        return None
    granted = matter.calls.filter(question__key=move.asks, outcome=Outcome.GRANTED).count()
    return granted_already(move, times) if granted >= times else None


def _deciding(matter: Matter, move: Move, actor: Actor) -> Refusal | None:
    if not move.decides:
        return None
    call = open_call(matter, move.decides)
    if call is None:
        return nothing_asked(move)
    return asked_by_yourself() if actor.person_id and actor.person_id == call.asked_by_id else None


def _way(matter: Matter, key: str, move: Move, actor: Actor) -> Refusal | None:
    """What was done before, or was not, or by whom."""
    if move.other_than and actor.person_id:
        made = _made(matter, move.other_than, of=lived_through(matter))
        last = made.order_by("-pk").values_list("actor_id", flat=True).first()
        if last == actor.person_id:
            return not_by_the_same(move)
    if move.only_after and not _made(matter, move.only_after, of=lived_through(matter)).exists():
        return not_made_before(move)
    if move.once and _made(matter, [key]).filter(at__gte=matter.entered_at).exists():
        return made_already(move)
    return None


def _made(matter: Matter, moves: Iterable[str], *, of: QuerySet[Step] | None = None) -> QuerySet[Step]:
    return (matter.steps.all() if of is None else of).filter(kind=StepKind.MOVED, move__key__in=moves)
