"""What the documents say is so: commands exist, code parses, links lead somewhere, words are explained."""

import ast
import io
import re
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.apps import apps
from ruamel.yaml import YAML

from haitang.kernel.playbooks.language import words
from haitang.project.cli import cli
from haitang.sample.cli import COMMANDS as SAMPLE_COMMANDS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)")
SPOKEN = re.compile(r"(?:^ {4}|`)(?:\.venv/bin/)?(haitang|make) ([a-z][\w -]*)", re.MULTILINE)
LIMITS = {"README.md": 120, "CONTRIBUTING.md": 100}
#: Rows that only serve another: no person ever speaks of them.
SERVING = {
    "unit ancestor": "a unit's line upward, for questions about a day",
    "role ability": "one ability of a role",
    "declared": "an identity's row",
    "tally": "a throttle's count",
    "cached": "a throttle's count",
    "fill": "how far facts are filled",
    "refill": "how far counted columns are filled",
    "matter attachment": "an attachment's place on a matter",
    "number series": "the last number given",
    "news": "a step nobody was told of yet",
    "warned": "a deadline's warning, so that it is given once",
    "choice": "a line of somebody's choices",
    "habit": "somebody's quiet hours",
    "hush": "a resident's stop",
}
#: Words of the language that only frame a file.
FRAMING = {"haitang", "title"}


def pages() -> list:
    """A page a test."""
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]


def known(program: str, said: str) -> bool:
    """Whether a command that a page names can be given."""
    if program == "make":
        return (
            re.search(rf"^{said.partition(' ')[0]}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
            is not None
        )
    command: click.Command | None = cli
    for word in said.split():
        if not isinstance(command, click.Group):
            return command is not None
        command = command.get_command(click.Context(command), word)
    return command is not None


def faults(language: str, text: str) -> str:
    """Why a block of code cannot be read; empty where it can."""
    try:
        if language in {"python", "py"}:
            ast.parse(text)
        elif language in {"yaml", "yml"}:
            YAML(typ="safe", pure=True).load(io.StringIO(text))
        elif language in {"sh", "bash", "shell"}:
            return subprocess.run(
                ["bash", "-n"], input=text, text=True, capture_output=True, check=False
            ).stderr
    except Exception as error:  # noqa: BLE001 -- whatever the reader of this language raises
        return str(error)
    return ""


def terms(text: str) -> dict[str, str]:
    """The glossary: each term in small letters, with its Chinese word."""
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return {row[1].strip().lower(): row[2].strip() for row in rows[1:]}


@pytest.fixture(scope="module", autouse=True)
def _all_commands():
    """The sample county's commands too, as both kinds of start have them."""
    for command in SAMPLE_COMMANDS:
        cli.add_command(command)


def test_the_manual_is_what_the_command_prints():
    printed = CliRunner().invoke(cli, ["playbook", "docs"], catch_exceptions=False).output
    assert (ROOT / "docs/playbook.md").read_text() == printed, "haitang playbook docs > docs/playbook.md"


@pytest.mark.parametrize("page", pages())
def test_every_command_that_is_named_exists(page):
    named = SPOKEN.findall(page.read_text())
    assert [f"{program} {said}" for program, said in named if not known(program, said)] == []


@pytest.mark.parametrize("page", pages())
def test_every_block_of_code_parses(page):
    blocks = FENCED.findall(page.read_text())
    assert [fault for language, text in blocks if (fault := faults(language, text))] == []


@pytest.mark.parametrize("page", pages())
def test_every_relative_link_leads_somewhere(page):
    links = [link for link in LINK.findall(page.read_text()) if not re.match(r"\w+:", link)]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(("name", "lines"), LIMITS.items())
def test_the_first_pages_stay_short(name, lines):
    assert len((ROOT / name).read_text().splitlines()) <= lines


def test_every_noun_of_the_kernel_is_in_the_glossary_with_its_chinese_word():
    glossary = terms((ROOT / "docs/glossary.md").read_text())
    kernel = [model for model in apps.get_models() if model.__module__.startswith("haitang.kernel")]
    nouns = {re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower() for model in kernel} - set(SERVING)
    spoken = {word.replace("_", " ") for word in words() if word not in FRAMING}
    forms = glossary.keys() | {f"{term}s" for term in glossary}
    forms |= {f"{term[:-1]}ies" for term in glossary if term.endswith("y")}
    assert sorted(nouns - glossary.keys()) == []
    assert sorted(spoken - forms) == []
    assert [term for term, chinese in glossary.items() if not re.search("[\u4e00-\u9fff]", chinese)] == []


def test_the_guards_find_what_is_planted():
    assert not known("make", "tea")
    assert not known("haitang", "playbook burn")
    assert known("haitang", "playbook plan")
    assert faults("yaml", "a: [1")
    assert faults("python", "def f(:")
    assert faults("sh", "if true; then")
    assert not faults("sh", "true && false")
