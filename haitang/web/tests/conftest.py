from pathlib import Path

import pytest

from haitang.web.tests.county import County, make_county


@pytest.fixture
def county(db, tmp_path: Path, playbook_folder: Path, settings) -> County:
    settings.MEDIA_ROOT = tmp_path / "files"
    return make_county(playbook_folder)
