"""A county that has dispatched for a while: lamps and noise to departments, the rest to the place's town.

county ── works, police (departments)
   ├───── east ── reed, pine (villages)
   └───── west ── hill, brook (villages)
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from haitang.desks.routing.queries import kinds_that_learn
from haitang.desks.routing.tests.messages import SAID, message
from haitang.kernel.matters.api import Kind, make_move, open_matter
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
from haitang.kernel.registry.models import Account, Region, Unit
from haitang.lib.ids import new_id

BEGAN = date(2020, 1, 1)
UNITS = {
    "works": ("department", "county"),
    "police": ("department", "county"),
    "east": ("town", "county"),
    "west": ("town", "county"),
    "reed": ("village", "east"),
    "pine": ("village", "east"),
    "hill": ("village", "west"),
    "brook": ("village", "west"),
}
VILLAGES = ("reed", "pine", "hill", "brook")
CATEGORY = {
    "lamps": "city.lighting.lamps",
    "rubbish": "city.cleaning.rubbish",
    "noise": "peace.noise",
    "school": "school",
}


@dataclass(frozen=True)
class County:
    """The region with its units and accounts by name."""

    region: Region
    units: dict[str, Unit]
    accounts: dict[str, Account]

    @property
    def house(self) -> Actor:
        """The house itself."""
        return SYSTEM(self.region)

    @property
    def kind(self) -> Kind:
        """The kind that learns."""
        return kinds_that_learn(Region.objects.get(pk=self.region.pk))[0]

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.accounts[name])

    def told(self, label: str, seed: int, village: str, *, category: str = "") -> Matter:
        """A resident tells of *label* in a village; with *category* the house takes it down with that."""
        said = message(label, seed)
        opened = open_matter(
            "request",
            at=self.units[village],
            actor=self.house if category else RESIDENT(self.region),
            title=said.title,
            body=said.body,
            category=category,
            channel="web",
        )
        return opened.matter

    def handled(self, label: str, seed: int, village: str) -> Matter:
        """The same, dispatched where it belongs and closed."""
        matter = self.told(label, seed, village, category=CATEGORY[label])
        self.move(matter, "dispatch", to_unit=self.belongs(label, village))
        return self.move(matter, "finish")

    def belongs(self, label: str, village: str) -> Unit:
        """Whose *label* is in *village*."""
        department = {"lamps": "works", "noise": "police"}.get(label)
        return self.units[department or UNITS[village][1]]

    def move(self, matter: Matter, key: str, *, by: str = "", to_unit: Unit | None = None) -> Matter:
        """Make a move by *by*, or by the house."""
        now = Matter.objects.get(pk=matter.pk)
        actor = self.actor(by) if by else self.house
        make_move(now, move=key, seen=now.serial, client_id=new_id(), to_unit=to_unit, actor=actor)
        return Matter.objects.get(pk=matter.pk)


def learned_county(folder: Path, *, each: int) -> County:
    """The county with *each* matters of every label handled."""
    region = open_region("lakes", code="990007", name="Lakes", actor=None)
    house, units = SYSTEM(region), {"county": root_of(region)}
    text = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
    (folder / "playbook.yaml").write_text(text, encoding="utf-8")
    apply(plan(folder, at=units["county"]), actor=house)
    for place, (name, (kind, above)) in enumerate(UNITS.items(), start=1):
        code = f"990007{place:03}"
        units[name] = add_unit(
            name.title(), kind=kind, under=units[above], code=code, since=BEGAN, actor=house
        )
    accounts = {}
    for name, role, unit in (
        ("clara", "clerk", "county"),
        ("will", "handler", "works"),
        ("eve", "handler", "east"),
    ):
        person = enrol_person(region, name=name.title(), actor=house)
        appoint(person, role=role, unit=units[unit], since=BEGAN, actor=house)
        accounts[name] = open_account(f"{name}.lakes", person=person, actor=house)
    county = County(region, units, accounts)
    for seed in range(each):
        for place, label in enumerate(SAID):
            county.handled(label, seed, VILLAGES[(seed + place) % len(VILLAGES)])
    return county
