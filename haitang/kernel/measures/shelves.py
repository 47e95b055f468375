"""Where the records behind figures stand: who sees them, in what order, and as what they are shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.rules import SEES_ENTRIES
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.rules import SEES_MATTERS
from haitang.kernel.measures.naming import Names
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import Person, Post, Tie, Unit
from haitang.kernel.registry.rules import SEES_PEOPLE, SEES_POSTS, SEES_UNITS, Ability, Rule
from haitang.lib.declare import House
from haitang.lib.text import Text

Known = Mapping[int, str]


@dataclass(frozen=True)
class OpenedRecord:
    """A record as the evidence page lists it.

    ``key`` leads to its own page (an entry's UUID, a matter's number, else the id). ``person`` is empty
    where nobody is named; ``person_hidden`` where somebody is whom the actor may not see.
    """

    source: str
    id: int
    key: str
    label: Text
    day: date | None = None
    unit_id: int | None = None
    unit: str = ""
    title: str = ""
    person: str = ""
    person_hidden: bool = False
    quantity: int | None = None
    channel: str = ""


@dataclass(frozen=True)
class Reader:
    """Reads rows into records: in the words of *house*, naming only the *people* that may be seen."""

    house: House
    people: Known

    def entry(self, row: Entry) -> OpenedRecord:
        """A deed."""
        return OpenedRecord(
            source="entries",
            id=row.pk,
            key=str(row.uuid),
            label=self._declared(row.kind),
            day=row.day,
            unit_id=row.unit_id,
            unit=row.unit.name,
            quantity=row.quantity,
            channel=row.channel,
            **self._who(row.person_id),
        )

    def matter(self, row: Matter) -> OpenedRecord:
        """Something to be done, in its present state."""
        return OpenedRecord(
            source="matters",
            id=row.pk,
            key=row.number,
            label=self._declared(row.state),
            day=row.opened_on,
            unit_id=row.unit_id,
            unit=row.unit.name,
            title=row.title,
            channel=row.channel,
            **self._who(row.assignee_id),
        )

    def post(self, row: Post) -> OpenedRecord:
        """A post with its holder."""
        return OpenedRecord(
            source="posts",
            id=row.pk,
            key=str(row.pk),
            label=row.role.label,
            day=row.since,
            unit_id=row.unit_id,
            unit=row.unit.name,
            **self._who(row.person_id),
        )

    def person(self, row: Person) -> OpenedRecord:
        """A person."""
        return OpenedRecord(
            source="people",
            id=row.pk,
            key=str(row.uuid),
            label=Text(zh="人员", en="Person"),
            **self._who(row.pk),
        )

    def unit(self, row: Unit) -> OpenedRecord:
        """A unit."""
        return OpenedRecord(
            source="units",
            id=row.pk,
            key=str(row.pk),
            label=row.kind.label,
            day=row.since,
            unit_id=row.pk,
            unit=row.name,
        )

    def tie(self, row: Tie) -> OpenedRecord:
        """A tie, at the unit it counts for."""
        unit = row.to_unit or row.from_unit
        return OpenedRecord(
            source="ties",
            id=row.pk,
            key=str(row.pk),
            label=row.kind.label,
            day=row.since,
            unit_id=unit.pk if unit else None,
            unit=unit.name if unit else "",
            **self._who(row.from_person_id),
        )

    def _who(self, person_id: int | None) -> dict[str, Any]:  # reason: two keyword arguments
        hidden = person_id is not None and person_id not in self.people
        return {"person": self.people.get(person_id or 0, ""), "person_hidden": hidden}

    def _declared(self, row: Declared) -> Text:
        """What the declared thing is called today; its key where the house no longer has it."""
        try:
            return Names.of(self.house).label(self.house.path_of(row.pk))
        except KeyError:
            return Text.both(row.key)


@dataclass(frozen=True)
class Shelf:
    """One kind of record."""

    rows: Callable[[], QuerySet[Any]]  # reason: rows of any of six models
    rule: Rule
    order: tuple[str, ...]
    record: Callable[[Reader, Any], OpenedRecord]  # reason: a row of its model
    person: str = ""  # the column that names somebody, if one does


SHELVES: Mapping[str, Shelf] = MappingProxyType(
    {
        "entries": Shelf(
            lambda: Entry.objects.select_related("kind", "unit"),
            SEES_ENTRIES,
            ("-day", "-pk"),
            Reader.entry,
            "person_id",
        ),
        "matters": Shelf(
            lambda: Matter.objects.select_related("state", "unit"),
            SEES_MATTERS,
            ("-opened_on", "-pk"),
            Reader.matter,
            "assignee_id",
        ),
        "posts": Shelf(
            lambda: Post.objects.select_related("role", "unit"),
            SEES_POSTS,
            ("unit__code", "unit", "pk"),
            Reader.post,
            "person_id",
        ),
        "people": Shelf(Person.objects.all, SEES_PEOPLE, ("pk",), Reader.person, "pk"),
        "units": Shelf(lambda: Unit.objects.select_related("kind"), SEES_UNITS, ("path",), Reader.unit),
        "ties": Shelf(
            lambda: Tie.objects.select_related("kind", "to_unit", "from_unit"),
            Ability("registry.see", at="to_unit__path") | Ability("registry.see", at="from_unit__path"),
            ("pk",),
            Reader.tie,
            "from_person_id",
        ),
    }
)
