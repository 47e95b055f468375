"""A county that has dispatched for a while: lamps and noise to departments, the rest to the place's town.

county ── works, police (departments)
   ├───── east ── reed, pine (villages)
   └───── west ── hill, brook (villages)
"""

from dataclasses import dataclass, field
from pathlib import Path

from haitang.desks.routing.queries import kinds_that_learn
from haitang.desks.routing.tests.messages import SAID, message
from haitang.kernel.matters.api import Kind, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.ids import new_id

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


PEOPLE = {"clara": ("clerk", "county"), "will": ("handler", "works"), "eve": ("handler", "east")}
PLAYBOOK = Path(__file__).with_name("playbook.yaml")


@dataclass
class County(county.County):
    """What residents tell, and how it is dispatched."""

    #: By which residents follow what they told.
    codes: dict[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The kind that learns."""
        return kinds_that_learn(Region.objects.get(pk=self.region.pk))[0]

    def told(self, label: str, seed: int, village: str, *, category: str = "") -> Matter:
        """A resident tells of *label* in a village; with *category* the house takes it down with that."""
        said = message(label, seed)
        opened = open_matter(
            "request",
            at=self.units[village],
            actor=self.house if category else self.resident,
            title=said.title,
            body=said.body,
            category=category,
            channel="web",
        )
        self.codes[opened.matter.pk] = opened.follow_code
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
    units = [(name, *where) for name, where in UNITS.items()]
    text = PLAYBOOK.read_text(encoding="utf-8")
    grown = County.grow(folder, text, units=units, people=PEOPLE, key="lakes", code="990007")
    for seed in range(each):
        for place, label in enumerate(SAID):
            grown.handled(label, seed, VILLAGES[(seed + place) % len(VILLAGES)])
    return grown
