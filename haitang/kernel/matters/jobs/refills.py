"""Note, when a playbook is applied, whose matters must have their counted columns filled anew."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from haitang.kernel.matters.models import Matter, Refill
from haitang.kernel.matters.words import MatterKind
from haitang.kernel.playbooks.fields import ChoiceField
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.calendar import WorkCalendar
from haitang.lib.declare import House


def open_refills(
    house: House, *, kinds: Mapping[str, MatterKind], calendar: WorkCalendar, actor: Actor
) -> None:
    """One row for each kind whose answers become other columns now, or whose limits other days."""
    rows = Refill.objects.filter(region_id=actor.region_id).order_by("pk")
    known = dict(rows.values_list("kind_id", "projection"))
    for key, kind in kinds.items():
        row, projection = house.id_of("matters", key), _projection(house, key, kind, calendar)
        if known.get(row) != projection:
            filled = row not in known or not Matter.objects.filter(kind_id=row).exists()
            Refill.objects.update_or_create(
                kind_id=row,
                version_id=house.version_id,
                defaults={
                    "region_id": actor.region_id,
                    "projection": projection,
                    "done_through": 0,
                    "finished_at": clock.now() if filled else None,
                },
            )


def _projection(house: House, key: str, kind: MatterKind, calendar: WorkCalendar) -> str:
    said: list[object] = [
        (house.slots.get(house.id_of("matters", key, "fields", field)), *_options(spec))
        for field, spec in kind.fields.items()
        if spec.count
    ]
    said += [spec.from_ for spec in kind.fields.values() if spec.from_]
    if calendar.years:
        said.append((sorted(calendar.weekends), sorted(calendar.holidays), sorted(calendar.workdays)))
    return sha256(repr(sorted(map(repr, said))).encode()).hexdigest()


def _options(spec: object) -> Iterator[str]:
    if isinstance(spec, ChoiceField):
        yield from sorted(spec.options)
