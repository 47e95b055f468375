"""Every night a sample of facts is rebuilt and compared: a projection nobody checks drifts."""

import secrets

from django.db.models import Max
from django.forms.models import model_to_dict

from haitang.kernel.ledger.models import Entry, Fact, Fill
from haitang.kernel.ledger.projecting import facts_of, projection_now
from haitang.kernel.registry.models import Region


def check_sample(region: Region, *, size: int = 2000) -> list[Entry]:
    """A run of *size* entries beginning anywhere, those whose fact is not what it ought to be."""
    last = Entry.objects.filter(region=region).aggregate(last=Max("id"))["last"] or 0
    start = secrets.randbelow(max(1, last - size + 1))
    entries = Entry.objects.filter(region=region, pk__gt=start).order_by("pk")[:size]
    unfilled = set(Fill.objects.filter(region=region, finished_at=None).values_list("kind_id", flat=True))
    chosen = [entry for entry in entries if entry.kind_id not in unfilled]
    ought = {fact.pk: model_to_dict(fact) for fact in facts_of(chosen, projection_now(region.pk))}
    stand = _facts([entry.pk for entry in chosen])
    return [entry for entry in chosen if ought.get(entry.pk) != stand.get(entry.pk)]


def _facts(numbers: list[int]) -> dict[int, dict[str, object]]:
    found: dict[int, dict[str, object]] = {}
    for start in range(0, len(numbers), 500):
        facts = Fact.objects.filter(pk__in=numbers[start : start + 500])
        found.update((fact.pk, model_to_dict(fact)) for fact in facts)
    return found
