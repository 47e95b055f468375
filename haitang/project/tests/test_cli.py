import os
import subprocess
import sys

import pytest

from haitang.project.cli import settle_sample


@pytest.mark.parametrize(("command", "exported", "settled"), [
    ("run", None, "1"),
    ("sample", "0", "1"),
    ("serve", "1", "0"),
    ("ledger", None, None),
    ("worker", "1", "1"),
])  # fmt: skip
def test_only_the_sample_commands_install_the_sample_part(monkeypatch, command, exported, settled):
    monkeypatch.setenv("HAITANG_SAMPLE", exported or "")
    if exported is None:
        monkeypatch.delenv("HAITANG_SAMPLE")
    settle_sample(command)
    assert os.environ.get("HAITANG_SAMPLE") == settled


def haitang(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "haitang.project.cli", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_an_unreachable_database_is_said_in_words_without_its_password(tmp_path):
    url = "postgres://ann:hush@127.0.0.1:1/county"
    done = haitang("migrate", DATABASE_URL=url, HAITANG_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "Cannot reach the database postgres://127.0.0.1:1/county" in done.stderr
    assert "hush" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_a_database_of_an_unknown_kind_names_the_variable(tmp_path):
    done = haitang("migrate", DATABASE_URL="mysql://x/y", HAITANG_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr
