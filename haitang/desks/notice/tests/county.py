"""A small county with a playbook of its own; clerk, handler, agent and a neighbour who may not look.

county ── housing, police (departments)
   ├───── east ── lake (village), garden (community)
   └───── west ── hill (village)
"""

from pathlib import Path
from typing import Any

from haitang.kernel.matters.api import ContactDetails, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county
from haitang.lib.ids import new_id

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
    "penny": ("speaker", "police"),
    "anna": ("agent", "housing"),
    "sun": ("village_secretary", "lake"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")


CODE = "990001"


class County(county.County):
    """What residents tell, and who is then told of it."""

    def give_account(self, name: str, **known: str) -> None:
        """Everyone can be written to."""
        super().give_account(name, email=f"{name}@example.org", **known)

    def told(self, *, contact: ContactDetails | None = None, body: str = "路灯不亮") -> Matter:
        """A resident tells of something in the village."""
        opened = open_matter(
            "request",
            at=self.units["lake"],
            actor=self.resident,
            body=body,
            channel="phone",
            contact=contact,
        )
        return opened.matter

    def move(self, matter: Matter, key: str, name: str, **more: Any) -> Matter:
        """A move by *name*; ``resident`` for who told it, ``house`` for the clock."""
        now = Matter.objects.get(pk=matter.pk)
        actor = self.house if name == "house" else self.resident
        now.is_followed = name == "resident"
        if name not in {"house", "resident"}:
            actor = self.actor(name)
        make_move(now, move=key, seen=now.serial, client_id=new_id(), actor=actor, **more)
        return Matter.objects.get(pk=matter.pk)

    def dispatched(self, **more: Any) -> Matter:
        """A request with the handlers of housing."""
        return self.move(self.told(**more), "dispatch", "ella", to_unit=self.units["housing"])


def small_county(folder: Path) -> County:
    """The county, its playbook applied, posts since BEGAN."""
    text = PLAYBOOK.replace("CODE", CODE)
    return County.grow(folder, text, units=UNITS, people=PEOPLE, key="small", code=CODE)
