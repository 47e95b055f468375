"""A small county where residents' requests are handled, made through the actions alone."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from haitang.kernel.matters.api import Opened, make_move, open_matter
from haitang.kernel.matters.models import Matter, Step
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
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id

PLAYBOOK = (Path(__file__).parent / "county.yaml").read_text(encoding="utf-8")
BEGAN = date(2020, 1, 1)
#: Name → role, unit.
PEOPLE = {
    "clara": ("clerk", "county"),
    "carl": ("clerk", "east"),
    "cora": ("clerk", "west"),
    "fred": ("handler", "parks"),
    "fiona": ("handler", "parks"),
    "paul": ("handler", "police"),
    "sun": ("secretary", "lake"),
    "hill": ("secretary", "hill"),
    "anna": ("agent", "lake"),
    "host": ("host", "county"),
    "mei": ("member", "lake"),
}
UNITS = (
    ("parks", "department", "county"),
    ("police", "department", "county"),
    ("east", "town", "county"),
    ("west", "town", "county"),
    ("lake", "village", "east"),
    ("hill", "village", "west"),
)


@dataclass
class County:
    """The region, its units and people by name; shorthands for what tests do all the time."""

    region: Region
    folder: Path
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def house(self) -> Actor:
        """The house itself."""
        return SYSTEM(self.region)

    @property
    def resident(self) -> Actor:
        """Anyone without an account."""
        return RESIDENT(self.region)

    def actor(self, name: str) -> Actor:
        """The person *name* with today's posts."""
        return actor_of(self.people[name].account)

    def apply(self, text: str = PLAYBOOK) -> None:
        """Make *text* the playbook that holds."""
        (self.folder / "main.yaml").write_text(text, encoding="utf-8")
        apply(plan(self.folder, at=self.units["county"]), actor=self.house)

    def open(self, at: str = "lake", actor: Actor | None = None, **changes: Any) -> Opened:
        """A request from a resident on the public page."""
        said = {"title": "路灯不亮", "body": "村口三盏灯一周不亮。", "channel": "web", **changes}
        kind = said.pop("kind", "request")
        return open_matter(kind, at=self.units[at], actor=actor or self.resident, **said)

    def move(self, matter: Matter, move: str, who: str | Actor, **given: Any) -> Step:
        """*who* makes *move*, having seen the matter as it is now."""
        now = fresh(matter)
        now.is_followed = matter.is_followed
        actor = self.actor(who) if isinstance(who, str) else who
        if isinstance(unit := given.get("to_unit"), str):
            given["to_unit"] = self.units[unit]
        return make_move(
            now, move=move, seen=now.serial, client_id=given.pop("client_id", new_id()), actor=actor, **given
        )

    def dispatched(self, to: str = "parks", **changes: Any) -> Matter:
        """A request that the county's clerk sent to a department."""
        matter = self.open(**changes).matter
        self.move(matter, "dispatch", "clara", to_unit=to)
        return fresh(matter)

    def answered(self, **changes: Any) -> Matter:
        """A request answered by the department, as its resident sees it."""
        matter = self.dispatched(**changes)
        self.move(matter, "accept", "fred")
        self.move(matter, "answer", "fred", note="已更换灯头。")
        return followed_copy(matter)


def fresh(matter: Matter) -> Matter:
    """The matter as it is now."""
    return Matter.objects.select_related("state", "kind", "unit", "owner").get(pk=matter.pk)


def followed_copy(matter: Matter) -> Matter:
    """The matter as the loader gives it to who has the code."""
    found = fresh(matter)
    found.is_followed = True
    return found


def make_county(folder: Path, key: str = "haixi", code: str = "990001") -> County:
    """A fresh county; *folder* takes its playbook."""
    region = open_region(key, code=code, name=key.title(), actor=None)
    folder.mkdir(parents=True, exist_ok=True)
    county = County(region, folder)
    county.units["county"] = root_of(region.pk)
    county.apply()
    for name, kind, above in UNITS:
        county.units[name] = add_unit(
            name.title(),
            kind=kind,
            under=county.units[above],
            code=f"{code}{name}"[:24],
            since=BEGAN,
            actor=county.house,
        )
    for name, (role, unit) in PEOPLE.items():
        person = enrol_person(region, name=name.title(), actor=county.house)
        appoint(person, role=role, unit=county.units[unit], since=BEGAN, actor=county.house)
        open_account(f"{name}.{key}", person=person, actor=county.house)
        county.people[name] = person
    return county
