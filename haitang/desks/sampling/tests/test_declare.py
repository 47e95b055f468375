"""Each fault of a declared sampling is found and nothing else, in a playbook right but for one edit."""

from pathlib import Path

import pytest

from haitang.desks.sampling.declare import SamplingSection
from haitang.desks.sampling.tests.county import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults

EDITS = [
    ("sampling-unknown", "    matters: request\n", "    matters: requests\n"),
    ("sampling-unknown", "ended: [closed]", "ended: [answered]"),
    ("sampling-unknown", "asked_by: [surveyor]", "asked_by: [surveyors]"),
    ("sampling-unknown", "writes: sampled\n", "writes: sample\n"),
    ("sampling-unknown", "    how: how\n", "    how: stars\n"),
    ("sampling-unknown", "field: content, among", "field: contents, among"),
    ("sampling-unknown", "among: [very, content]", "among: [very, contents]"),
    ("sampling-unknown", "coached: told", "coached: tolds"),
    ("sampling-unknown", "by: town", "by: towns"),
    ("sampling-asks-unable", "abilities: [sampling.ask]", "abilities: [registry.see]"),
    ("sampling-figure-unclear", "field: stars, at_least: 8", "field: stars"),
    ("sampling-by-hand", "    by_moves: true\n", ""),
]


def faults(text: str, folder: Path) -> list[str]:
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as found:
        return list(dict.fromkeys(fault.code for fault in found.faults if fault.severity == "error"))
    return []


def test_the_playbook_itself_is_right(tmp_path: Path):
    assert faults(PLAYBOOK, tmp_path) == []


def test_every_code_is_tried():
    assert {code for code, _, _ in EDITS} == set(SamplingSection.codes)


@pytest.mark.parametrize(("code", "right", "wrong"), EDITS)
def test_one_edit_brings_its_fault(code: str, right: str, wrong: str, tmp_path: Path):
    assert PLAYBOOK.count(right) == 1
    assert faults(PLAYBOOK.replace(right, wrong), tmp_path) == [code]
