"""Everything that must hold, step by step, each with its heading and its time; ends with pytest's summary.

A step that fails does not hide those after it. The suite on SQLite comes last, so that its summary line
is the last thing said.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=10", "-n", "2", "--dist", "worksteal"]
STEPS = {
    "lint: ruff's rules": [BIN / "ruff", "check", "."],
    "lint: format": [BIN / "ruff", "format", "--check", "."],
    "types: mypy --strict": [BIN / "mypy", "haitang"],
    "contracts: who may import whom": [BIN / "lint-imports"],
    "wheel: built, installed alone, run": [sys.executable, "tests/wheel.py"],
    "browser": [sys.executable, "-m", "pytest", "-q", "-o", "addopts=-ra --strict-markers", "tests/e2e"],
    # The migrations are walked here, once; the quick suite makes its tables straight from the models.
    "suite on PostgreSQL": [sys.executable, "tests/postgres.py", *PYTEST, "--migrations"],
    # Coverage is measured on this run alone; below the floor in pyproject.toml it fails.
    "suite on SQLite": [*PYTEST, "--cov", "--cov-report="],
}
SUMMARY = re.compile(r"^(?:=+ )?(\d+ (?:passed|failed|error|skipped).*? in [\d.]+s.*?)(?: =+)?$")


class Outcome(NamedTuple):
    """How one step went."""

    step: str
    code: int
    seconds: float
    summary: str


def run(step: str, command: list[str | Path]) -> Outcome:
    """Run one step, passing its output through and keeping pytest's summary line."""
    print(f"\n━━━ {step} ━━━", flush=True)
    began, summary = time.monotonic(), ""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout
    for line in process.stdout:
        print(line, end="", flush=True)
        found = SUMMARY.match(line.strip())
        summary = found[1] if found else summary
    return Outcome(step, process.wait(), time.monotonic() - began, summary)


def report(outcomes: list[Outcome]) -> None:
    """A line a step, then the last suite's summary as pytest prints it."""
    print()
    for step, code, seconds, summary in outcomes:
        print(
            f"{'ok    ' if code == 0 else 'FAILED'} {seconds:7.1f} s  {step}"
            + (f" ({summary})" if summary else "")
        )
    total = sum(outcome.seconds for outcome in outcomes)
    print(f"       {total:7.1f} s  in all")
    print(f"===== {outcomes[-1].summary} =====")


def main() -> int:
    """All steps; 1 if any failed."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every step compiles and rewrites all tests anew
    outcomes = [run(step, command) for step, command in STEPS.items()]
    report(outcomes)
    return int(any(outcome.code for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
