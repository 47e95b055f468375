"""Fill facts anew where a field became counted or an option was renamed; resumable, a little at a time."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.db import transaction
from django.db.models import Max

from haitang.kernel.ledger.models import Entry, Fact, Fill
from haitang.kernel.ledger.projecting import facts_of, projection_now
from haitang.kernel.playbooks.copying import Copy, copies_in
from haitang.kernel.playbooks.models import Declared
from haitang.lib import clock
from haitang.lib.declare import House


def open_fills(kinds: Iterable[str], house: House) -> None:
    """Note for each of *kinds* whose answers now become other slots that its facts must be filled anew."""
    known = dict(
        Fill.objects.filter(region_id=house.region_id).order_by("id").values_list("kind_id", "projection")
    )
    rows = [house.id_of("entries", key) for key in kinds]
    empty = not Entry.objects.filter(region_id=house.region_id).exists()
    for row, projection in _projections(rows, copies_in([house])).items():
        if known.get(row) != projection:
            _open(house, row, projection, nothing_to_fill=empty or row not in known)


def _open(house: House, kind_id: int, projection: str, *, nothing_to_fill: bool) -> None:
    """A kind declared just now has nothing to fill."""
    Fill.objects.update_or_create(
        kind_id=kind_id,
        version_id=house.version_id,
        defaults={
            "region_id": house.region_id,
            "projection": projection,
            "finished_at": clock.now() if nothing_to_fill else None,
            "done_through": 0,
        },
    )


def _projections(kinds: list[int], copies: Mapping[int, Copy]) -> dict[int, str]:
    """For each kind a hash of what decides its slots: columns for ever, and options' present keys.

    Read from the identity rows, not from one house: a unit below may add fields to the same kind.
    """
    fields = Declared.objects.filter(parent__in=kinds, section="fields").exclude(slot="")
    options = Declared.objects.filter(parent__in=fields, section="options")
    said: dict[int, list[str]] = {kind: [] for kind in kinds}
    for field in fields.order_by("pk"):
        said[field.parent_id or 0].append(f"{field.pk} {field.slot}")
        taken = [old for old, copy in copies.items() if copy.field == field.pk]
        said[field.parent_id or 0] += [f"{old} > {field.pk}" for old in taken]
    for option in options.order_by("pk").select_related("parent"):
        assert option.parent
        said[option.parent.parent_id or 0].append(f"{option.pk} {option.key}")
    return {kind: sha256("\n".join(lines).encode()).hexdigest() for kind, lines in said.items()}


def fill_next(limit: int = 5000) -> int:
    """Fill the facts of up to *limit* entries of the oldest open fill; how many, 0 when nothing is left."""
    with transaction.atomic():
        fill = Fill.objects.select_for_update().filter(finished_at=None).order_by("id").first()
        if fill is None:
            return 0
        last, count = _fill(fill, limit)
        if last is None:
            fill.finished_at = clock.now()
        else:
            fill.done_through = last
        fill.save(update_fields=["done_through", "finished_at"])
    return count


def _fill(fill: Fill, limit: int) -> tuple[int | None, int]:
    """One step through the entries by row number; where it ended (None: at the end), how many."""
    rows = Entry.objects.filter(pk__gt=fill.done_through).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:limit])
    if not numbers:
        return None, 0
    chosen = Entry.objects.filter(pk__gt=fill.done_through, pk__lte=numbers[-1], kind_id=fill.kind_id)
    return numbers[-1], _refill(list(chosen), fill.region_id)


def _refill(entries: list[Entry], region: int) -> int:
    numbers = [entry.pk for entry in entries]
    facts = facts_of(entries, projection_now(region))
    for start in range(0, len(numbers), 500):
        Fact.objects.filter(pk__in=numbers[start : start + 500]).delete()
    Fact.objects.bulk_create(facts, batch_size=500)
    return len(facts)


def rebuild_facts(kind: Declared, *, limit: int = 5000) -> int:
    """Drop and rebuild every fact of *kind*; how many stand."""
    done, last = 0, Entry.objects.aggregate(last=Max("id"))["last"] or 0
    Fact.objects.filter(kind=kind).exclude(pk__in=Entry.objects.filter(kind=kind).values("pk")).delete()
    for start in range(0, last, limit):
        with transaction.atomic():
            part = Entry.objects.filter(kind=kind, pk__gt=start, pk__lte=start + limit)
            done += _refill(list(part), kind.region_id)
    return done
