"""Units, people and posts by the ten thousand, with every check of the single acts; all or nothing.

Rows are checked and written in runs, so that memory does not grow with their number and later rows find
earlier ones in the database. Faults are gathered to the end and then undo the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump, hold
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import FaultsByRow, PostRow, Progress, UnitRow, runs
from haitang.kernel.registry.closure import Ancestry
from haitang.kernel.registry.models import Person, Region
from haitang.kernel.registry.nursery import UNIT, Nursery
from haitang.kernel.registry.office import POST, Office
from haitang.kernel.registry.particulars import Particulars, fill
from haitang.kernel.registry.pouring import Value, draw_ids, keeping, pour
from haitang.kernel.registry.rules import require_somewhere
from haitang.kernel.registry.spans import batched

PERSON = (
    *("id", "region_id", "uuid", "name", "sex", "born_on", "born_year", "born_md", "education"),
    *("full_time_degree", "phone_sealed", "phone_index", "identity_sealed", "identity_index"),
)


@transaction.atomic
def grow_units(
    region: Region, *, rows: Iterable[UnitRow], actor: Actor, progress: Progress | None = None
) -> list[int]:
    """Many units, parents before those below; gives their row numbers. Faults tells of every bad row."""
    hold(region.pk)
    gathering, grown = FaultsByRow(), list[int]()
    for run in runs(rows):
        nursery, ids = Nursery(region, run, actor), draw_ids("registry_unit", len(run))
        for row, unit_id in zip(run, ids, strict=True):
            with gathering.next_row():
                nursery.grow(row, unit_id)
        pour("registry_unit", UNIT, nursery.units)
        pour("registry_unitancestor", Ancestry._fields, nursery.ancestry)
        grown += ids
        _tell(progress, len(run))
    gathering.raise_any()
    bump(region.pk)
    return grown


@transaction.atomic
def grow_people(
    region: Region, *, rows: Iterable[Particulars], actor: Actor, progress: Progress | None = None
) -> list[int]:
    """Many people; gives their row numbers in order. Faults tells of every bad row."""
    require_somewhere(actor, "registry.people", region.pk)
    hold(region.pk)
    gathering, grown, kept = FaultsByRow(), list[int](), keeping()
    for run in runs(rows):
        ids = draw_ids("registry_person", len(run))
        people = _people(region, run, ids, gathering)
        pour("registry_person", PERSON, [_values(person, kept) for person in people])
        grown += ids
        _tell(progress, len(run))
    gathering.raise_any()
    return grown


@transaction.atomic
def grow_posts(
    region: Region, *, rows: Iterable[PostRow], actor: Actor, progress: Progress | None = None
) -> list[int]:
    """Many posts; gives their row numbers in order. Faults tells of every bad row."""
    hold(region.pk)
    gathering, grown = FaultsByRow(), list[int]()
    for run in runs(rows):
        office, ids = Office(region, run, actor), draw_ids("registry_post", len(run))
        for row, post_id in zip(run, ids, strict=True):
            with gathering.next_row():
                office.fill(row, post_id)
        pour("registry_post", POST, office.posts)
        grown += ids
        _tell(progress, len(run))
    gathering.raise_any()
    bump(region.pk)
    return grown


def _people(
    region: Region, run: Sequence[Particulars], ids: Sequence[int], gathering: FaultsByRow
) -> list[Person]:
    """The people of a run that nothing is wrong with, identity numbers of each but once."""
    filled: list[Person | None] = []
    start = gathering.reached
    for particulars, person_id in zip(run, ids, strict=True):
        filled.append(None)
        with gathering.next_row():
            filled[-1] = fill(Person(id=person_id, region_id=region.pk), particulars)
    seen = _identities(region, [person.identity_index for person in filled if person])
    people = []
    for number, person in enumerate(filled, start):
        if person and person.identity_index in seen:
            gathering.add(number, refusals.identity_taken())
        elif person:
            people.append(person)
            seen.update(filter(None, [person.identity_index]))
    return people


def _identities(region: Region, given: list[str]) -> set[str]:
    """Those of the *given* blind indexes that are enrolled already."""
    seen: set[str] = set()
    for some in batched([index for index in given if index]):
        taken = Person.objects.filter(region=region, identity_index__in=some)
        seen.update(taken.values_list("identity_index", flat=True))
    return seen


def _values(person: Person, kept: Callable[[date | UUID | None], Value]) -> tuple[Value, ...]:
    born_on, uuid = kept(person.born_on), kept(person.uuid)
    return (
        *(person.pk, person.region_id, uuid, person.name, person.sex, born_on, person.born_year),
        *(person.born_md, person.education, person.full_time_degree),
        *(person.phone_sealed, person.phone_index, person.identity_sealed, person.identity_index),
    )


def _tell(progress: Progress | None, count: int) -> None:
    if progress is not None:
        progress(count)
