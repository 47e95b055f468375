"""The language documents itself: every word, every fault; and its schema is for editors."""

import ast
from functools import cache
from pathlib import Path

import pytest
from pydantic import Field

import haitang
from haitang.kernel.playbooks.api import register_section
from haitang.kernel.playbooks.codes import all_codes
from haitang.kernel.playbooks.language import words
from haitang.kernel.playbooks.reference import reference, undescribed
from haitang.kernel.playbooks.schema import schema
from haitang.lib.declare import Section

ROOT = Path(haitang.__file__).parent


def test_every_word_has_a_description():
    assert undescribed() == []


@pytest.mark.slow(reason="parses the whole tree")
def test_every_fault_code_has_a_paragraph_in_both_languages():
    codes = all_codes()
    assert sorted(_codes_in_the_source() - set(codes)) == []
    assert [code for code, text in codes.items() if len(text.zh) < 8 or len(text.en) < 15] == []


@pytest.mark.slow(reason="parses the whole tree")
def test_no_paragraph_speaks_of_a_code_that_is_gone():
    texts = _texts_in_the_source()
    composed = {f"unknown-{text.replace(' ', '-')}" for text in texts if text.replace(" ", "").isalpha()}
    assert sorted(set(all_codes()) - texts - composed) == []


@pytest.mark.usefixtures("deeds")
def test_the_manual_has_every_word_and_every_fault():
    manual = reference()
    assert [word for word in words() if f"| `{word}` |" not in manual] == []
    assert [code for code in all_codes() if f"### {code}\n" not in manual] == []
    assert "### ChoiceField" in manual
    assert "by key: [Option](#option)" in manual


def test_the_schema_knows_every_word_and_lets_a_part_of_a_playbook_stand_alone():
    made = schema()
    assert sorted(made["properties"]) == sorted(words())
    assert made["additionalProperties"] is False
    required = {name for name, one in made["$defs"].items() if "required" in one}
    assert required <= {"Text"}
    assert "oneOf" not in str(made)


@pytest.mark.usefixtures("deeds")
def test_the_schema_takes_an_option_that_is_only_a_label():
    assert {"$ref": "#/$defs/Text"} in schema()["$defs"]["Option"]["anyOf"]


def test_two_parts_cannot_have_the_same_word():
    class Thief(Section):
        playbook: str = Field("", description="Taken.")

    with pytest.raises(ValueError, match="belongs to HeaderSection"):
        register_section(Thief)


@cache
def _nodes() -> list[tuple[Path, list[ast.AST]]]:
    """Every file of the house with all its nodes: parsing and walking them is what this costs, so once."""
    files = [file for file in ROOT.rglob("*.py") if not {"tests", "migrations"} & {*file.parts}]
    return [(file, list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))) for file in files]


def _codes_in_the_source() -> set[str]:
    """The first argument of every ``Fault(…)`` and ``_fault(…)`` that is written as a literal."""
    return {
        node.args[0].value
        for _, nodes in _nodes()
        for node in nodes
        if isinstance(node, ast.Call)
        and {getattr(node.func, "id", ""), getattr(node.func, "attr", "")} & {"Fault", "_fault"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def _texts_in_the_source() -> set[str]:
    """Every literal text outside the paragraphs themselves, and the stems of codes put together."""
    found: set[str] = set()
    for file, nodes in _nodes():
        if file.name != "codes.py":
            found |= {
                node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return found
