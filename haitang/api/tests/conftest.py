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


@pytest.fixture(scope="module")
def grown_town(stage: Path) -> Town:
    """A small county whose residents report; undone after the file."""
    return small_county()


@pytest.fixture
def town(grown_town: Town, db: None) -> Town:
    """The same, with clerks, a department and another town, as it was grown; undone after the test."""
    return deepcopy(grown_town)


@pytest.fixture
def staff(town: Town) -> Caller:
    """A client with a token for the only post of somebody in *town*."""
    return lambda name: bearer(town.people[name])


@pytest.fixture(scope="module")
def grown_haixi(stage: Path) -> Haixi:
    """A small county with the whole flow of a request, beside any other of the file; undone after it."""
    return make_haixi(stage, code="990009")


@pytest.fixture
def haixi(grown_haixi: Haixi, db: None) -> Haixi:
    """The same, with meetings, visits and two towns, as it was grown; undone after the test."""
    return deepcopy(grown_haixi)


@pytest.fixture
def desk(haixi: Haixi) -> Caller:
    """A client with a token for the only post of somebody in *haixi*."""
    return lambda name: bearer(haixi.people[name])
