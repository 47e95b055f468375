"""A figure that reads what is still being filled in says so, and how far it has come."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.ledger.jobs.fill import fill_next
from haitang.kernel.matters.api import tick
from haitang.kernel.measures.api import Filling
from haitang.kernel.measures.tests.county import MEASURES, PLAYBOOK, County

REPAIRS = "  repairs: {label: {zh: 维修, en: Repairs}, count: entries, where: {kind: visit, need: mending}}\n"
#: What every fact says of the option is another word from now on.
RENAMED = ("repair: {zh: 维修, en: Repairs}", "mending: {was: repair, label: {zh: 维修, en: Repairs}}")
HEADS = "heads: {kind: number, label: {zh: 涉及人数, en: Heads}, count: true}"


def edited(old: str, new: str, measures: str = MEASURES) -> str:
    assert old in PLAYBOOK
    return PLAYBOOK.replace(old, new) + measures


@pytest.fixture
def filling(county: County) -> County:
    """Three visits, whose option is called otherwise from now on; nothing is filled yet."""
    for _ in range(3):
        county.visit(answers={"need": "repair"})
    measures = MEASURES.replace("need: [health, repair]", "need: [health, mending]")
    county.apply(edited(*RENAMED, measures + REPAIRS))
    return county


def test_a_half_filled_figure_says_how_far_it_is_and_a_full_one_nothing(filling: County):
    before = filling.figure("repairs")
    assert before.filling
    assert (before.value, before.filling.percent) == (0, 0)
    assert fill_next(limit=2) == 2
    half = filling.figure("repairs")
    assert half.filling
    assert half.value == 2
    assert half.filling.words.en.endswith(f"{half.filling.percent}% done, this figure will change")
    assert 0 < half.filling.percent < 100
    while fill_next():
        pass
    assert (filling.figure("repairs").value, filling.figure("repairs").filling) == (3, None)


def test_a_figure_that_reads_nothing_of_it_is_final_and_asks_nothing(filling: County):
    with CaptureQueriesContext(connection) as queries:
        assert filling.figure("visits").filling is None
    assert not any("ledger_fill" in one["sql"] for one in queries)


def test_matters_are_waited_for_as_well(county: County):
    harmed = next(line for line in MEASURES.splitlines(keepends=True) if "  harmed:" in line)
    county.apply(edited(HEADS, HEADS.replace(", count: true", ""), MEASURES.replace(harmed, "")))
    county.request(answers={"heads": 7})
    county.apply(PLAYBOOK + MEASURES)
    waiting = county.figure("harmed")
    assert waiting.filling
    assert waiting.filling.percent == 0
    tick()
    tick()
    assert (county.figure("harmed").value, county.figure("harmed").filling) == (7, None)


def test_a_hundred_per_cent_is_never_said_before_the_end():
    assert [Filling(3, 3).percent, Filling(0, 0).percent, Filling(1, 3).percent] == [99, 0, 33]
