from pathlib import Path

import pytest

from haitang.kernel.playbooks.source import read_source
from haitang.kernel.playbooks.sources import read_remembered

SAID = "a: &x {b: [1, 2.5, 走访, no, true, ~]}\nc: *x\n".encode()


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.VAR = tmp_path
    return tmp_path / "sources"


def test_a_file_remembered_is_the_same_as_one_read(folder: Path) -> None:
    read_remembered(SAID, "f.yaml")
    assert len(list(folder.iterdir())) == 1
    assert read_remembered(SAID, "g.yaml") == read_source(SAID, "g.yaml")


def test_another_content_is_read_anew(folder: Path) -> None:
    read_remembered(SAID, "f.yaml")
    assert read_remembered(b"a: 2\n", "f.yaml")[0].data == {"a": 2}


def test_a_file_with_a_fault_is_not_remembered(folder: Path) -> None:
    faults = [read_remembered(b"a: 1\na: 2\n", "f.yaml")[1] for _ in range(2)]
    assert [fault.code for found in faults for fault in found] == ["said-twice", "said-twice"]
    assert not folder.exists()


def test_what_was_torn_is_read_again(folder: Path) -> None:
    read_remembered(SAID, "f.yaml")
    next(folder.iterdir()).write_text("{")
    assert read_remembered(SAID, "f.yaml") == read_source(SAID, "f.yaml")


def test_without_room_the_file_is_read_all_the_same(folder: Path) -> None:
    folder.write_text("in the way")
    assert read_remembered(SAID, "f.yaml")[0].data["c"] == read_source(SAID, "f.yaml")[0].data["c"]
