"""A compound whose secretary plans, three who sit in turn, and somebody of another compound."""

from copy import deepcopy
from pathlib import Path

import pytest

from haitang.desks.rota.queries import Kept, rota_for
from haitang.kernel.playbooks.tests import county as builder

PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
UNITS = (("garden", "compound", "county"), ("hill", "compound", "county"))
PEOPLE = {
    "petra": ("planner", "garden"),
    "anna": ("sitter", "garden"),
    "ben": ("sitter", "garden"),
    "carl": ("sitter", "garden"),
    "zoe": ("sitter", "hill"),
    "ida": ("idle", "county"),
}


class County(builder.County):
    """Whose rota is planned, sat and exchanged."""

    @property
    def kept(self) -> Kept:
        """The rota of the garden, as its planner sees it."""
        found = rota_for(self.actor("petra"), "owners", self.units["garden"].pk)
        assert found is not None
        return found


def make_county(folder: Path) -> County:
    """The county, its playbook applied."""
    return County.grow(folder, PLAYBOOK, units=UNITS, people=PEOPLE, key="rota")


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
    return county.client
