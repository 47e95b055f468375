"""A house for real use, opened by the commands of docs/operations.md and entered with a password."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

from tests.e2e.conftest import ROOT, environment
from tests.e2e.test_run import free_port, started

PASSWORD = "a long enough one"


def haitang(house: Path, *words: str) -> str:
    given = {**environment(house), "HAITANG_SAMPLE": "0", "HAITANG_NEW_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "haitang.project.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def signed_in(port: int, username: str) -> str:
    """The page that comes after signing in as *username*."""
    browser, at = build_opener(HTTPCookieProcessor()), f"http://127.0.0.1:{port}/account/login/"
    form = browser.open(at, timeout=60).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)[1]
    said = f"csrfmiddlewaretoken={token}&login={username}&password={PASSWORD.replace(' ', '+')}"
    return browser.open(at, said.encode(), timeout=60).read().decode()


def test_the_manual_leads_from_nothing_to_a_page_of_ones_own(tmp_path: Path):
    house, tables = tmp_path / "house", ROOT / "playbooks" / "changshu"
    people = tmp_path / "people.csv"
    people.write_text("姓名,角色,单位代码,用户名\n虚构二,clerk,320581,second\n", encoding="gb18030")
    haitang(house, "migrate")
    haitang(house, "region", "open", "changshu", "--code", "320581", "--name", "常熟市")
    haitang(house, "playbook", "apply", str(tables), "--yes")
    assert "376 rows new" in haitang(house, "unit", "import", str(tables / "units.csv"))
    assert "1 rows new" in haitang(house, "person", "import", str(people))
    haitang(house, "account", "open", "first", "--name", "虚构一", "--role", "organiser", "--at", "320581")
    haitang(house, "account", "password", "second")
    port = free_port()
    os.environ.pop("HAITANG_SAMPLE", None)
    with started(house, "serve", port):
        assert "虚构一" in signed_in(port, "first")
        assert "虚构二" in signed_in(port, "second")
