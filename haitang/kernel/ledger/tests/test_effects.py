"""A plan says, with exact numbers, what an edit means for the entries at and under its unit."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.ledger.api import record, void
from haitang.kernel.ledger.tests.county import PLAYBOOK, County
from haitang.kernel.playbooks.api import apply, plan

TOWN = """\
haitang: 1
playbook: a_town
title: {zh: 某镇, en: A town}
entries:
  market:
    label: {zh: 赶集, en: Market}
    fields: {stalls: {kind: number, label: {zh: 摊位, en: Stalls}, max: 90}}
"""


@pytest.fixture
def recorded(county: County) -> County:
    """Three visits that stand and one voided: with 2, 9 and 30 people, one of them for repairs."""
    for people, need, words in ((2, "health", "好"), (9, "repair", "屋顶漏水"), (30, "health", "")):
        answers = {"need": need, "people": people, **({"words": words} if words else {})}
        record(county.visit(answers=answers, quantity=people // 9 + 1), actor=county.wang)
    mistaken = record(county.visit(answers={"need": "repair", "people": 50}), actor=county.wang)
    void(mistaken, reason="记错了", actor=county.li)
    return county


def said(county: County, *edits: tuple[str, str]) -> list[str]:
    text = PLAYBOOK
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (county.folder / "main.yaml").write_text(text, encoding="utf-8")
    made = plan(county.folder, at=county.root)
    assert made.refusals == []
    return [f"{'.'.join(one.path)}: {one.en}" for one in made.effects]


STAYS = "entries of before lie outside and stay valid under their version"


def test_a_renamed_kind_and_a_renamed_field_keep_the_identity_of_so_many_entries(recorded):
    kind = ("  visit:\n    label", "  home_visit:\n    was: visit\n    label")
    assert said(recorded, kind) == ["entries.home_visit: 3 entries keep their identity"]
    field = ("people: {kind: number", "heads: {was: people, kind: number")
    assert said(recorded, field) == ["entries.visit.fields.heads: 3 entries keep their identity"]


@pytest.mark.parametrize(
    ("edit", "path", "outside"),
    [
        (("          repair: {zh: 维修, en: Repairs}\n", ""), "fields.need", 1),
        (("count: true, max: 50", "count: true, max: 9"), "fields.people", 1),
        (("count: true, max: 50", "count: true, min: 9, max: 9"), "fields.people", 2),
        (("en: What was said}", "en: What was said}, max: 3"), "fields.words", 1),
        (("min: 1, max: 20", "min: 2, max: 3"), "quantity", 2),
    ],
)
def test_what_a_narrower_word_would_refuse_is_counted_and_stays_valid(recorded, edit, path, outside):
    assert said(recorded, edit) == [f"entries.visit.{path}: narrower; {outside} {STAYS}"]


def test_an_answer_that_is_not_counted_is_found_in_the_entry_itself(recorded):
    text = [("en: People}, count: true", "en: People}"), ("        count: true\n", "")]
    said(recorded, *text)
    apply(plan(recorded.folder, at=recorded.root), actor=recorded.house)
    less = [*text, ("max: 50", "max: 9"), ("          repair: {zh: 维修, en: Repairs}\n", "")]
    assert said(recorded, *less) == [
        f"entries.visit.fields.need: narrower; 1 {STAYS}",
        f"entries.visit.fields.people: narrower; 1 {STAYS}",
    ]


def test_a_wider_word_says_nothing_and_asks_nothing_of_the_answers(recorded):
    wider = ("count: true, max: 50", "count: true, max: 60")
    with CaptureQueriesContext(connection) as asked:
        assert said(recorded, wider) == []
    assert not any("entry__data" in one["sql"] or "json" in one["sql"].lower() for one in asked)


def test_only_what_lies_at_and_under_the_unit_is_counted(recorded, tmp_path):
    for name, folder in (("town", recorded.town), ("other", recorded.other_town)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(TOWN.replace("a_town", f"a_{name}"), encoding="utf-8")
        apply(plan(tmp_path / name, at=folder), actor=recorded.house)
    for unit, times in ((recorded.village, 2), (recorded.other_town, 1)):
        for _ in range(times):
            draft = recorded.visit(kind="market", unit=unit.pk, answers={"stalls": 80})
            record(draft, actor=recorded.wang if unit == recorded.village else recorded.zhao)
    file = tmp_path / "town" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("max: 90", "max: 9"), encoding="utf-8")
    effects = plan(file.parent, at=recorded.town).effects
    assert [one.en for one in effects] == [f"narrower; 2 {STAYS}"]
