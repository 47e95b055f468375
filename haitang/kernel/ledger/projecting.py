"""The facts that entries ought to have, by the slots and options as they are declared now."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from haitang.kernel.ledger.facts import SLOTS, Projection, Values
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.playbooks.copying import copies_in
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.playbooks.queries import houses_of


def projection_now(region: int) -> Projection:
    """The projection of every kind of a region: field identities never change their slots."""
    rows = Declared.objects.filter(region_id=region)
    slots = dict(rows.exclude(slot="").values_list("pk", "slot"))
    options = dict(rows.filter(section="options").values_list("pk", "key"))
    copies = copies_in(houses_of(region))
    return Projection(slots, options, {field: (copy.slot, copy.convert) for field, copy in copies.items()})


def facts_of(entries: Iterable[Entry], projection: Projection) -> list[Fact]:
    """The facts of those of *entries* that stand."""
    listed = [entry for entry in entries if entry.voids is None]
    voided = _voided(listed)
    return [fact_for(entry, projection.of(entry.data)) for entry in listed if entry.pk not in voided]


def fact_for(entry: Entry, slots: Values) -> Fact:
    """The fact of one standing entry."""
    return Fact(
        entry_id=entry.pk,
        region_id=entry.region_id,
        kind_id=entry.kind_id,
        unit_id=entry.unit_id,
        day=entry.day,
        person_id=entry.person_id,
        served_unit_id=entry.served_unit_id,
        served_person_id=entry.served_person_id,
        quantity=entry.quantity,
        **{name: _typed(name, value) for name, value in zip(SLOTS, slots, strict=True)},
    )


def _typed(slot: str, value: object) -> object:
    return date.fromisoformat(value) if slot.startswith("day") and isinstance(value, str) else value


def _voided(entries: list[Entry]) -> set[int]:
    voids = Entry.objects.filter(region_id=OuterRef("region_id"), voids=OuterRef("uuid"))
    found: set[int] = set()
    for start in range(0, len(entries), 500):
        part = [entry.pk for entry in entries[start : start + 500]]
        found |= set(Entry.objects.filter(Exists(voids), pk__in=part).values_list("pk", flat=True))
    return found
