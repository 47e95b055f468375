"""A county that meets: a host and a clerk at its root, two departments, a town, a village.

county ── works, police (departments)
   └───── east ── reed (village)
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.models import Decision, Seat
from haitang.kernel.matters.api import ContactDetails, comment, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.tests import county
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.ids import new_id

UNITS = (
    ("works", "department", "county"),
    ("police", "department", "county"),
    ("water", "department", "county"),
    ("east", "town", "county"),
    ("reed", "village", "east"),
)
PEOPLE = {
    "clara": ("clerk", "county"),
    "hana": ("host", "county"),
    "will": ("handler", "works"),
    "paul": ("handler", "police"),
    "wen": ("handler", "water"),
    "ella": ("clerk", "east"),
    "rita": ("handler", "reed"),
}


PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
#: What of a private matter an agenda does not tell.
PRIVATE = ("13800138000", "13900139000", "王阿姨", "摔过一跤", "上门看望")


class County(county.County):
    """Shorthands for what tests of meetings do all the time."""

    def told(self, words: str = "路灯不亮", at: str = "reed") -> tuple[Matter, str]:
        """A resident tells something; the matter and its code."""
        opened = open_matter(
            "request", at=self.units[at], title=words, body=words, channel="phone", actor=self.resident
        )
        return opened.matter, opened.follow_code

    def private(self) -> Matter:
        """A matter with all that must stay with those who handle it; a number stands in its title."""
        opened = open_matter(
            "request",
            at=self.units["reed"],
            title="路灯不亮请回电13800138000",
            body="我家老人夜里摔过一跤",
            channel="phone",
            contact=ContactDetails("王阿姨", "13900139000"),
            actor=self.resident,
        )
        comment(opened.matter, text="已上门看望老人", client_id=new_id(), actor=self.actor("rita"))
        return opened.matter

    def propose(self, *matters: Matter, by: str = "clara", uuid: UUID | None = None) -> Matter:
        """A meeting with these on its agenda."""
        kinds = queries.meeting_kinds(Region.objects.get(pk=self.region.pk))[0]
        return actions.propose(
            kinds,
            at=self.units["county"],
            title="路灯联席会",
            matters=[fresh(one) for one in matters],
            uuid=uuid or new_id(),
            actor=self.actor(by),
        )

    def move(self, matter: Matter, move: str, by: str, **given: Any) -> Matter:
        """*by* makes *move*."""
        now = fresh(matter)
        if isinstance(unit := given.get("to_unit"), str):
            given["to_unit"] = self.units[unit]
        make_move(now, move=move, seen=now.serial, client_id=new_id(), actor=self.actor(by), **given)
        return fresh(matter)

    def ask(self, meeting: Matter, *names: str, by: str = "clara") -> list[Seat]:
        """These units are asked to come."""
        units = [self.units[name] for name in names]
        actions.invite(meeting, units=units, client_id=new_id(), actor=self.actor(by))
        return list(queries.seats(meeting))

    def came(self, meeting: Matter, *names: str) -> None:
        """Who came is noted."""
        there = {seat.pk for seat in queries.seats(meeting) if seat.unit.pk in self._ids(names)}
        actions.note_who_came(meeting, came=there, client_id=new_id(), actor=self.actor("hana"))

    def _ids(self, names: tuple[str, ...]) -> set[int]:
        return {self.units[name].pk for name in names}

    def held(self, *matters: Matter) -> Matter:
        """A meeting about these that was held with its quorum."""
        meeting = self.propose(*matters)
        self.ask(meeting, "works", "police", "east")
        self.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
        self.came(meeting, "works", "police")
        return self.move(meeting, "hold", "hana", quantity=5, answers={"minutes": "三家到会。"})

    def decided(self, meeting: Matter, text: str = "换灯", to: str = "works", **given: Any) -> Decision:
        """A decision of the meeting about all its items."""
        ruling = actions.Ruling(
            text=text,
            owner=self.units[to],
            day=given.get("day", clock.today() + timedelta(days=7)),
            items=given.get("items", list(queries.agenda(meeting))),
            client_id=given.get("client_id", new_id()),
        )
        return actions.decide(fresh(meeting), ruling=ruling, actor=self.actor(given.get("by", "hana")))


def fresh(matter: Matter) -> Matter:
    """The matter as it is now."""
    return Matter.objects.select_related("state", "kind", "unit", "owner").get(pk=matter.pk)


def meeting_county(folder: Path) -> County:
    """The county, its playbook applied, posts since BEGAN."""
    return County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE, key="meeting", code="990008")
