from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client

from haitang.desks.requests.tests.county import County, small_county


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The small county; undone after the file."""
    return small_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def sign_in(county):
    """A browser in which somebody of the county is signed in: ``sign_in("clara")``."""

    def _sign_in(name: str, where: County = county) -> Client:
        browser = Client()
        browser.force_login(where.account(name), backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return _sign_in
