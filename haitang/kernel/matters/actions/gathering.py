"""Gather near-duplicates under one, so that all who asked follow one answer; and part them again."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from haitang.kernel.matters.acting import speaking
from haitang.kernel.matters.actions.contact import is_own
from haitang.kernel.matters.actions.family import leave, those_under
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.actions.timekeeping import see_time_run_over
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.kinds import kind_of
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.matters.offering import goes_with_others
from haitang.kernel.matters.rules import GATHERS
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.rules import forbidden
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@transaction.atomic
def gather(matters: Iterable[Matter], *, under: Matter, actor: Actor) -> list[Step]:
    """Gather *matters* under the one named; from now on they go where it goes, and close with it."""
    # In the order of their rows, so that two who gather at once never wait for each other in a ring.
    wanted = {matter.pk: matter for matter in (under, *matters)}
    locked = {key: lock(wanted[key], actor=actor) for key in sorted(wanted)}
    main = locked.pop(under.pk)
    gathered = list(locked.values())
    _check(main, gathered, actor)
    for one in (main, *gathered):
        see_time_run_over(one, kind_of(holding(one.unit), one.kind.key), clock.now())
    steps = [_gather_one(matter, main, actor) for matter in gathered]
    _bump(main)
    numbers = [matter.number for matter in gathered]
    step = _step(main, StepKind.GATHERED, canonical({"took": numbers}), actor, shown=False)
    write_step(step, attachments=(), actor=actor)
    return steps


@transaction.atomic
def part(matter: Matter, *, actor: Actor) -> Step:
    """Let a gathered matter go its own way again, from where its main one stands; its resident may, too."""
    locked = lock(matter, actor=actor)
    main = locked.gathered_under
    if main is None:
        zh, en = f"{locked.number} 没有归并到别处。", f"{locked.number} is not gathered under another."
        raise Refusal("matters.not_gathered", zh=zh, en=en)
    if not (actor.is_system or GATHERS.allows(actor, locked) or is_own(locked, actor)):
        raise forbidden("matters.gather")
    locked.serial += 1
    locked.save(update_fields=["serial"])
    return leave(locked, main, step=_step(locked, StepKind.PARTED, "{}", actor), actor=actor)


def _check(main: Matter, gathered: Sequence[Matter], actor: Actor) -> None:
    if not gathered:
        zh, en = "请选择要归并的事项。", "choose what to gather."
        raise Refusal("matters.nothing_to_gather", zh=zh, en=en)
    if main.gathered_under:
        zh = f"{main.number} 自己已归并到 {main.gathered_under.number}，请归并到那一件。"
        en = f"{main.number} is itself gathered under {main.gathered_under.number}; gather them there."
        raise Refusal("matters.main_is_gathered", zh=zh, en=en)
    if main.closed_at:
        zh, en = f"{main.number} 已办结，不能再归并进来。", f"{main.number} is closed and takes no more."
        raise Refusal("matters.main_is_closed", zh=zh, en=en)
    if not goes_with_others(main):
        zh, en = "供人认领的事项各是各人的，不归并。", "what is offered to be taken on is each person's own."
        raise Refusal("matters.each_its_own", zh=zh, en=en)
    for matter in gathered:
        _check_one(matter, main, actor)
    if not (actor.is_system or GATHERS.allows(actor, main)):
        raise forbidden("matters.gather")


def _check_one(matter: Matter, main: Matter, actor: Actor) -> None:
    if not (actor.is_system or GATHERS.allows(actor, matter)):
        raise forbidden("matters.gather")
    if matter.kind_id != main.kind_id or matter.closed_at or matter.gathered_under:
        zh = f"{matter.number} 已办结、已归并，或不是同一类事项。"
        en = f"{matter.number} is closed, gathered already, or of another kind."
        raise Refusal("matters.cannot_gather", zh=zh, en=en)


def _gather_one(matter: Matter, main: Matter, actor: Actor) -> Step:
    """Those it had gathered itself come along, so that nothing hangs under what hangs."""
    told = canonical({"under": main.number})
    step = _step(matter, StepKind.GATHERED, told, actor)
    step.to_state_id, step.to_owner_id = main.state_id, main.owner_id
    for own in (*those_under(matter), matter):
        own.gathered_under = main
        _stand_with(own, main)
    return write_step(step, attachments=(), actor=actor)


def _stand_with(matter: Matter, main: Matter) -> None:
    for name in ("state_id", "owner_id", "entered_at", "due_at", "warn_at", "paused_at", "sort_at"):
        setattr(matter, name, getattr(main, name))
    matter.clock_at = None
    _bump(matter)


def _bump(matter: Matter) -> None:
    matter.serial += 1
    matter.save(
        update_fields=[
            "gathered_under",
            "state",
            "owner",
            "entered_at",
            "due_at",
            "warn_at",
            "paused_at",
            "clock_at",
            "sort_at",
            "overran",
            "serial",
        ]
    )


def _step(matter: Matter, kind: StepKind, data: str, actor: Actor, *, shown: bool = True) -> Step:
    guise = speaking(matter, actor)
    return Step(
        matter=matter,
        kind=kind,
        from_state_id=matter.state_id,
        from_owner_id=matter.owner_id,
        role=guise.role,
        unit_id=guise.unit_id,
        version_id=matter.version_id,
        at=clock.now(),
        data=data,
        shown=shown,
    )
