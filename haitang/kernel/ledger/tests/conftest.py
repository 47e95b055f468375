from pathlib import Path

import pytest

from haitang.kernel.ledger.tests.county import County, make_county


@pytest.fixture
def county(db: None, playbook_folder: Path) -> County:
    """A small county with named people; undone after the test."""
    return make_county(playbook_folder)


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    """Where attachments are kept during the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"
