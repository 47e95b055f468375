"""Pass the clock's marks: call it due soon, tell who is above that time is up, let the clock run again.

A mark is passed once: its step has an identifier made of the matter, its stay and the mark, and the row
counts the marks behind it, under its lock.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.timekeeping import see_time_run_over
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Call, Matter, Step
from haitang.kernel.matters.routing import Router
from haitang.kernel.matters.standing import STANDING, let_run, pass_marks, stay_of
from haitang.kernel.matters.timing import Mark, marks
from haitang.kernel.matters.words import CLOCK
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor

#: The namespace of the steps that marks write.
_MARKS = UUID("0b6b7c1e-5a7f-4f0b-8a56-3d0f5b7f9a02")


@dataclass
class _Clocked:
    """A locked matter, its stay, and the instant."""

    matter: Matter
    kind: Kind
    state: str
    now: datetime
    actor: Actor


@transaction.atomic
def pass_what_came(matter: Matter, *, now: datetime, actor: Actor) -> str:
    """Do what the marks up to *now* say; the move to be made then, empty for none."""
    locked = lock(matter, actor=actor)
    if locked.clock_at is None or locked.clock_at > now:
        return ""
    if locked.gathered_under_id and locked.closed_at is None:
        return ""
    kind = kind_of(holding(locked.unit), locked.kind.key)
    state = kind.spec.flow.state_now(locked.state.key)
    if not state:
        return ""
    clocked = _Clocked(locked, kind, state, now, actor)
    then = _act(clocked)
    locked.save(update_fields=["called", *STANDING])
    return then


def _act(clocked: _Clocked) -> str:
    if clocked.matter.closed_at:
        return _ask_again(clocked)
    return _resume(clocked) if clocked.matter.paused_at else _pass(clocked)


def _ask_again(clocked: _Clocked) -> str:
    """Ask the resident, where what they are asked can now be answered; once for each closing."""
    _write(clocked, StepKind.ASKED, "ask again", shown=True)
    clocked.matter.marks, clocked.matter.clock_at = 1, None
    return ""


def _pass(clocked: _Clocked) -> str:
    matter, kind, state = clocked.matter, clocked.kind, clocked.state
    see_time_run_over(matter, kind, clocked.now)
    ahead, passed = marks(kind, stay_of(matter, state), due=matter.due_at), matter.marks
    for mark in ahead[matter.marks :]:
        if mark.at > clocked.now:
            break
        if mark.what == "then":
            return kind.spec.flow.states[state].then
        _one(clocked, mark)
        passed += 1
    pass_marks(matter, state=state, kind=kind, count=passed)
    return ""


def _one(clocked: _Clocked, mark: Mark) -> None:
    """A warning that comes too late says nothing any more; a level that knows already is not told again."""
    matter = clocked.matter
    if mark.what == "raise" and mark.level > matter.raised:
        _raise(clocked, mark)
    elif mark.what == "warn" and matter.due_at and clocked.now < matter.due_at:
        _write(clocked, StepKind.WARNED, f"warn/{matter.due_at.isoformat()}")


def _raise(clocked: _Clocked, mark: Mark) -> None:
    matter, kind = clocked.matter, clocked.kind
    spec = kind.spec.flow.states[clocked.state].escalate[mark.level - 1]
    unit = Router().above(matter.owner, role=spec.to, kinds=spec.at, house=kind.house)
    step = _write(clocked, StepKind.RAISED, f"raise/{mark.level}", role=spec.to, unit_id=unit)
    Call.objects.create(
        matter=matter, level=mark.level, unit_id=unit, role=spec.to, step=step, since=clocked.now
    )
    matter.raised, matter.called = mark.level, matter.called + 1


def _resume(clocked: _Clocked) -> str:
    matter = clocked.matter
    stood = matter.paused_at
    let_run(matter, state=clocked.state, kind=clocked.kind, now=clocked.now)
    _write(clocked, StepKind.RESUMED, f"resume/{stood}", shown=True)
    return ""


def _write(
    clocked: _Clocked,
    kind: StepKind,
    what: str,
    *,
    role: str = CLOCK,
    unit_id: int | None = None,
    shown: bool = False,
) -> Step:
    matter = clocked.matter
    told = {"due_at": matter.due_at.isoformat()} if matter.due_at else {}
    step = Step(
        uuid=uuid5(_MARKS, f"{matter.uuid}/{matter.entered_at.isoformat()}/{what}"),
        matter=matter,
        kind=kind,
        role=role,
        unit_id=unit_id,
        version_id=clocked.kind.house.version_id,
        at=clocked.now,
        data=canonical(told),
        shown=shown,
    )
    return write_step(step, attachments=(), actor=clocked.actor)
