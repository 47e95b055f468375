from pathlib import Path

import pytest

from haitang.kernel.matters.tests.county import County, make_county


@pytest.fixture
def county(db: None, tmp_path: Path) -> County:
    """A small county with named people; undone after the test."""
    return make_county(tmp_path / "playbook")
