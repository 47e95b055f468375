"""Printed figures beside what came out, at the precision they were printed in."""

from datetime import date
from fractions import Fraction

import pytest

from haitang.kernel.measures.api import check_facts
from haitang.kernel.measures.rounding import rounded, shown
from haitang.kernel.measures.tests.county import MEASURES, PLAYBOOK, County
from haitang.kernel.registry.api import change_unit

FACTS = """\
facts:
  - {id: A, says: {zh: 三次, en: three}, measure: visits, equals: 3, since: 2026-01-01, until: 2026-04-01}
  - {id: B, says: {zh: 三分之一, en: a third}, measure: ill_share, equals: 33.3}
  - {id: C, says: {zh: 占 33, en: a third}, measure: ill_share, equals: 33}
  - {id: D, says: {zh: 三次多, en: over three}, measure: visits, more_than: 3}
  - {id: E, says: {zh: 不少于三次, en: at least three}, measure: visits, at_least: 3, on: 2026-03-05}
  - {id: F, says: {zh: 村里, en: in the village}, measure: visits, at_most: 2, unit: "320998111"}
  - {id: G, says: {zh: 镇里, en: nowhere}, measure: visits, equals: 0, unit: "9"}
  - {id: H, says: {zh: 平均, en: mean}, measure: heads_mean, equals: 0}
"""


def test_each_printed_figure_stands_beside_what_came_out(county: County):
    county.apply(PLAYBOOK + MEASURES + FACTS)
    county.unit("shore", "village", "east")
    change_unit(county.units["lake"], code="320998111", actor=county.house)
    for unit, need in (("lake", "health"), ("hill", "repair"), ("shore", "none")):
        county.visit(unit, date(2026, 3, 5), answers={"need": need})
    results = check_facts(county.playbook, county.units["county"])
    assert [(one.id, one.printed, one.came_out, one.holds) for one in results] == [
        ("A", "3", "3", True),
        ("B", "33.3", "33.3", True),
        ("C", "33", "33", True),
        ("D", "> 3", "3", False),
        ("E", "≥ 3", "3", True),
        ("F", "≤ 2", "1", True),
        ("G", "0", "— (9?)", False),
        ("H", "0", "—", False),
    ]


def test_a_printed_figure_of_what_was_late_on_a_past_day_does_not_hold_and_says_why(county: County):
    late = "facts:\n  - {id: L, says: {zh: 超时, en: late}, measure: late, equals: 0, on: 2026-03-05}\n"
    county.apply(PLAYBOOK + MEASURES + late)
    (found,) = check_facts(county.playbook, county.units["county"])
    assert not found.holds
    assert "过去某天的办理时限没有留存" in found.came_out


@pytest.mark.parametrize(
    ("value", "way", "decimals", "expected"),
    [
        (Fraction(41, 214), "percent", 1, "19.2%"),
        (Fraction(8, 214), "percent", 1, "3.7%"),
        (Fraction(9651, 214), "number", 0, "45"),
        (Fraction(1, 2), "number", 0, "1"),
        (Fraction(-1, 2), "number", 0, "-1"),
        (Fraction(5, 2), "number", 0, "3"),
        (48213, "number", 0, "48,213"),
        (123456, "yuan", 2, "1,234.56"),
        (90, "hours", 1, "1.5"),
        (0, "percent", 1, "0.0%"),
        (None, "percent", 1, "—"),
    ],
)
def test_figures_are_rounded_as_newspapers_do(value, way, decimals, expected):
    assert shown(value, way=way, decimals=decimals) == expected


def test_rounding_is_exact_beyond_floating_point():
    assert str(rounded(Fraction(10**17 + 5, 10), 0)) == "10000000000000001"
