"""A small county with a playbook of its own; clerk, handler, agent and a neighbour who may not look.

county ── housing, police (departments)
   ├───── east ── lake (village), garden (community)
   └───── west ── hill (village)
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from haitang.kernel.matters.api import ContactDetails, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import (
    RESIDENT,
    SYSTEM,
    Actor,
    actor_of,
    add_unit,
    appoint,
    enrol_person,
    open_account,
    open_region,
    root_of,
)
from haitang.kernel.registry.models import Account, Person, Region, Unit
from haitang.lib.ids import new_id

BEGAN = date(2020, 1, 1)
UNITS = (
    ("housing", "department", "county"),
    ("police", "department", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("garden", "community", "east"),
    ("hill", "village", "west"),
)
PEOPLE = {
    "clara": ("clerk", "county"),
    "ella": ("clerk", "east"),
    "wendy": ("clerk", "west"),
    "hugo": ("handler", "housing"),
    "hana": ("handler", "housing"),
    "paul": ("handler", "police"),
    "anna": ("agent", "housing"),
    "sun": ("village_secretary", "lake"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class County:
    """The region with its units and people by name."""

    region: Region
    units: dict[str, Unit]
    people: dict[str, Person]

    @property
    def house(self) -> Actor:
        """The house itself."""
        return SYSTEM(self.region)

    def account(self, name: str) -> Account:
        """How *name* signs in."""
        return self.people[name].account

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.account(name))

    def told(self, *, contact: ContactDetails | None = None, body: str = "路灯不亮") -> Matter:
        """A resident tells of something in the village."""
        opened = open_matter(
            "request",
            at=self.units["lake"],
            actor=RESIDENT(self.region),
            body=body,
            channel="phone",
            contact=contact,
        )
        return opened.matter

    def move(self, matter: Matter, key: str, name: str, **more: Any) -> Matter:
        """A move by *name*; ``resident`` for who told it, ``house`` for the clock."""
        now = Matter.objects.get(pk=matter.pk)
        actor = self.house if name == "house" else RESIDENT(self.region)
        now.is_followed = name == "resident"
        if name not in {"house", "resident"}:
            actor = self.actor(name)
        make_move(now, move=key, seen=now.serial, client_id=new_id(), actor=actor, **more)
        return Matter.objects.get(pk=matter.pk)

    def dispatched(self, **more: Any) -> Matter:
        """A request with the handlers of housing."""
        return self.move(self.told(**more), "dispatch", "ella", to_unit=self.units["housing"])


def small_county(key: str = "small", code: str = "990001", text: str = PLAYBOOK) -> County:
    """The county, the playbook *text* applied, posts since BEGAN."""
    region = open_region(key, code=code, name=key.title(), actor=None)
    house = SYSTEM(region)
    units = {"county": root_of(region)}
    say(units["county"], text.replace("CODE", code))
    for name, kind, above in UNITS:
        unit_code = f"{code}{len(units):03}"
        units[name] = add_unit(
            name.title(), kind=kind, under=units[above], code=unit_code, since=BEGAN, actor=house
        )
    people = {}
    for name, (role, unit) in PEOPLE.items():
        people[name] = enrol_person(region, name=name.title(), actor=house)
        appoint(people[name], role=role, unit=units[unit], since=BEGAN, actor=house)
        open_account(f"{name}.{key}", person=people[name], email=f"{name}@example.org", actor=house)
    return County(region, units, people)


def say(at: Unit, text: str) -> None:
    """Apply the playbook *text* at a unit."""
    with TemporaryDirectory() as folder:
        Path(folder, "playbook.yaml").write_text(text, encoding="utf-8")
        apply(plan(Path(folder), at=at), actor=SYSTEM(at.region_id))
