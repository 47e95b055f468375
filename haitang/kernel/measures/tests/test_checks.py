"""What a playbook may not say of measures: every fault with its path and a hint, none passed over."""

import pytest

from haitang.kernel.measures.tests.county import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.kernel.playbooks.loading import read
from haitang.lib.diagnostics import Faults

VISITS = "{label: {zh: 走访, en: Visits}, count: entries, where: {kind: visit}}"


def faults_of(tmp_path, said: str, facts: str = "") -> list[tuple[str, str, str]]:
    """Code, path's end and hint of every fault in a playbook with the one measure *said*."""
    label = "label: {zh: 数, en: Number}, "
    text = PLAYBOOK + f"  right: {VISITS}\n  one: {{{label}{said}}}\n" + facts
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    found = read(tmp_path).faults
    assert all(fault.place.line for fault in found), found
    return [(fault.code, str(fault.path[-1]), fault.hint) for fault in found]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "count: entries, where: {kind: vist}",
            ("unknown-value", "kind", 'Did you mean "visit"?'),
        ),
        (
            "count: posts, where: {role: secretery}",
            ("unknown-value", "role", 'Did you mean "secretary"?'),
        ),
        (
            "count: entries, where: {kind: visit, ned: health}",
            ("unknown-column", "ned", 'Did you mean "need"?'),
        ),
        (
            "count: entries, where: {kind: visit, need: helth}",
            ("unknown-value", "need", 'Did you mean "health"?'),
        ),
        (
            "count: entries, where: {kind: visit, words: hello}",
            ("field-not-counted", "words", "Declare count: true at the field."),
        ),
        (
            "count: matters, where: {kind: request, state: clsed}",
            ("unknown-value", "state", 'Did you mean "closed"?'),
        ),
        (
            "count: matters, where: {category: parkin}",
            ("unknown-value", "category", 'Did you mean "parking"?'),
        ),
        (
            "count: matters, where: {channel: webb}",
            ("unknown-value", "channel", 'Did you mean "web"?'),
        ),
        (
            "count: units, where: {kind: tow}",
            ("unknown-value", "kind", 'Did you mean "town"?'),
        ),
        (
            "count: posts, where: {sex: femal}",
            ("unknown-value", "sex", 'Did you mean "female"?'),
        ),
        (
            "count: posts, where: {person: 7}",
            ("thing-in-where", "person", "Use it in of: with distinct:."),
        ),
        (
            "count: posts, where: {role: {from: member}}",
            ("range-without-order", "role", "Name the values in a list."),
        ),
        (
            "count: posts, where: {born_year: {from: 1990, to: 1980}}",
            ("range-empty", "born_year", "Change them over."),
        ),
        ("count: posts, where: {born_year: soon}", ("wrong-value", "born_year", "")),
        ("count: entries, where: {kind: visit, alone: 1}", ("wrong-value", "alone", "")),
        ("count: entries, of: quantity", ("of-without-use", "of", "Take it out.")),
        ("sum: entries", ("of-missing", "one", "Name the column or counted field.")),
        ("mean: entries, of: person", ("of-no-number", "of", "Use distinct:, or another column.")),
        ("share: entries, where: {kind: visit}", ("among-missing", "one", "")),
        ("count: entries, among: {kind: visit}", ("among-without-share", "among", "Take it out.")),
        ("count: entries, dated: closed", ("dated-without-matters", "dated", "Take it out.")),
        (
            "count: entries, by: [twon]",
            ("unknown-split", "0", 'Did you mean "town"?'),
        ),
        (
            "count: entries, by: [town, village]",
            ("split-twice", "by", "Declare another measure for the other."),
        ),
        (
            "share: posts, where: {role: member}, among: {role: secretary}",
            ("part-outside-whole", "where", "Let where: stay within among:."),
        ),
        ("count: entries, target: {at_least: 5, by: 2020-01-01}", ("target-past", "by", "Set the next one.")),
        ("count: entries, sum: entries", ("bad-value", "one", "")),
    ],
)
def test_each_fault_says_where_it_is_and_what_to_do(tmp_path, said, expected):
    found = faults_of(tmp_path, said)
    assert len(found) == 1
    assert found[0] == expected


def test_a_fact_names_a_measure_and_is_named_once(tmp_path):
    fact = "{id: A, says: {zh: 八, en: eight}, measure: rigt, equals: 8}"
    other = "{id: A, says: {zh: 八, en: eight}, measure: right, equals: 8}"
    found = faults_of(tmp_path, "count: entries", f"facts:\n  - {fact}\n  - {other}\n")
    assert found == [("unknown-measure", "measure", 'Did you mean "right"?'), ("fact-twice", "id", "")]


def test_the_part_of_a_share_may_be_a_warning_but_an_unknown_word_is_refused(tmp_path):
    faults_of(tmp_path, "share: posts, where: {role: member}, among: {role: secretary}")
    assert load(tmp_path).name == "counted"
    faults_of(tmp_path, "count: posts, where: {rle: member}")
    with pytest.raises(Faults, match='Did you mean "role"'):
        load(tmp_path)
