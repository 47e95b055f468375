from pathlib import Path

import pytest

from haitang.kernel.measures.tests.county import County, make_county


@pytest.fixture
def county(db: None, playbook_folder: Path) -> County:
    """A small county that counts things; undone after the test."""
    return make_county(playbook_folder)
