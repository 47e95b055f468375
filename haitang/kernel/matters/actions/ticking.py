"""What the clock does: warnings, moves when time is up, matters led out of states that are gone, refills."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q

from haitang.kernel.matters.actions.calls import end_calls
from haitang.kernel.matters.actions.claiming import end_errands, follow_claim
from haitang.kernel.matters.actions.family import date_erasure, take_along
from haitang.kernel.matters.actions.marking import pass_what_came
from haitang.kernel.matters.actions.moving import lock, make_move
from haitang.kernel.matters.actions.refilling import refill_all
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.timekeeping import see_time_run_over
from haitang.kernel.matters.companions import tell_companions
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.standing import enter
from haitang.kernel.matters.words import CLOCK
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import SYSTEM
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

BATCH = 200
#: The namespace of the clock's steps: the same matter at the same serial is moved by it once.
_CLOCK = UUID("5f0c6a52-7d0e-4c58-9b3c-2a1f7f0e8d11")


@dataclass
class TickReport:
    """What the clock did; ``left`` names what it could not move, and why."""

    moved: int = 0
    led_on: int = 0
    refilled: int = 0
    left: list[tuple[str, Refusal]] = field(default_factory=list)


def tick(now: datetime | None = None, *, most: int = 10_000) -> TickReport:
    """Make the moves whose time has come, each in its own transaction; safe to repeat and to interrupt."""
    report = TickReport(led_on=sum(_lead_on(matter) for matter in _stranded(most)), refilled=refill_all(most))
    moment = now or clock.now()
    end_errands(moment, most)
    for matter in _due(moment, most):
        try:
            report.moved += _act(matter, moment)
        except Refusal as refusal:
            report.left.append((matter.number, refusal))
    return report


def _due(now: datetime, most: int) -> Iterator[Matter]:
    """Matters the clock has something to do about, oldest first; one that is stuck holds up no other."""
    last = 0
    while most > 0:
        # What goes with another is moved with it; once closed, each is asked about by itself.
        waiting = Matter.objects.filter(
            Q(gathered_under=None) | Q(closed_at__isnull=False), clock_at__lte=now, pk__gt=last
        )
        batch = list(waiting.select_related("state", "kind", "unit").order_by("pk")[: min(BATCH, most)])
        yield from batch
        if not batch:
            return
        last, most = batch[-1].pk, most - len(batch)


def _act(matter: Matter, now: datetime) -> bool:
    """Pass the marks that are behind it, and make the move whose time has come; whether it was moved."""
    actor = SYSTEM(matter.region_id)
    then = pass_what_came(matter, now=now, actor=actor)
    if not then:
        return False
    step = uuid5(_CLOCK, f"{matter.uuid}/{matter.serial}")
    make_move(matter, move=then, seen=matter.serial, client_id=step, actor=actor)
    return True


def _stranded(most: int) -> list[Matter]:
    """Open matters in states that the playbook no longer declares."""
    gone = Declared.objects.filter(section="states", retired_on__isnull=False)
    found = Matter.objects.filter(closed_at=None, gathered_under=None, state__in=gone)
    return list(found.order_by("pk")[:most])


@transaction.atomic
def _lead_on(matter: Matter) -> bool:
    """Into the state that the playbook says takes the place of the one that is gone."""
    actor = SYSTEM(matter.region_id)
    locked = lock(matter, actor=actor)
    house = holding(locked.unit)
    kind = kind_of(house, locked.kind.key)
    state = kind.spec.flow.state_now(locked.state.key)
    if not state or kind.state_id(state) == locked.state_id:
        return False
    step = Step(
        matter=locked,
        kind=StepKind.MOVED,
        from_state_id=locked.state_id,
        to_state_id=kind.state_id(state),
        role=CLOCK,
        version_id=house.version_id,
        at=clock.now(),
    )
    _follow(locked, kind, state, step)
    return True


def _follow(locked: Matter, kind: Kind, state: str, step: Step) -> None:
    """All that a move into *state* means but for entries: who goes along, calls, claims, contacts."""
    actor = SYSTEM(locked.region_id)
    see_time_run_over(locked, kind, step.at)
    enter(locked, state=state, kind=kind, now=step.at)
    end_calls(locked, step.at)
    locked.serial, locked.called = locked.serial + 1, 0
    locked.save()
    date_erasure(locked, kind)
    write_step(step, attachments=(), actor=actor)
    follow_claim(locked, kind, step, actor=actor)
    take_along(locked, step, kind=kind)
    tell_companions(locked, kind, step)
