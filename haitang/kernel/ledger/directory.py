"""What a draft names, looked up with as few queries as can be: none or one for a draft, two for thousands."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from haitang.kernel.playbooks.queries import holding_at
from haitang.kernel.registry.models import Person
from haitang.kernel.registry.planned import planned_once
from haitang.lib.declare import House


class KnownUnit(NamedTuple):
    """As much of a unit as recording asks for, with its region's revision."""

    id: int
    path: str
    region: int
    kind: str
    since: date
    until: date | None
    revision: int


_UNITS = """
    SELECT u.id, u.path, u.region_id, k.key, u.since, u.until, r.revision FROM registry_unit u
    JOIN registry_unitkind k ON k.id = u.kind_id JOIN registry_region r ON r.id = u.region_id
    WHERE u.id IN """


#: Units by revision and id, of acts before this one: a revision is never used twice, so none is stale.
_KEPT: dict[tuple[int, int], KnownUnit] = {}
#: More than so many, and they are forgotten again.
_MOST_KEPT = 50_000
_FEW = 10


class Directory:
    """Units, people and houses met so far; lives as long as one act.

    *revision* is the one at which the actor was looked up: what the registry said of units then holds.
    """

    def __init__(self, revision: int | None = None) -> None:
        self._revision = revision
        self._units: dict[int, KnownUnit] = {}
        self._people: dict[int, int] = {}
        self._houses: dict[str, House] = {}

    def learn(
        self, units: Iterable[int | None], people: Iterable[int | None], *, sees: Callable[[], Q]
    ) -> None:
        """Look up those not known yet; people, only those whom *sees* leaves.

        *sees* is asked only when there are people to look up: to build its query takes longer than to record.
        """
        new_units = {unit for unit in units if unit is not None} - self._units.keys()
        if new_units:
            self._learn_units(sorted(new_units))
        new_people = {person for person in people if person is not None} - self._people.keys()
        if new_people:
            found = Person.objects.filter(sees(), pk__in=new_people, erased_at=None)
            self._people.update(dict(found.values_list("pk", "region_id")))

    def _learn_units(self, units: list[int]) -> None:
        units = [unit for unit in units if not self._recall(unit)]
        for start in range(0, len(units), 500):
            part = units[start : start + 500]
            marks = ",".join(["%s"] * len(part))
            with planned_once() as cursor:
                # Raw: the ORM would cost as much as the whole of recording an entry.
                cursor.execute(f"{_UNITS}({marks})", part)
                found = [KnownUnit(*row) for row in cursor.fetchall()]
            self._units.update((one.id, one) for one in found)
            self._keep(found)

    def _recall(self, unit: int) -> bool:
        """Whether an act before this one learned of *unit*, and nothing was changed since."""
        kept = _KEPT.get((self._revision, unit)) if self._revision is not None else None
        if kept:
            self._units[unit] = kept
        return kept is not None

    def _keep(self, found: list[KnownUnit]) -> None:
        # Of a bulk's thousands each is asked for once; what is asked for alone, is asked for again.
        if self._revision is None or len(found) > _FEW:
            return
        if len(_KEPT) > _MOST_KEPT:
            _KEPT.clear()
        _KEPT.update(((one.revision, one.id), one) for one in found)

    def unit(self, unit: int, region: int) -> KnownUnit | None:
        """The unit, if it is of *region*."""
        found = self._units.get(unit)
        return found if found and found.region == region else None

    def knows_person(self, person: int, region: int) -> bool:
        """Whether the register of *region* has the person, in sight and not erased."""
        return self._people.get(person) == region

    def house_at(self, unit: KnownUnit) -> House:
        """The house that holds at *unit*; asked once for each path."""
        found = self._houses.get(unit.path)
        if found is None:
            found = holding_at(unit.region, unit.path, revision=unit.revision)
            self._houses[unit.path] = found
        return found
