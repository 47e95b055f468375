"""A compound whose secretary plans, three who sit in turn, and somebody of another compound."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from haitang.desks.rota.queries import Kept, rota_for
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import (
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

PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
BEGAN = date(2020, 1, 1)
PEOPLE = {
    "petra": ("planner", "garden"),
    "anna": ("sitter", "garden"),
    "ben": ("sitter", "garden"),
    "carl": ("sitter", "garden"),
    "zoe": ("sitter", "hill"),
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

    @property
    def kept(self) -> Kept:
        """The rota of the garden, as its planner sees it."""
        found = rota_for(self.actor("petra"), "owners", self.units["garden"].pk)
        assert found is not None
        return found


def make_county(folder: Path) -> County:
    """The county, its playbook applied."""
    region = open_region("rota", code="990001", name="虚构县", actor=None)
    house, units = SYSTEM(region), {"county": root_of(region)}
    (folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    apply(plan(folder, at=units["county"]), actor=house)
    for name in ("garden", "hill"):
        units[name] = add_unit(name.title(), kind="compound", under=units["county"], since=BEGAN, actor=house)
    people = {}
    for name, (role, unit) in PEOPLE.items():
        people[name] = enrol_person(region, name=name.title(), actor=house)
        appoint(people[name], role=role, unit=units[unit], since=BEGAN, actor=house)
        open_account(name, person=people[name], actor=house)
    return County(region, units, people)


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """As it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def sign_in(county):
    """A browser in which somebody is signed in."""

    def _sign_in(name: str) -> Client:
        browser = Client()
        backend = "django.contrib.auth.backends.ModelBackend"
        browser.force_login(county.people[name].account, backend=backend)
        return browser

    return _sign_in
