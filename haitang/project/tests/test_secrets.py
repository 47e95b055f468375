from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from haitang.project.environment import secret


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAITANG_CONTACT_KEY", raising=False)


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = secret("contact_key", tmp_path)
    assert secret("contact_key", tmp_path) == made
    assert [(file.name, oct(file.stat().st_mode & 0o777)) for file in tmp_path.iterdir()] == [
        ("contact_key.secret", "0o600")
    ]


@pytest.mark.parametrize("words", ["", "short", "   "])
def test_a_file_without_a_whole_key_is_refused_not_used(tmp_path: Path, words: str) -> None:
    (tmp_path / "contact_key.secret").write_text(words)
    with pytest.raises(ImproperlyConfigured, match=r"contact_key\.secret"):
        secret("contact_key", tmp_path)


def test_a_short_key_given_from_outside_is_refused_by_its_name(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HAITANG_CONTACT_KEY", "abc")
    with pytest.raises(ImproperlyConfigured, match="HAITANG_CONTACT_KEY"):
        secret("contact_key", tmp_path)


def test_a_full_disk_leaves_no_torn_key(tmp_path: Path, monkeypatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        secret("contact_key", tmp_path)
    assert list(tmp_path.iterdir()) == []
