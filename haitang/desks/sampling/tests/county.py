"""A county whose residents are asked again: what they told ended in September, the draw is of November.

county ── works (department), survey (survey_office)
   ├───── east ── reed (village)
   └───── west ── hill (village)
"""

from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.urls import reverse

from haitang.desks.sampling.enums import AskingStage
from haitang.desks.sampling.jobs import close_samples, draw_samples
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.matters.api import ContactDetails, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county
from haitang.lib import clock
from haitang.lib.ids import new_id

UNITS = (
    ("works", "department", "county"),
    ("survey", "survey_office", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("reed", "village", "east"),
    ("hill", "village", "west"),
)
PEOPLE = {
    "omar": ("organiser", "county"),
    "clara": ("clerk", "county"),
    "will": ("handler", "works"),
    "rita": ("handler", "reed"),
    "sue": ("surveyor", "survey"),
    "sam": ("surveyor", "survey"),
    "wes": ("surveyor", "works"),
    "eve": ("surveyor", "east"),
    "hal": ("surveyor", "hill"),
    "roy": ("surveyor", "county"),
    "ida": ("idle", "county"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
FIRST = date(2026, 11, 1)
#: Where the desk stands: under its own prefix, or alone at the root.
BASE = str(reverse("sampling:draws"))


def at(day: date | datetime, hour: int = 10) -> AbstractContextManager[None]:
    """Everything inside happens on *day*."""
    return clock.standing_at(datetime(day.year, day.month, day.day, hour, 0, 0, 1, tzinfo=clock.ZONE))


class County(county.County):
    """What its residents told, and the draw about it."""

    def ended(
        self, *, unit: str = "reed", to: str = "works", on: date = date(2026, 9, 12), **more: Any
    ) -> Matter:
        """A matter that ended, rated five."""
        contact = more.get("contact", ContactDetails("王小明", "13800138000", "wang@example.org"))
        with at(on - timedelta(days=2)):
            matter = open_matter(
                "request",
                at=self.units[unit],
                title=more.get("title", "路灯不亮"),
                body="路灯不亮",
                channel="phone",
                contact=contact,
                actor=self.resident,
            ).matter
            self.move(matter, "dispatch", "clara", to_unit=self.units[to])
            self.move(matter, "answer", {"works": "will", "reed": "rita"}[to])
        with at(on):
            return self.move(matter, "confirm", "", rating=more.get("rating", 5))

    def move(self, matter: Matter, key: str, name: str, **more: Any) -> Matter:
        """A move by *name*; by the resident where nobody is named."""
        now = Matter.objects.get(pk=matter.pk)
        now.is_followed = not name
        actor = self.actor(name) if name else self.resident
        make_move(now, move=key, seen=now.serial, client_id=new_id(), actor=actor, **more)
        return Matter.objects.get(pk=matter.pk)

    def visit(self, on: date = date(2026, 10, 30)) -> None:
        """Something on the ledger, so that there is a day to be sealed."""
        with at(on):
            draft = Draft(uuid=new_id(), kind="visit", unit=self.units["reed"].pk, day=on)
            record(draft, actor=self.actor("clara"))

    def drawn(self, on: date = FIRST) -> SampleDraw:
        """The draw of November, made by the worker."""
        with at(on):
            draw_samples()
        return SampleDraw.objects.get(starts_on=FIRST)

    def settled(self, draw: SampleDraw) -> SampleDraw:
        """The same, closed by the worker once its days are over."""
        with at(draw.ends_on + timedelta(days=1)):
            close_samples()
        return SampleDraw.objects.get(pk=draw.pk)

    def rings(self, draw: SampleDraw) -> list[DrawnMatter]:
        """Those drawn, as if each had been invited."""
        DrawnMatter.objects.filter(draw=draw).update(stage=AskingStage.INVITED)
        return list(DrawnMatter.objects.filter(draw=draw).select_related("draw", "matter").order_by("place"))


def sampled_county(folder: Path) -> County:
    """The county, its playbook applied, posts since BEGAN, and a day to be sealed."""
    grown = County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE, key="sampled", code="990031")
    grown.visit()
    return grown
