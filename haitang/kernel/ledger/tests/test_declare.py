from haitang.kernel.ledger.tests.county import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults


def codes(text: str, folder) -> list[str]:
    """The codes of the faults in a playbook."""
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as found:
        return [fault.code for fault in found.faults]
    return []


def test_serving_households_asks_for_a_unit_kind_household(tmp_path):
    assert codes(PLAYBOOK, tmp_path) == []
    assert codes(PLAYBOOK.replace("  household: {", "  family: {"), tmp_path) == ["household-not-declared"]


def test_whom_an_entry_must_name_it_can_name(tmp_path):
    must = "    must_name: true\n"
    assert (
        codes(PLAYBOOK.replace("    serves: household\n", "    serves: household\n" + must), tmp_path) == []
    )
    assert codes(PLAYBOOK.replace("    serves: household\n", must), tmp_path) == ["must-name-nobody"]


def test_a_role_is_declared_and_named_once(tmp_path):
    known = "who: [member, secretary]"
    assert codes(PLAYBOOK.replace(known, "who: [member, member]"), tmp_path) == ["role-twice"]
    assert codes(PLAYBOOK.replace(known, "who: [membre]"), tmp_path) == ["unknown-role"]
