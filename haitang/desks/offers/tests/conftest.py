"""A county with two towns: a village where things are asked, and members elsewhere who take them on."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from haitang.kernel.matters.api import ContactDetails, followed, make_move, open_matter
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
from haitang.kernel.registry.models import Person, Region, Unit
from haitang.lib.ids import new_id

PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
BEGAN = date(2020, 1, 1)
UNITS = (("east", "town", "county"), ("lake", "village", "east"), ("west", "town", "county"))
UNITS += (("first", "branch", "west"), ("second", "branch", "lake"))
PEOPLE = {
    "stella": ("steward", "east"),
    "sun": ("secretary", "lake"),
    "mei": ("member", "first"),
    "ming": ("member", "first"),
}


@dataclass(frozen=True)
class County:
    """The region with its units and people by name."""

    region: Region
    units: dict[str, Unit]
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        """The person with today's posts."""
        return actor_of(self.people[name].account)

    def ask(self, kind: str, words: str = "") -> Matter:
        """Somebody asks for something, and staff offer it in these *words*; without them it waits."""
        contact = ContactDetails("秦婆婆", "13900001111")
        opened = open_matter(
            kind,
            at=self.units["lake"],
            actor=RESIDENT(self.region),
            title="秦婆婆的棉衣",
            body="湖村三组秦婆婆想要一件棉衣。",
            channel="phone",
            contact=contact,
            uuid=new_id(),
        )
        matter = followed(opened.matter.number, opened.follow_code)
        assert matter is not None
        if words:
            move, name = ("hang", "stella") if kind == "wish" else ("offer", "sun")
            self.move(matter, move, name, answers={"words": words})
        return matter

    def move(self, matter: Matter, move: str, name: str = "", **more: object) -> None:
        """One move by somebody, or by whoever asked."""
        actor = self.actor(name) if name else RESIDENT(self.region)
        seen = Matter.objects.get(pk=matter.pk).serial
        make_move(matter, move=move, seen=seen, client_id=uuid4(), actor=actor, **more)


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return make_county(stage)


def make_county(folder: Path) -> County:
    """The county, its playbook applied."""
    region = open_region("offers", code="990001", name="虚构县", actor=None)
    house, units = SYSTEM(region), {"county": root_of(region)}
    (folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    apply(plan(folder, at=units["county"]), actor=house)
    for name, kind, above in UNITS:
        units[name] = add_unit(name.title(), kind=kind, under=units[above], since=BEGAN, actor=house)
    people = {}
    for name, (role, unit) in PEOPLE.items():
        people[name] = enrol_person(region, name=name.title(), actor=house)
        appoint(people[name], role=role, unit=units[unit], since=BEGAN, actor=house)
        open_account(name, person=people[name], actor=house)
    return County(region, units, people)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """As it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def sign_in(county):
    """A browser in which somebody is signed in."""

    def _sign_in(name: str) -> Client:
        browser = Client()
        browser.force_login(county.people[name].account, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return _sign_in
