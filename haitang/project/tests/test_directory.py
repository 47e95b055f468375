"""The county's own directory: it signs in those who have an account, and nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def signed_in(name: str, house: Path) -> tuple[str, str]:
    """What the house answered to whom the directory calls *name*, and the page that came."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "haitang.project.tests.directory", name],
        env={**environment, "HAITANG_VAR": str(house)},
        capture_output=True,
        text=True,
        check=True,
    )
    first, _, page = done.stdout.partition("\n")
    return first, page


@pytest.mark.slow(reason="the directory is set before Django is, so in an interpreter of its own")
def test_the_directory_signs_in_who_has_an_account_of_that_name(tmp_path: Path):
    answered, _ = signed_in("clara", tmp_path)
    assert answered == "200 1"


@pytest.mark.slow(reason="the directory is set before Django is, so in an interpreter of its own")
def test_whom_the_directory_knows_but_the_house_does_not_is_told_so(tmp_path: Path):
    answered, page = signed_in("mallory", tmp_path)
    assert answered == "200 nobody"
    assert "还没有以“mallory”为用户名的账号" in page
