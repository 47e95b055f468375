import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from haitang.project.cli import MODULES, offered, settle_sample


def brought(part: str) -> set[str]:
    """The commands that a part's own module holds."""
    module = MODULES.get(part, f"{part}.cli")
    return {command.name for command in import_module(module).COMMANDS} if find_spec(module) else set()


@pytest.mark.parametrize(
    "part", [one.name for one in apps.get_app_configs() if one.name.startswith("haitang.")]
)
def test_a_part_names_just_the_commands_it_brings(part):
    named = getattr(next(one for one in apps.get_app_configs() if one.name == part), "commands", {})
    assert set(named) == brought(part)
    assert all(offered()[name] == (MODULES.get(part, f"{part}.cli"), named[name]) for name in named)


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


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_an_overview_loads_no_part(tmp_path):
    program = (
        "import sys\nfrom haitang.project.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print(sorted({'django.db', 'pydantic', 'haitang.kernel.ledger.models'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "HAITANG_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "ledger" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow(reason="needs an interpreter of its own")
def test_a_command_that_does_not_exist_is_named(tmp_path):
    done = haitang("legder", HAITANG_VAR=str(tmp_path))
    assert done.returncode == 2
    assert "legder" in done.stderr


@pytest.mark.slow(reason="needs an interpreter of its own")
@pytest.mark.parametrize(
    ("environment", "trusted"),
    [({}, "0"), ({"HAITANG_HTTPS": "1"}, "1"), ({"HAITANG_HTTPS": "1", "HAITANG_PROXIES": "2"}, "2")],
)
def test_how_many_proxies_are_trusted_is_a_number_in_the_environment(tmp_path, environment, trusted):
    told = "import haitang.project.settings as told; print(told.ALLAUTH_TRUSTED_PROXY_COUNT)"
    house = {**os.environ, "HAITANG_VAR": str(tmp_path), "HAITANG_HTTPS": "0", **environment}
    done = subprocess.run([sys.executable, "-c", told], env=house, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == trusted
