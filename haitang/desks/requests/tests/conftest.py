from copy import deepcopy
from pathlib import Path

import pytest

from haitang.desks.requests.tests.county import County, small_county


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The small county; undone after the file."""
    return small_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)
