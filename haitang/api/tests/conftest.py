from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client

from haitang.desks.requests.tests.county import County as Town
from haitang.desks.requests.tests.county import small_county
from haitang.kernel.ledger.tests.county import County, make_county
from haitang.kernel.matters.tests.county import County as Haixi
from haitang.kernel.matters.tests.county import make_county as make_haixi
from haitang.kernel.registry.api import SYSTEM, issue_token
from haitang.kernel.registry.models import Person

Caller = Callable[[str], Client]


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county with its playbook; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None, playbook_folder: Path) -> County:
    """The county as it was grown, its folder empty; undone after the test."""
    return deepcopy(grown, {id(grown.actors): dict(grown.actors)})  # actors are frozen and shared


def bearer(person: Person) -> Client:
    """A client with a token for *person*'s only post."""
    _, secret = issue_token(person.posts.get(), label="test", actor=SYSTEM(person.region_id))
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def caller(county: County) -> Caller:
    """A client with a token for a person's only post."""
    return lambda name: bearer(county.people[name])


@pytest.fixture
def town(db: None) -> Town:
    """A small county whose residents report, with clerks, a department and another town."""
    return small_county()


@pytest.fixture
def staff(town: Town) -> Caller:
    """A client with a token for the only post of somebody in *town*."""
    return lambda name: bearer(town.people[name])


@pytest.fixture
def haixi(db: None, playbook_folder: Path) -> Haixi:
    """A small county with the whole flow of a request: meetings, visits, two towns."""
    return make_haixi(playbook_folder)


@pytest.fixture
def desk(haixi: Haixi) -> Caller:
    """A client with a token for the only post of somebody in *haixi*."""
    return lambda name: bearer(haixi.people[name])
