"""Fill the counted columns of matters anew after the playbook counts otherwise; resumable."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haitang.kernel.ledger.facts import SLOTS, Value
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.enums import Outcome
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Matter, Refill
from haitang.kernel.matters.standing import STANDING, reckon_by
from haitang.kernel.playbooks.queries import compiled, holding_at
from haitang.kernel.registry.actors import SYSTEM, Actor
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.calendar import WorkCalendar

BATCH = 500


def refill_all(most: int = 100_000, *, actor: Actor | None = None) -> int:
    """Go on with every refill that is not finished; how many matters were looked at."""
    seen = 0
    open_ = Refill.objects.filter(finished_at=None).select_related("kind", "version").order_by("pk")
    for refill in open_.filter(region=actor.region_id) if actor else open_:
        while seen < most and refill.finished_at is None:
            seen += _refill_batch(refill, actor=SYSTEM(refill.region_id))
    return seen


@transaction.atomic
def _refill_batch(refill: Refill, *, actor: Actor) -> int:
    waiting = Matter.objects.select_for_update(of=("self",)).select_related("unit")
    waiting = waiting.filter(kind=refill.kind_id, region=actor.region_id, pk__gt=refill.done_through)
    batch = list(waiting.order_by("pk")[:BATCH])
    revision = Region.objects.values_list("revision", flat=True).get(pk=actor.region_id)
    anew = _calendars(refill)
    changed = []
    for matter in batch:
        house = holding_at(actor.region_id, matter.unit.path, revision=revision)
        kind = kind_of(house, refill.kind.key)
        filled, reckoned = _fill(matter, kind), _reckon(matter, kind, anew)
        changed += [matter] if filled or reckoned else []
    if changed:
        Matter.objects.bulk_update(changed, [*SLOTS, *STANDING])
    if batch:
        refill.done_through = batch[-1].pk
    else:
        refill.finished_at = clock.now()
    refill.save(update_fields=["done_through", "finished_at"])
    return len(batch)


@dataclass(frozen=True)
class _Calendars:
    """The calendar until a version was applied, and the one since."""

    before: WorkCalendar
    since: WorkCalendar
    applied_at: datetime


def _calendars(refill: Refill) -> _Calendars | None:
    """None where the calendar stayed as it was."""
    earlier = Refill.objects.filter(kind=refill.kind_id, pk__lt=refill.pk).order_by("-pk").first()
    if earlier is None:
        return None
    before, since = (
        compiled(one.version_id).section(MattersSection).calendar.compiled() for one in (earlier, refill)
    )
    return _Calendars(before, since, refill.version.applied_at) if before != since else None


def _reckon(matter: Matter, kind: Kind, anew: _Calendars | None) -> bool:
    """Whether its deadline changes; what came to its state or got leave since then is right already."""
    if anew is None or matter.closed_at or matter.entered_at >= anew.applied_at:
        return False
    if matter.calls.filter(outcome=Outcome.GRANTED, until__gte=anew.applied_at).exists():
        return False
    return reckon_by(matter, kind, before=anew.before, now=anew.since)


def _fill(matter: Matter, kind: Kind) -> bool:
    """Whether anything changes."""
    slots = {column: _typed(column, value) for column, value in kind.slots(matter.data).items()}
    changed = any(getattr(matter, column) != value for column, value in slots.items())
    for column, value in slots.items():
        setattr(matter, column, value)
    return changed


def _typed(column: str, value: Value) -> Value | date:
    return date.fromisoformat(str(value)) if column.startswith("day") and value is not None else value
