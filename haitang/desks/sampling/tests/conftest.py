from copy import deepcopy
from pathlib import Path

import pytest

from haitang.desks.sampling.tests.county import County, sampled_county


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county that samples; undone after the file."""
    return sampled_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)
