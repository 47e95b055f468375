"""Each desk alone: with the kernel and ``ui`` but no other desk it migrates, checks and passes its tests."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import PACKAGE, ROOT

DESKS = sorted(path.parent.name for path in (PACKAGE / "desks").glob("*/apps.py"))
#: Checks, then walks the migrations to make the database that the desk's tests run in: one interpreter.
STAND = """
import sys, django, pytest
from django.core.management import call_command
django.setup()
call_command("check")
sys.exit(pytest.main(["-q", "-x", "--migrations", "-p", "no:cacheprovider", sys.argv[1]]))
"""


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
@pytest.mark.parametrize("desk", DESKS)
def test_a_desk_stands_alone(desk: str):
    stood = alone(desk, "-c", STAND, f"haitang/desks/{desk}")
    assert stood.returncode in (0, 5), stood.stdout[-4000:] + stood.stderr[-4000:]


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_a_desk_that_does_not_exist_cannot_stand():
    assert alone("nowhere", "-m", "django", "check").returncode != 0
