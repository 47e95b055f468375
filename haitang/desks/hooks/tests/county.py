"""A small county with a hotline: its clerk, a handler, and an organiser who sees what could not be told."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from haitang.kernel.matters.api import ContactDetails, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county
from haitang.lib.ids import new_id

UNITS = (
    ("housing", "department", "county"),
    ("lake", "village", "county"),
    ("hill", "village", "county"),
)
PEOPLE = {
    "olga": ("organiser", "county"),
    "lina": ("organiser", "lake"),
    "hilda": ("organiser", "hill"),
    "clara": ("clerk", "county"),
    "hugo": ("handler", "housing"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
KEY = "12345-2026-000417"
#: What must stay in the house, whatever a work order holds.
PRIVATE = ("王阿姨", "13800138000", "hugo@example.org", "老街三号")


class County(county.County):
    """What the hotline passes on, and how it goes on."""

    def apply(self, text: str) -> None:
        """Make *text* the playbook that holds."""
        with TemporaryDirectory() as folder:
            self.folder = Path(folder)
            super().apply(text.replace("CODE", self.region.code))

    def order(self, key: str = KEY, channel: str = "hotline") -> Matter:
        """A work order, with all that must not leave."""
        opened = open_matter(
            "request",
            at=self.units["lake"],
            actor=self.actor("clara"),
            title="老街三号门口路灯不亮",
            body="打 13800138000 找王阿姨",
            channel=channel,
            outside_key=key,
            contact=ContactDetails(name="王阿姨", phone="13800138000"),
        )
        return opened.matter

    def move(self, matter: Matter, key: str, name: str = "clara", **more: Any) -> Matter:
        """A move by *name*, with a note that names somebody."""
        now = Matter.objects.get(pk=matter.pk)
        note = "已电话告知王阿姨 13800138000"
        make_move(
            now, move=key, seen=now.serial, client_id=new_id(), actor=self.actor(name), note=note, **more
        )
        return Matter.objects.get(pk=matter.pk)

    def dispatched(self, **said: str) -> Matter:
        """A work order with the handlers."""
        return self.move(self.order(**said), "dispatch", to_unit=self.units["housing"])


def small_county() -> County:
    """The county, its playbook applied, posts since BEGAN."""
    return County.grow(Path(), PLAYBOOK, units=UNITS, people=PEOPLE, key="small", code="990001")
