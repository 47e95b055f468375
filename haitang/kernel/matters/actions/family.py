"""Those who go together: they go where the head goes, one leaves, or the head leaves and the eldest leads."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.companions import tell_handed
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.filled import handed_on
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Contact, Handler, Matter, Step
from haitang.kernel.matters.standing import STANDING, erase_on
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock

#: How far the clock is; what is closed keeps its own, by which its resident is asked again.
_CLOCK = ("due_at", "warn_at", "clock_at", "limited_by_id", "marks", "raised", "paused_at", "held_due_at")


def leave(matter: Matter, main: Matter, *, step: Step, actor: Actor) -> Step:
    """Let *matter* go its own way from where *main* stands, the clock as far as it was; *step* says so."""
    matter.gathered_under = None
    _stand_as(matter, main)
    matter.save(update_fields=["gathered_under", "assignee", *STANDING])
    step.data = canonical({"from": main.number})
    return write_step(step, attachments=(), actor=actor)


def those_under(head: Matter) -> list[Matter]:
    """Those gathered under *head*, which the caller holds, as they are now; nobody else changes them.

    Who holds one of them never waits for its head, so that two never wait for each other in a ring.
    """
    return list(head.gathered.select_for_update().order_by("pk"))


def hand_over(head: Matter) -> None:
    """Its resident goes alone: the eldest of those who went with *head* leads the others from here on.

    Nobody who stays sees it in their history: how it goes on is all they are told.
    """
    family = sorted(those_under(head), key=lambda one: (one.opened_at, one.pk))
    if not family:
        return
    heir, others = family[0], family[1:]
    heir.gathered_under = None
    heir.serial += 1
    _stand_as(heir, head)
    handed = _take_over(head, heir)
    heir.called = head.calls.filter(until=None).update(matter=heir)
    heir.save()
    head.called = 0
    head.gathered.update(gathered_under=heir, serial=F("serial") + 1)
    _write_down(head, heir, others, handed)
    joined = head.handlers.filter(until=None)
    Handler.objects.bulk_create(Handler(matter=heir, unit_id=one.unit_id, since=one.since) for one in joined)
    tell_handed(head, heir)


def date_erasure(matter: Matter, kind: Kind) -> None:
    """Say when the contact of what was closed just now is erased; of what was opened again, never yet."""
    Contact.objects.filter(matter=matter).update(erase_on=erase_on(matter, kind))


def take_along(matter: Matter, step: Step, *, kind: Kind) -> None:
    """Gathered matters stand where their main one stands; each history tells of closing and reopening."""
    gathered = list(matter.gathered.values_list("pk", "state_id", "closed_at", "owner_id"))
    if not gathered:
        return
    matter.gathered.update(
        state=matter.state_id,
        owner=matter.owner_id,
        entered_at=matter.entered_at,
        due_at=matter.due_at,
        warn_at=matter.warn_at,
        paused_at=matter.paused_at,
        closed_at=matter.closed_at,
        closed_on=matter.closed_on,
        sort_at=matter.sort_at,
        # What is closed is asked about again, each by itself.
        clock_at=matter.clock_at if matter.closed_at else None,
        marks=matter.marks,
        serial=F("serial") + 1,
    )
    turned = [one for one in gathered if (one[2] is None) != (matter.closed_at is None)]
    if turned:
        Contact.objects.filter(matter__gathered_under=matter).update(erase_on=erase_on(matter, kind))
    Step.objects.bulk_create(_echo(step, one) for one in turned)


def take_time_along(head: Matter) -> None:
    """Those under *head* go by its clock, which was reckoned anew; they are as old as before."""
    behind = head.gathered.exclude(due_at=head.due_at) if head.due_at else head.gathered.exclude(due_at=None)
    if head.closed_at is None:
        behind.update(due_at=head.due_at, warn_at=head.warn_at, sort_at=head.sort_at, serial=F("serial") + 1)


def _stand_as(matter: Matter, main: Matter) -> None:
    if matter.closed_at is None:
        for name in _CLOCK:
            setattr(matter, name, getattr(main, name))
    matter.assignee_id = main.assignee_id


def _take_over(head: Matter, heir: Matter) -> dict[str, Any]:  # reason: answers of any kind
    """What staff filled in on *head*, now filled in on *heir*: the work goes on by it."""
    kind = kind_of(holding(head.unit), head.kind.key)
    handed = handed_on(head, heir, kind)
    if handed:
        heir.data = canonical(json.loads(heir.data) | handed)
        heir.version_id = kind.house.version_id
        for column, value in kind.slots(heir.data).items():
            setattr(heir, column, value)
    return handed


def _write_down(
    head: Matter,
    heir: Matter,
    others: Sequence[Matter],
    handed: dict[str, Any],  # reason: answers of any kind
) -> None:
    left = {"from": head.number}
    under = canonical({"under": heir.number})
    steps = [_unshown(heir, StepKind.PARTED, canonical({**left, "answers": handed} if handed else left))]
    steps += [_unshown(one, StepKind.PARTED, canonical(left)) for one in others]
    steps += [_unshown(one, StepKind.GATHERED, under) for one in others]
    if others:
        took = canonical({"took": [one.number for one in others]})
        steps.append(_unshown(heir, StepKind.GATHERED, took))
    Step.objects.bulk_create(steps)


def _unshown(matter: Matter, kind: StepKind, data: str) -> Step:
    return Step(matter=matter, kind=kind, version_id=matter.version_id, at=clock.now(), data=data)


def _echo(step: Step, gathered: tuple[Any, ...]) -> Step:  # reason: a row of ids
    return Step(
        matter_id=gathered[0],
        kind=StepKind.MOVED,
        move_id=step.move_id,
        from_state_id=gathered[1],
        to_state_id=step.to_state_id,
        from_owner_id=gathered[3],
        to_owner_id=step.to_owner_id,
        role=step.role,
        unit_id=step.unit_id,
        actor_id=step.actor_id,
        version_id=step.version_id,
        at=step.at,
        data=canonical({"with": str(step.matter)}),
        shown=step.shown,
    )
