"""Each rule finds what it is there for, and nothing else, in a playbook that is right but for one edit."""

from pathlib import Path

import pytest

from haitang.kernel.matters.tests.county import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults

#: Code → what is edited in a playbook that is right, and into what.
EDITS = {
    "unknown-matter-kind": ("under: [request]", "under: [reqest]"),
    "unknown-category": ("contact_days: 180", "contact_days: 180\n    categories: [houses]"),
    "unknown-state": ("start: received", "start: recieved"),
    "state-and-instead": ("start: received", "start: received\n      instead: {working: received}"),
    "reserved-state": ("withdrawn: {label", "stays: {label"),
    "unknown-role": ("by: [agent, handler]", "by: [agnet, handler]"),
    "unknown-unit-kind": ("to_kinds: [department", "to_kinds: [departement"),
    "unknown-field": ("fields: [summary]", "fields: [sumary]"),
    "unreachable-state": (
        "withdrawn: {label",
        "lost: {label: {zh: 无, en: Lost}, end: true}\n        withdrawn: {label",
    ),
    "flow-without-end": (
        "done: {label: {zh: 完成, en: Done}, end: true}",
        "done: {label: {zh: 完成, en: Done}, owner: clerk}",
    ),
    "state-without-way-out": (
        "done: {label: {zh: 完成, en: Done}, end: true}",
        (
            "done: {label: {zh: 完成, en: Done}, end: true}\n"
            "        pit: {label: {zh: 坑, en: Pit}, owner: clerk}"
        ),
    ),
    "state-without-owner": ("Open}, owner: secretary}", "Open}}"),
    "end-that-waits": ("en: Withdrawn}, end: true}", "en: Withdrawn}, owner: clerk, end: true}"),
    "owner-without-move": ("en: Open}, owner: secretary}", "en: Open}, owner: clerk}"),
    "waits-for-ever": ("limit: {working_days: 7}, then: lapse}", "limit: {working_days: 7}}"),
    "unknown-move": ("then: lapse", "then: laps"),
    "then-without-limit": ("owner: resident, limit: {working_days: 7}, then", "owner: resident, then"),
    "then-not-the-clocks": ("by: [clock, clerk]", "by: [clerk]"),
    "clock-asked": ("then: lapse", "then: withdraw"),
    "to-kinds-without-unit": ("hands_to: unit, to_kinds", "hands_to: host, to_kinds"),
    "within-days-while-open": ("from: [closed], to: working", "from: [answered], to: working"),
    "nobody-sent-it": ("by: [secretary, resident]}", "by: [secretary, resident], hands_to: sender}"),
    "routing-to-nobody": ("contact_days: 180", "contact_days: 180\n    routing: {move: accept}"),
    "routing-asked": (
        "contact_days: 180",
        "contact_days: 180\n    routing: {move: decide, dispatch_above: 0.98}",
    ),
    "public-without-channel": ("  phone: {label", "  telephone: {label"),
    "anonymous-not-public": ("public: true", "public: false"),
    "unknown-entry": ("entry: solved, by", "entry: sovled, by"),
    "unknown-source": ("answers: {found: note}", "answers: {found: notes}"),
    "write-names-nobody": ("  solved: {label", "  solved: {serves: unit, must_name: true, label"),
    "write-misses-answer": ("unit: unit, answers: {found: note}", "unit: unit"),
    "quantity-not-asked": ("[{entry: sent}]", "[{entry: sent, quantity: asked}]"),
    "quantity-out-of-bounds": ("[{entry: sent}]", "[{entry: sent, quantity: 7}]"),
    "same-number": ("number: RW", "number: HT"),
}


def faults(text: str, folder: Path) -> list[str]:
    """The codes found in a playbook, each once, in order."""
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as found:
        return list(dict.fromkeys(fault.code for fault in found.faults if fault.severity == "error"))
    return []


def test_the_playbook_itself_is_right(tmp_path: Path):
    assert faults(PLAYBOOK, tmp_path) == []


@pytest.mark.parametrize("code", EDITS)
def test_one_edit_brings_its_fault(code: str, tmp_path: Path):
    right, wrong = EDITS[code]
    assert right in PLAYBOOK
    found = faults(PLAYBOOK.replace(right, wrong, 1), tmp_path)
    assert code in found, found


def test_who_sent_it_is_not_who_must_act(tmp_path: Path):
    """A state is owned by whoever has the matter; that another may call it back gets nothing done."""
    recall_alone = PLAYBOOK.replace("by: [handler, secretary]", "by: [secretary]").replace(
        "by: [agent, handler]", "by: [agent]"
    )
    idle = recall_alone.replace("by: [clerk, handler], hands_to", "by: [clerk], hands_to")
    assert faults(idle, tmp_path) == ["owner-without-move"]
    calls_back = idle.replace("by: [clerk], over: sender", "by: [clerk, handler], over: sender")
    assert calls_back != idle
    assert faults(calls_back, tmp_path) == ["owner-without-move"]


def test_every_fault_tells_where_it_stands_and_what_was_meant(tmp_path: Path):
    text = PLAYBOOK.replace("by: [agent, handler]", "by: [agnet, handler]")
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as raised:
        load(tmp_path)
    fault, *others = (one for one in raised.value.faults if one.severity == "error")
    assert others == []
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "agnet" in row)
    assert (fault.place.line, fault.what, fault.hint) == (
        line,
        'unknown role "agnet".',
        'Did you mean "agent"?',
    )
    assert fault.place.column == text.splitlines()[line - 1].index("agnet") + 1


def test_a_limit_says_exactly_one_thing(tmp_path: Path):
    assert faults(PLAYBOOK.replace("{hours: 8}", "{hours: 8, days: 1}"), tmp_path) != []
    assert faults(PLAYBOOK.replace("{hours: 8}", "{}"), tmp_path) != []


def test_a_limit_is_no_day_but_one_of_the_matters_own(tmp_path: Path):
    assert faults(PLAYBOOK.replace("{hours: 8}", "{until: summary}"), tmp_path) == ["unknown-field"]
