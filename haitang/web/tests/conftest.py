from copy import deepcopy
from pathlib import Path

import pytest

from haitang.web.tests.county import County, make_county


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county for the pages; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None, tmp_path: Path, settings) -> County:
    """The county as it was grown; undone after the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return deepcopy(grown)
