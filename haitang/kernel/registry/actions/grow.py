"""Units, people and posts by the ten thousand, with every check of the single acts; all or nothing."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.stamp import bump
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.batches import RUN, Gathering, PostRow, Progress, UnitRow
from haitang.kernel.registry.models import Person, Region
from haitang.kernel.registry.nursery import Nursery
from haitang.kernel.registry.office import Office
from haitang.kernel.registry.particulars import Particulars, fill
from haitang.kernel.registry.pouring import draw_ids, pour
from haitang.kernel.registry.rules import require_somewhere
from haitang.kernel.registry.spans import batched

UNIT = ("id", "region_id", "kind_id", "code", "name", "parent_id", "path", "since")
ANCESTRY = ("unit_id", "ancestor_id", "depth", "since", "until")
POST = ("id", "region_id", "person_id", "role_id", "unit_id", "since", "until")
PERSON = (
    *("id", "region_id", "uuid", "name", "sex", "born_on", "born_year", "born_md", "education"),
    *("full_time_degree", "phone_sealed", "phone_index", "identity_sealed", "identity_index"),
)


@transaction.atomic
def grow_units(
    region: Region, *, rows: Iterable[UnitRow], actor: Actor, progress: Progress | None = None
) -> Sequence[int]:
    """Many units, parents before those below; gives their row numbers. Faults tells of every bad row."""
    wanted = list(rows)
    nursery = Nursery(region, wanted, actor)
    ids = draw_ids("registry_unit", len(wanted))
    units = [nursery.grow(number, row, ids[number]) for number, row in enumerate(wanted)]
    nursery.gathering.raise_any()
    for run in batched([unit for unit in units if unit], RUN):
        pour("registry_unit", UNIT, (tuple(getattr(unit, name) for name in UNIT) for unit in run))
        pour("registry_unitancestor", ANCESTRY, chain.from_iterable(map(nursery.ancestry, run)))
        _tell(progress, len(run))
    bump(region.pk)
    return ids


@transaction.atomic
def grow_people(
    region: Region, *, rows: Iterable[Particulars], actor: Actor, progress: Progress | None = None
) -> Sequence[int]:
    """Many people; gives their row numbers in order. Faults tells of every bad row."""
    require_somewhere(actor, "registry.people", region.pk)
    wanted = list(rows)
    ids = draw_ids("registry_person", len(wanted))
    gathering = Gathering()
    people: dict[int, Person] = {}
    for number, particulars in enumerate(wanted):
        with gathering.row(number):
            people[number] = fill(Person(id=ids[number], region_id=region.pk), particulars)
    _gather_taken(region, people, gathering)
    gathering.raise_any()
    for run in batched(list(people.values()), RUN):
        pour("registry_person", PERSON, (tuple(getattr(person, name) for name in PERSON) for person in run))
        _tell(progress, len(run))
    return ids


@transaction.atomic
def grow_posts(
    region: Region, *, rows: Iterable[PostRow], actor: Actor, progress: Progress | None = None
) -> Sequence[int]:
    """Many posts; gives their row numbers in order. Faults tells of every bad row."""
    wanted = list(rows)
    office = Office(region, wanted, actor)
    ids = draw_ids("registry_post", len(wanted))
    posts = [office.post(number, row, ids[number]) for number, row in enumerate(wanted)]
    office.gathering.raise_any()
    for run in batched([post for post in posts if post], RUN):
        pour("registry_post", POST, (tuple(getattr(post, name) for name in POST) for post in run))
        _tell(progress, len(run))
    bump(region.pk)
    return ids


def _gather_taken(region: Region, people: dict[int, Person], gathering: Gathering) -> None:
    """Faults for identity numbers of people enrolled already, or earlier in the batch."""
    given = [person.identity_index for person in people.values() if person.identity_index]
    seen: set[str] = set()
    for some in batched(given):
        taken = Person.objects.filter(region=region, identity_index__in=some)
        seen.update(taken.values_list("identity_index", flat=True))
    for number, person in people.items():
        with gathering.row(number):
            if person.identity_index in seen:
                raise refusals.identity_taken()
        if person.identity_index:
            seen.add(person.identity_index)


def _tell(progress: Progress | None, count: int) -> None:
    if progress is not None:
        progress(count)
