"""An upgrader rewrites files with their comments, and old applied texts are upgraded when they are read."""

from collections.abc import Mapping

import pytest

from haitang.kernel.playbooks import upgrades, upgrading
from haitang.kernel.playbooks.upgrades import upgraded
from haitang.kernel.playbooks.upgrading import upgrade_folder


@pytest.fixture
def from_nought(monkeypatch):
    """A language version 0 in which a title was called a name."""

    def nought_to_one(text):
        if "name" in text:
            text["title"] = text.pop("name")
        return text

    known: Mapping = {0: nought_to_one}
    monkeypatch.setattr(upgrades, "UPGRADERS", known)
    monkeypatch.setattr(upgrading, "UPGRADERS", known)


@pytest.mark.usefixtures("from_nought")
def test_files_are_rewritten_with_their_comments(write):
    folder = write(
        "county", a="# whose\nhaitang: 0\nname: {zh: 县, en: County}\n", b="rules: {}  # none yet\n"
    )
    assert [file.name for file in upgrade_folder(folder)] == ["a.yaml"]
    assert (folder / "a.yaml").read_text() == "# whose\nhaitang: 1\ntitle: {zh: 县, en: County}\n"
    assert (folder / "b.yaml").read_text() == "rules: {}  # none yet\n"
    assert upgrade_folder(folder) == []


@pytest.mark.usefixtures("from_nought")
def test_a_stored_text_is_upgraded_step_by_step():
    assert upgraded({"haitang": 0, "name": "x"}) == {"haitang": 1, "title": "x"}
