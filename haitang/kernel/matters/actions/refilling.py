"""Fill the counted columns of matters anew after the playbook counts otherwise; resumable."""

from datetime import date

from django.db import transaction

from haitang.kernel.ledger.facts import SLOTS, Value
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Matter, Refill
from haitang.kernel.playbooks.queries import holding_at
from haitang.kernel.registry.actors import SYSTEM, Actor
from haitang.kernel.registry.models import Region
from haitang.lib import clock

BATCH = 500


def refill_all(most: int = 100_000, *, actor: Actor | None = None) -> int:
    """Go on with every refill that is not finished; how many matters were looked at."""
    seen = 0
    open_ = Refill.objects.filter(finished_at=None).select_related("kind").order_by("pk")
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
    changed = [
        matter
        for matter in batch
        if _fill(
            matter, kind_of(holding_at(actor.region_id, matter.unit.path, revision=revision), refill.kind.key)
        )
    ]
    if changed:
        Matter.objects.bulk_update(changed, SLOTS)
    if batch:
        refill.done_through = batch[-1].pk
    else:
        refill.finished_at = clock.now()
    refill.save(update_fields=["done_through", "finished_at"])
    return len(batch)


def _fill(matter: Matter, kind: Kind) -> bool:
    """Whether anything changes."""
    slots = {column: _typed(column, value) for column, value in kind.slots(matter.data).items()}
    changed = any(getattr(matter, column) != value for column, value in slots.items())
    for column, value in slots.items():
        setattr(matter, column, value)
    return changed


def _typed(column: str, value: Value) -> Value | date:
    return date.fromisoformat(str(value)) if column.startswith("day") and value is not None else value
