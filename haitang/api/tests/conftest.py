from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from haitang.kernel.ledger.tests.county import County, make_county
from haitang.kernel.registry.api import SYSTEM, issue_token

Caller = Callable[[str], Client]


@pytest.fixture
def county(db: None, playbook_folder: Path) -> County:
    """A small county with its playbook."""
    return make_county(playbook_folder)


@pytest.fixture
def caller(county: County) -> Caller:
    """A client with a token for a person's only post."""

    def make(name: str) -> Client:
        post = county.people[name].posts.get()
        _, secret = issue_token(post, label="test", actor=SYSTEM(county.region))
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return make
