"""Pieces of flows that kinds are made with: laid in, filled in; own words hold; faults told in place."""

from pathlib import Path

import pytest

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.tests.county import PLAYBOOK
from haitang.kernel.matters.words import MatterKind
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults

PIECE = """
pieces:
  asked_again:
    label: {zh: 再问, en: Asked again}
    words:
      ended: {zh: 办结状态, en: end states}
      again: {zh: 再办的状态, en: where it goes on}
      staff: {zh: 角色, en: roles}
    fields:
      how_now: {kind: choice, label: {zh: 怎么样, en: How}, options: {good: {zh: 好, en: Good}}}
    states:
      checked: {label: {zh: 回访, en: Looked at again}, owner: clerk}
      shelved: {label: {zh: 搁置, en: Shelved}, end: true}
    moves:
      look_again: {label: {zh: 回访, en: Look again}, from: [$ended], to: checked, by: [resident, $staff]}
      go_on: {label: {zh: 再办, en: On}, from: [checked], to: $again, by: [$staff], ask: {fields: [how_now]}}
      shelve: {label: {zh: 搁置, en: Shelve}, from: [checked], to: shelved, by: [$staff]}
"""
WITH = "    with:\n      asked_again: {ended: [closed], again: [working], staff: [clerk, agent]}\n"
AT = "    contact_days: 180\n"


def text(piece: str = PIECE, made_with: str = WITH) -> str:
    """The small county, its requests made with the piece."""
    assert PLAYBOOK.count(AT) == 1
    return PLAYBOOK.replace(AT, AT + made_with) + piece


def read(folder: Path, words: str) -> MatterKind:
    (folder / "main.yaml").write_text(words, encoding="utf-8")
    return load(folder).section(MattersSection).matters["request"]


def faults(folder: Path, words: str) -> list[tuple[str, str]]:
    """Each fault's code, and the line of the text it points at."""
    with pytest.raises(Faults) as found:
        read(folder, words)
    lines = words.splitlines()
    return [(one.code, lines[one.place.line - 1].strip()) for one in found.value.faults]


def test_a_kind_is_made_with_a_piece_in_its_own_states_and_roles(tmp_path):
    plain = read(tmp_path, PLAYBOOK)
    kind = read(tmp_path, text())
    assert kind.flow.moves["look_again"].from_ == ("closed",)
    assert kind.flow.moves["look_again"].by == ("resident", "clerk", "agent")
    assert kind.flow.moves["go_on"].to == "working"
    assert set(kind.fields) - set(plain.fields) == {"how_now"}
    assert list(kind.flow.moves)[: len(plain.flow.moves)] == list(plain.flow.moves)


def test_its_states_stand_beside_the_usual_way_and_its_ends_last(tmp_path):
    own = list(read(tmp_path, PLAYBOOK).flow.states)
    assert list(read(tmp_path, text()).flow.states) == [own[0], "checked", *own[1:], "shelved"]


def test_what_a_kind_says_itself_holds_and_the_rest_is_the_piece_s(tmp_path):
    own = "      moves:\n        look_again: {label: {zh: 我们再看看, en: We look again}}\n"
    kind = read(tmp_path, text().replace("      moves:\n", own, 1))
    assert kind.flow.moves["look_again"].label.zh == "我们再看看"
    assert kind.flow.moves["look_again"].to == "checked"


def test_another_kind_is_not_touched_and_a_piece_alone_is_nothing(tmp_path):
    plain = read(tmp_path, PLAYBOOK)
    assert read(tmp_path, text(made_with="")) == plain


@pytest.mark.parametrize(
    ("edit", "code", "line"),
    [
        (("      asked_again:", "      asked_agian:"), "unknown-piece", "asked_agian:"),
        ((", staff: [clerk, agent]}", "}"), "piece-word-missing", "asked_again: {ended"),
        (
            ("staff: [clerk, agent]}", "staff: [clerk], stuff: [agent]}"),
            "unknown-word-of-the-piece",
            "asked_",
        ),
        (("to: $again", "to: $agian"), "piece-word-undeclared", "words:"),
        (("ended: [closed]", "ended: [closd]"), "unknown-state", "asked_again: {ended: [closd]"),
        (("staff: [clerk, agent]", "staff: [clerk, agnet]"), "unknown-role", "asked_again: {ended"),
    ],
)
def test_what_is_wrong_is_told_where_it_was_written(tmp_path, edit, code, line):
    words = text().replace(*edit)
    assert words != text()
    found = dict(faults(tmp_path, words))
    assert found[code].startswith(line)
