"""Each fault of a declared meeting is found and nothing else, in a playbook right but for one edit."""

from pathlib import Path

import pytest

from haitang.desks.meetings.declare import MeetingsSection, Quorum
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults

PLAYBOOK = (Path(__file__).parent / "playbook.yaml").read_text(encoding="utf-8")
EDITS = {
    "meeting-unknown": ("put: call_meeting", "put: call_a_meeting"),
    "meeting-move-leads-away": ("from: [held], to: stays", "from: [held], to: held"),
    "meeting-hears-nobody": (", invites: [department, town]", ""),
    "decision-not-under-meeting": ("under: [joint_meeting]", "under: [request]"),
    "decision-to-nobody": ("hands_to: unit, to_kinds: [department, town, village]}", "hands_to: stays}"),
}


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
    assert set(EDITS) == set(MeetingsSection.codes)


@pytest.mark.parametrize("code", EDITS)
def test_one_edit_brings_its_fault(code: str, tmp_path: Path):
    right, wrong = EDITS[code]
    assert right in PLAYBOOK
    assert faults(PLAYBOOK.replace(right, wrong, 1), tmp_path) == [code]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("kind: ruling", "kind: rulling"),
        ("day: due", "day: duo"),
        ("give: give", "give: gave"),
        ("takes: {request:", "takes: {reqest:"),
        ("  joint_meeting:\n    takes: {r", "  joint_meting:\n    takes: {r"),
        ("quorum:", "channel: metting\n    quorum:"),
    ],
)
def test_every_name_is_looked_up(said: str, wrong: str, tmp_path: Path):
    assert said in PLAYBOOK
    assert "meeting-unknown" in faults(PLAYBOOK.replace(said, wrong), tmp_path)


@pytest.mark.parametrize(
    ("share", "entitled", "needed"),
    [("2/3", 3, 2), ("2/3", 4, 3), ("2/3", 7, 5), ("1/2", 5, 3), ("1/1", 4, 4), ("1/2", 0, 1)],
)
def test_a_quorum_is_reckoned_in_whole_units_without_rounding_down(share, entitled, needed):
    assert Quorum(share=share).needed(entitled) == needed


def test_a_quorum_is_never_fewer_than_it_says():
    assert Quorum(share="1/2", at_least=3).needed(2) == 3
