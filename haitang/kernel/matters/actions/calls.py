"""Call somebody besides the owner to a matter, settle what was asked, and end what is over."""

from datetime import datetime

from haitang.kernel.matters.calling import called_unit, open_call
from haitang.kernel.matters.enums import Outcome
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Call, Matter, Step
from haitang.kernel.matters.timing import after
from haitang.kernel.matters.words import Move


def see_to_calls(step: Step, *, move: Move, kind: Kind, now: datetime) -> None:
    """What *move*, written as *step*, means for the matter's calls: settled, over, or a new one."""
    matter = step.matter
    had = bool(matter.called)
    if move.decides:
        _settle(matter, move, now)
    if had and step.from_state_id != step.to_state_id:
        end_calls(matter, now)
    if move.asks:
        _put(step, move.asks, kind, now)
    if had or move.asks:
        matter.called = matter.calls.filter(until=None).count()
        matter.save(update_fields=["called"])


def _settle(matter: Matter, move: Move, now: datetime) -> None:
    call = open_call(matter, move.decides)
    if call:
        call.until, call.outcome = now, Outcome.GRANTED if move.grants else Outcome.REFUSED
        call.save(update_fields=["until", "outcome"])


def end_calls(matter: Matter, now: datetime) -> None:
    """It went on; what was asked of its former state, and who was told of it, is over."""
    matter.calls.filter(until=None).update(until=now, outcome=Outcome.OVER)


def _put(step: Step, question: str, kind: Kind, now: datetime) -> None:
    spec = kind.spec.flow.questions[question]
    Call.objects.create(
        matter=step.matter,
        question_id=kind.house.id_of(*kind.path, "flow", "questions", question),
        unit_id=called_unit(step.matter, question, kind),
        role=spec.role,
        asked_by_id=step.actor_id,
        step=step,
        since=now,
        due_at=after(spec.limit, now, kind.calendar) if spec.limit else None,
    )
