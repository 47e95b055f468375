"""The grown county against the printed figures, and what the command line says of it."""

import subprocess
import sys

from tests.e2e.conftest import ROOT, environment

#: The county that is grown here; the others grow in ``tests/test_shipped_playbooks.py``.
GROWN = min(path.parent.name for path in (ROOT / "playbooks").glob("*/sample.yaml"))


def haitang(county, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "haitang.project.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(county), capture_output=True, text=True, check=False
    )


def test_the_printed_figures_come_out(county):
    done = haitang(county, "playbook", "facts", GROWN)
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.startswith("✓") for line in lines), done.stdout


def test_the_ledger_of_the_grown_county_verifies(county):
    done = haitang(county, "ledger", "verify")
    assert done.returncode == 0, done.stdout


def test_growing_it_again_changes_nothing(county):
    before = haitang(county, "ledger", "verify").stdout
    again = haitang(county, "sample", "grow", "--size", "tiny")
    assert again.returncode == 0, again.stderr
    assert haitang(county, "ledger", "verify").stdout == before
