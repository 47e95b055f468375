"""Builds the wheel, installs it alone in a fresh environment and runs it: what a person who installs gets."""

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: One of each kind of file that an editable install would find and a careless wheel would leave behind.
MUST_SHIP = (
    "haitang/shipped/national/",
    "haitang/ui/static/",
    "haitang/ui/templates/",
    "haitang/project/cli.py",
)


def call(*command: str | Path, **environment: str) -> str:
    """Run a command, show what went wrong if it fails, return what it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=tempfile.gettempdir(),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def build(into: Path) -> Path:
    """The wheel, built from the tree."""
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", into, ROOT)
    (wheel,) = into.glob("*.whl")
    return wheel


def faults(names: list[str]) -> list[str]:
    """What is missing from the wheel, and what is in it that should not be."""
    missing = [f"missing: {part}" for part in MUST_SHIP if not any(name.startswith(part) for name in names)]
    unwanted = [f"not wanted: {name}" for name in names if "/tests/" in name or name.startswith("tests/")]
    return missing + unwanted


def smoke(wheel: Path, folder: Path) -> None:
    """Install *wheel* with the locked dependencies in its own venv; check, migrate, look at a playbook."""
    call(sys.executable, "-m", "venv", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call(*pip, "--require-hashes", "-r", ROOT / "requirements" / "run.txt")
    call(*pip, "--no-deps", wheel)
    haitang = folder / "venv" / "bin" / "haitang"
    here = {"HAITANG_VAR": str(folder / "var"), "DATABASE_URL": f"sqlite:///{folder}/smoke.sqlite3"}
    call(haitang, "migrate", **here)
    call(haitang, "check", **here)
    print(call(haitang, "playbook", "check", "national", **here).strip())


def main() -> None:
    """Build, look inside, install, run."""
    with tempfile.TemporaryDirectory(prefix="haitang-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        found = faults(zipfile.ZipFile(wheel).namelist())
        if found:
            sys.exit("\n".join(found))
        smoke(wheel, folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1024:.0f} KiB, installs and runs")


if __name__ == "__main__":
    main()
