"""Each desk alone: with the kernel and ``ui`` but no other desk it migrates, checks and passes its tests."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT

DESKS = sorted(path.parent.name for path in (PACKAGE / "desks").glob("*/apps.py"))


def alone(desk: str, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Python with only *desk* installed."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.architecture.alone",
        "HAITANG_DESK": desk,
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow(reason="each desk needs an interpreter of its own")
@pytest.mark.timeout(180)
@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_stands_alone(desk: str):
    checked = alone(desk, "-m", "django", "check")
    assert checked.returncode == 0, checked.stderr
    migrated = alone(desk, "-m", "django", "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    tested = alone(desk, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"haitang/desks/{desk}")
    assert tested.returncode in (0, 5), tested.stdout[-4000:]


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_a_desk_that_does_not_exist_cannot_stand():
    assert alone("nowhere", "-m", "django", "check").returncode != 0
