"""Staff end nothing alone that a resident asked for; `playbook check` says where a flow would let them."""

from pathlib import Path

import pytest

from haitang.kernel.matters.tests.county import PLAYBOOK
from haitang.kernel.playbooks.loading import found, read
from haitang.kernel.playbooks.planning import shipped
from haitang.lib.diagnostics import Fault

COUNTIES = sorted(path.name for path in shipped())


def alone(folder: Path) -> list[Fault]:
    """Where staff could end something by themselves."""
    return [fault for fault in read(folder, shipped()).faults if fault.code == "ended-by-staff-alone"]


@pytest.mark.parametrize("county", COUNTIES)
def test_in_no_playbook_that_is_shipped_do_staff_end_anything_alone(county):
    assert alone(found(county, shipped())) == []


def test_check_says_where_staff_could_and_what_to_do(tmp_path):
    (tmp_path / "main.yaml").write_text(PLAYBOOK, encoding="utf-8")
    faults = {fault.path[-2]: fault for fault in alone(tmp_path)}
    assert sorted(faults) == ["lapse", "withdraw"]
    line = next(n for n, row in enumerate(PLAYBOOK.splitlines(), 1) if row.lstrip().startswith("withdraw:"))
    told = faults["withdraw"]
    assert (told.place.line, told.severity) == (line, "warning")
    assert told.place.column > 1
    assert "other_than" in told.hint


def test_a_move_that_reviews_what_somebody_else_did_may_end_it(tmp_path):
    text = PLAYBOOK.replace("by: [resident, clerk], ask: {note: required}, shown: true}", "by: [resident]}")
    text = text.replace(
        "to: closed, by: [clock, clerk]", "to: closed, by: [clock, clerk], other_than: [answer]"
    )
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    assert alone(tmp_path) == []
