"""Each rule about time finds what it is there for, in fair limits that are right but for one edit."""

from datetime import datetime
from pathlib import Path

import pytest
import time_machine

from haitang.kernel.matters.tests.fair import FAIR
from haitang.kernel.playbooks.api import load
from haitang.kernel.playbooks.loading import read
from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Faults

#: Code → what is edited, and into what.
EDITS = {
    "unknown-rule": ("rule: hotline", "rule: hotlien"),
    "unknown-option": ("urgency: [urgent]}\n          limit", "urgency: [urgnet]}\n          limit"),
    "unknown-field": ("where: {urgency:", "where: {urgencie:"),
    "unknown-state": ("states: [working]\n          categories: [city]", "states: [wroking]"),
    "unknown-category": ("categories: [city]", "categories: [citty]"),
    "unknown-question": ("asks: longer", "asks: longre"),
    "unknown-role": ("{to: host, after", "{to: hots, after"),
    "unknown-unit-kind": ("{to: clerk, at: [county]}", "{to: clerk, at: [countie]}"),
    "unknown-move": ("by: [resident], ask: {rating", "by: [resident], other_than: [anwser], ask: {rating"),
    "limit-without-source": ("          instrument: 路灯管理办法\n", ""),
    # The first now fits all lighting for ever, and so whatever the second asks.
    "limit-never-reached": (
        """categories: [lighting]
          where: {urgency: [urgent]}
          limit: {hours: 24}
          since: "2026-01-01"
          until: "2027-01-01"
""",
        "categories: [city]\n          limit: {hours: 24}\n",
    ),
    "warn-without-limit": ("en: Open}, owner: secretary}", "en: Open}, owner: secretary, warn: {days: 1}}"),
    "warn-at-once": ("warn: {working_days: 3}", "warn: {working_days: 15}"),
    "escalate-without-limit": (
        "en: Open}, owner: secretary}",
        "en: Open}, owner: secretary, escalate: [{to: clerk}]}",
    ),
    "escalate-beside-then": ("then: lapse}", "then: lapse, escalate: [{to: clerk}]}"),
    "question-without-role": ("to: above, role: host", "to: above"),
    "question-without-move": ("refuses: longer", "refuses: pause"),
    "asking-moves-on": ("asks: longer", "asks: longer\n          hands_to: host"),
    "asks-and-decides": ("asks: longer", "asks: longer\n          grants: pause"),
    "after-days-while-open": ("from: [closed]\n          to: stays", "from: [answered]\n          to: stays"),
    "never-in-time": ("after_days: 28", "after_days: 28\n          within_days: 20"),
    "pause-without-reasons": ("fields: [pause_reason], must: [pause_reason]", "fields: [pause_reason]"),
}


def codes_of(folder: Path, text: str) -> list[str]:
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as faults:
        return [fault.code for fault in faults.faults if fault.severity == "error"]
    return []


def test_fair_limits_that_are_right_have_no_fault(tmp_path):
    assert codes_of(tmp_path, FAIR) == []


@pytest.mark.parametrize("code", EDITS)
def test_one_edit_is_one_kind_of_fault(tmp_path, code):
    before, after = EDITS[code]
    assert FAIR.count(before) == 1, "the edit must hit once"
    assert code in codes_of(tmp_path, FAIR.replace(before, after))


def test_what_is_said_twice_or_ends_before_it_begins_is_refused(tmp_path):
    backwards = FAIR.replace('until: "2027-01-01"', 'until: "2025-01-01"')
    assert codes_of(tmp_path, backwards)
    twice = FAIR.replace("clock: {runs: true}", "clock: {runs: true, adds: {days: 1}}")
    assert codes_of(tmp_path, twice)


BOUND = 'en: Urgent ones at once}, value: 1, unit: {zh: 日, en: days}, effective: "2026-07-01"'


@pytest.mark.parametrize(
    ("month", "limit", "severity"),
    [(6, "days: 3", "warning"), (7, "days: 3", "error"), (7, "working_days: 2", "error"), (7, "days: 1", "")],
)
def test_a_limit_longer_than_its_rule_is_an_error_from_the_day_the_rule_is_in_force(
    tmp_path, month, limit, severity
):
    text = FAIR.replace("en: Urgent ones at once}", BOUND).replace(
        "limit: {hours: 24}", f"limit: {{{limit}}}"
    )
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    with time_machine.travel(datetime(2026, month, 1, 0, 1, tzinfo=ZONE)):
        found = [fault for fault in read(tmp_path).faults if fault.code == "limit-beyond-rule"]
    assert [str(fault.severity) for fault in found] == ([severity] if severity else [])
    assert ["An error from 2026-07-01 on." in fault.hint for fault in found if month == 6] == [True] * (
        month == 6
    )


def test_a_limit_that_only_a_later_rule_forbids_is_applied_until_then(tmp_path):
    text = FAIR.replace("en: Urgent ones at once}", BOUND).replace("limit: {hours: 24}", "limit: {days: 3}")
    with time_machine.travel(datetime(2026, 6, 30, 23, 59, tzinfo=ZONE)):
        assert codes_of(tmp_path, text) == []
    with time_machine.travel(datetime(2026, 7, 1, 0, 0, tzinfo=ZONE)):
        assert codes_of(tmp_path, text) == ["limit-beyond-rule"]
