"""The plan as a person reads it."""

import pytest
import time_machine

from haitang.kernel.playbooks.api import apply, plan

pytestmark = pytest.mark.usefixtures("deeds")

BEFORE = """
haitang: 1
playbook: county
title: {zh: 县, en: County}
deeds:
  visit: {label: {zh: 走访, en: Visit}}
  talk: {label: {zh: 谈心, en: Talk}, who: [clerk]}
  walk: {label: {zh: 走路, en: Walk}}
  gone: {label: {zh: 无, en: Gone}}
"""
AFTER = """
haitang: 1
playbook: county
title: {zh: 县, en: County}
deeds:
  visit:
    label: {zh: 入户走访, en: Visit}
    fields: {alone: {kind: flag, label: {zh: 独居, en: Alone}}}
  home_talk: {was: talk, label: {zh: 谈心, en: Talk}, who: [clerk, agent]}
  walk: {label: {zh: 走路, en: Walk}}
  fair: {label: {zh: 集市, en: Fair}}
"""


@pytest.fixture
def made(write, county, house_itself):
    def _made(text: str, before: str = BEFORE):
        apply(plan(write("county", main=before), at=county), actor=house_itself)
        with time_machine.travel("2026-11-22T04:00:00Z", tick=False):
            return plan(write("county", main=text), at=county).render("en")

    return _made


def test_adds_changes_renames_and_retirements_are_told_apart(made):
    assert made(AFTER) == "\n".join(
        [
            "county 1 → 2 (2026-11-22, base 1)",
            "",
            '  ~ deeds.visit               label "走访" → "入户走访"',
            "  + deeds.visit.fields.alone  Alone",
            "  > deeds.home_talk           renamed from deeds.talk",
            "  ~ deeds.home_talk           who [clerk] → [clerk, agent]",
            "  + deeds.fair                Fair",
            "  - deeds.gone",
            "",
            "6 changes.",
        ]
    )


def test_what_is_held_is_refused_and_nothing_was_changed(made):
    before = BEFORE.replace("gone: {", "gone: {held: true, ")
    assert made(AFTER, before).splitlines()[-4:] == [
        "  + deeds.fair                Fair",
        "  - deeds.gone                refused: 17 records have it.",
        "",
        "1 problem. Nothing was changed.",
    ]


def test_no_change_says_so(made):
    assert made(BEFORE).splitlines()[-1] == "No changes."


def test_another_order_is_a_change(made):
    lines = BEFORE.strip().splitlines()
    text = "\n".join([*lines[:4], lines[5], lines[4], *lines[6:]])
    assert "~ deeds" in made(text)
    assert "order changed" in made(text)


def test_the_plan_speaks_chinese_too(write, county):
    assert plan(write("county", main=BEFORE), at=county).render("zh").endswith("处变化。")
