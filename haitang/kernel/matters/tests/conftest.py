from copy import deepcopy
from pathlib import Path

import pytest

from haitang.kernel.matters.tests.county import PLAYBOOK, County, make_county
from haitang.kernel.matters.tests.fair import FAIR


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county with named people; undone after the file."""
    return make_county(stage)


@pytest.fixture
def county(grown: County, db: None, playbook_folder: Path) -> County:
    """The county as it was grown, and its playbook in its folder; undone after the test."""
    (playbook_folder / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    return deepcopy(grown)


@pytest.fixture
def fair(county: County) -> County:
    """The same with fair limits."""
    county.apply(FAIR)
    return county
