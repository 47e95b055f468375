"""Open matters of a unit that is closed go to another: nothing waits where nobody is."""

from collections.abc import Collection

from haitang.kernel.matters.acting import speaking
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.steps import write_step
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.queries import holding
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.closings import Heritage
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.text import Text


def open_at(units: Collection[int]) -> int:
    """How many open matters these units have to act in."""
    return Matter.objects.filter(owner__in=units, closed_at=None).count()


def hand_on(units: Collection[int], to: Unit, actor: Actor) -> int:
    """Give all of them to the unit *to*: state and deadline stay, and whoever was to do it is open again."""
    waiting = list(Matter.objects.filter(owner__in=units, closed_at=None).order_by("pk"))
    for matter in waiting:
        _hand_one(matter, to, actor)
    return len(waiting)


def _hand_one(matter: Matter, to: Unit, actor: Actor) -> None:
    locked = lock(matter, actor=actor)
    guise, left = speaking(locked, actor), locked.owner_id
    locked.owner, locked.assignee = to, None
    locked.serial += 1
    locked.save(update_fields=["owner", "assignee", "serial"])
    step = Step(
        matter=locked,
        kind=StepKind.HANDED,
        from_owner_id=left,
        to_owner=to,
        role=guise.role,
        unit_id=guise.unit_id,
        version_id=holding(locked.unit).version_id,
        at=clock.now(),
    )
    write_step(step, attachments=(), actor=actor)


OPEN_MATTERS = Heritage("matters", Text(zh="件未办结的事项", en="open matters"), open_at, hand_on)
