"""What the tests of every part share."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def playbook_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder for a test's playbook, at the same path every time.

    A file that stands there unchanged is read once a run; reading is most of what a small county costs.
    """
    folder = tmp_path_factory.getbasetemp() / "playbook"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder
