from types import SimpleNamespace

import pytest

from haitang.lib.diagnostics import Refusal
from haitang.project import commands


def test_too_little_room_on_the_disk_is_said_before_anything_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(commands.shutil, "disk_usage", lambda _: SimpleNamespace(free=5 * 2**20))
    with pytest.raises(Refusal, match="5 MB left") as refused:
        commands.prepare()
    assert refused.value.code == "run.no-room"
