"""Fill facts anew where a field became counted or an option was renamed; resumable, a little at a time."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from haitang.kernel.ledger.models import Entry, Fact, Fill
from haitang.kernel.ledger.projecting import facts_of, projection_now
from haitang.kernel.playbooks.fields import ChoiceField
from haitang.kernel.playbooks.models import Declared
from haitang.lib import clock
from haitang.lib.declare import House

if TYPE_CHECKING:
    from haitang.kernel.ledger.declare import EntryKind

Kinds = Mapping[str, "EntryKind"]


def open_fills(kinds: Kinds, house: House) -> None:
    """Note for each kind whose answers now become other slots that its facts must be filled anew."""
    known = _known_projections(house)
    last = Entry.objects.aggregate(last=Max("id"))["last"] or 0
    for key, kind in kinds.items():
        row = house.id_of("entries", key)
        projection = _projection(house, key, kind)
        if known.get(row) != projection:
            _open(house, row, projection, first=row not in known, empty=not last)


def _known_projections(house: House) -> dict[int, str]:
    fills = Fill.objects.filter(region_id=house.region_id).order_by("id")
    return dict(fills.values_list("kind_id", "projection"))


def _open(house: House, kind_id: int, projection: str, *, first: bool, empty: bool) -> None:
    """A kind declared just now has nothing to fill."""
    finished = clock.now() if first or empty else None
    Fill.objects.update_or_create(
        kind_id=kind_id,
        version_id=house.version_id,
        defaults={
            "region_id": house.region_id,
            "projection": projection,
            "finished_at": finished,
            "done_through": 0,
        },
    )


def _projection(house: House, key: str, kind: "EntryKind") -> str:
    """What decides how this kind's answers become slots: columns for ever, and options' present keys."""
    path = ("entries", key, "fields")
    said = [
        (house.slots.get(house.id_of(*path, field)), *_options(house, (*path, field), spec))
        for field, spec in kind.fields.items()
        if spec.count
    ]
    return sha256(repr(sorted(map(repr, said))).encode()).hexdigest()


def _options(house: House, path: tuple[str, ...], spec: object) -> Iterable[tuple[int, str]]:
    if isinstance(spec, ChoiceField):
        for option in spec.options:
            yield house.id_of(*path, "options", option), option


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
