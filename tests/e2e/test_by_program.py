"""The example that does the main job by API, run as its first lines say against a house that serves."""

import os
import subprocess
import sys

from tests.e2e.conftest import ROOT, environment


def ran(*command: str, **surroundings: str) -> str:
    """What a command of ours printed; a failure fails the test with its words."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_walks_a_request_from_the_resident_and_back(county, address):
    def token(username: str) -> str:
        command = ("-m", "haitang.project.cli", "token", "issue", username)
        return ran(*command, **environment(county)).split()[-1]

    tokens = {"CLERK": token("clerk"), "HANDLER": token("handler")}
    said = ran("examples/request_by_api.py", address, **{**os.environ, **tokens})
    for words in ("reported: ", "dispatch: now ", "accept: now ", "visit_site: now ", "answer: now "):
        assert words in said
    assert "confirmed: " in said
    assert "5 stars" in said
