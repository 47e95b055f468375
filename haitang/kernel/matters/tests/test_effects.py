"""A plan says, with exact numbers, what an edit means for the matters at and under its unit."""

import pytest

from haitang.kernel.matters.api import tick
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.playbooks.api import plan

STAYS = "matters of before lie outside and stay valid under their version"


def said(county: County, *edits: tuple[str, str]) -> list[str]:
    text = PLAYBOOK
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    (county.folder / "main.yaml").write_text(text, encoding="utf-8")
    effects = plan(county.folder, at=county.units["county"]).effects
    return [f"{'.'.join(one.path)}: {one.en}" for one in effects]


@pytest.fixture
def opened(county: County) -> County:
    """Two requests, one of them urgent, dispatched and answered."""
    county.open(answers={"urgency": "ordinary"})
    matter = county.dispatched(answers={"urgency": "urgent"})
    county.move(matter, "answer", "fred", note="已换灯头。", answers={"summary": "路灯已修"})
    return county


def test_a_renamed_kind_and_state_keep_the_identity_of_so_many_matters(opened: County):
    kind = [("  request:\n", "  appeal:\n    was: request\n"), ("under: [request]", "under: [appeal]")]
    assert "matters.appeal: 2 matters keep their identity" in said(opened, *kind)
    state = [
        ("        answered: {label", "        told: {was: answered, label"),
        ("from: [answered]", "from: [told]"),
        ("working, answered]", "working, told]"),
        ("to: answered", "to: told"),
    ]
    assert said(opened, *state) == ["matters.request.flow.states.told: 1 matters keep their identity"]


def test_options_that_go_and_a_shorter_limit_are_counted(opened: County):
    gone = (", urgent: {zh: 紧急, en: Urgent}", "")
    assert said(opened, gone) == [f"matters.request.fields.urgency: narrower; 1 {STAYS}"]
    shorter = ("en: Public summary}", "en: Public summary}, max: 3")
    assert said(opened, shorter) == [f"matters.request.fields.summary: narrower; 1 {STAYS}"]


def test_another_time_limit_says_how_many_keep_their_deadline(opened: County):
    tighter = ("owner: clerk, limit: {working_days: 1}}", "owner: clerk, limit: {hours: 4}}")
    kept = "another limit; 1 matters that stand in it keep the deadline they have"
    assert said(opened, tighter) == [f"matters.request.flow.states.received: {kept}"]


def test_answers_to_a_retired_field_are_counted_as_the_new_ones_where_they_convert(county: County):
    summary = "      summary: {kind: text"
    assert summary in PLAYBOOK
    heads = "      heads: {kind: number, count: true, label: {zh: 人数, en: Heads}}\n"
    paid = "      paid: {kind: money, count: true, from: heads, label: {zh: 补助, en: Paid}}\n"
    county.apply(PLAYBOOK.replace(summary, heads + summary))
    before = county.open(answers={"heads": 3}).matter
    county.apply(PLAYBOOK.replace(summary, paid + summary))
    since = county.open(answers={"paid": "12.50"}).matter
    tick()
    tick()
    assert [fresh(one).number2 for one in (before, since)] == [300, 1250]
    assert fresh(before).data == before.data
