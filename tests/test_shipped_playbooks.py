"""The playbooks that ship say nothing wrong."""

from pathlib import Path

import pytest
from django.conf import settings

from haitang.kernel.playbooks.loading import read
from haitang.kernel.playbooks.planning import shipped

FOLDERS = sorted(file.parent for file in Path(settings.PLAYBOOKS).glob("*/playbook.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_playbook_checks_clean(folder):
    assert [str(fault) for fault in read(folder, shipped()).faults] == []
