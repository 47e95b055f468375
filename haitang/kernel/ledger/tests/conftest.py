from pathlib import Path

import pytest

from haitang.kernel.ledger.tests.county import County, make_county


@pytest.fixture
def county(db: None, tmp_path: Path) -> County:
    """A small county with named people; undone after the test."""
    return make_county(tmp_path / "playbook")


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    """Where attachments are kept during the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
