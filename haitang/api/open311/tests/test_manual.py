"""The manual's examples, run as they stand."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

import haitang
from haitang.api.api import api
from haitang.desks.requests.tests.county import PLAYBOOK, small_county

MANUAL = Path(haitang.__file__).parent.parent / "docs" / "open311.md"


def calls() -> list[list[str]]:
    """The words of every curl command."""
    blocks = re.findall(r"```\n(curl .*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(block.replace("\\\n", " ")) for block in blocks]


def test_every_example_is_answered(db):
    small_county(
        text=PLAYBOOK.replace("channels:\n", "channels:\n  open311: {label: {zh: 接口, en: Open311}}\n")
    )
    for _, url, *given in calls():
        said = dict(pair.split("=", 1) for pair in given[1::2])
        address = urlsplit(url)
        path = f"{address.path}?{address.query}"
        answer = Client().post(path, said) if said else Client().get(path)
        assert answer.status_code == (201 if said else 200), answer.content.decode()


@pytest.mark.slow(reason="makes the whole document")
def test_the_calls_named_beside_it_are_all_there():
    paths = api.get_openapi_schema()["paths"]
    named = re.findall(r"`(GET|POST) (/api/[^`]+)`", MANUAL.read_text(encoding="utf-8"))
    assert len(named) == 4
    for method, path in named:
        assert method.lower() in paths[path], path


def test_the_manual_names_every_resource():
    text = MANUAL.read_text(encoding="utf-8")
    for resource in ("discovery", "v2/services", "v2/services/CODE", "v2/requests", "v2/tokens/NUMBER"):
        assert f"/open311/{resource}.json" in text
