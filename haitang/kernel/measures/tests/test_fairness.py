"""Several wholes side by side, what overran told as it was, and no ranking of places by complaints."""

from datetime import date
from fractions import Fraction

import pytest
import time_machine

from haitang.kernel.measures.tests.county import MEASURES, PLAYBOOK, County
from haitang.kernel.playbooks.loading import read
from haitang.lib.diagnostics import Refusal

PART = "share: matters, where: {kind: request, overran: false}"
RANKS = "ranks-places-by-complaints"
FAIR = f"""
  overran: {{label: {{zh: 曾超时, en: Overran}}, count: matters, where: {{kind: request, overran: true}}}}
  of_all: {{label: {{zh: 全部, en: All}}, {PART}, among: {{kind: request}}, beside: [of_liked]}}
  of_liked: {{label: {{zh: 满意的, en: Liked}}, {PART}, among: {{kind: request, rating: {{from: 4}}}}}}
  visits_by_place:
    {{label: {{zh: 走访, en: Visits}}, count: entries, where: {{kind: visit}}, by: [town], rank: true}}
"""


def codes(tmp_path, measure: str) -> list[str]:
    """What check says of a playbook whose requests are open to residents, with one more measure."""
    text = PLAYBOOK.replace("    number: ", "    public: true\n    number: ", 1)
    channels = "\n  phone: {label: {zh: 手机, en: Phone}}\n  api: {label: {zh: 接口, en: API}}"
    text = text.replace("\nchannels:", f"\nchannels:{channels}", 1)
    (tmp_path / "main.yaml").write_text(text + MEASURES + FAIR + f"  one: {measure}\n", encoding="utf-8")
    return [fault.code for fault in read(tmp_path).faults if fault.severity == "error"]


@pytest.fixture
def kept(county: County) -> County:
    """Three requests: one closed in time, one closed late, one open and late by 30 April."""
    county.apply(PLAYBOOK + MEASURES + FAIR)
    with time_machine.travel("2026-03-02T02:00Z", tick=False):
        quick, slow = county.request("lake"), county.request("hill")
        county.request("hill")
    with time_machine.travel("2026-03-03T02:00Z", tick=False):
        county.close(quick, rating=5)
    with time_machine.travel("2026-04-10T02:00Z", tick=False):
        county.close(slow, rating=2)
    return county


def test_what_once_overran_has_overrun_though_it_is_closed_now(kept):
    with time_machine.travel("2026-04-30T02:00Z", tick=False):
        assert kept.figure("overran").value == 2
        with pytest.raises(Refusal, match="known as of today alone"):
            kept.figure("overran", day=date(2026, 4, 29))


def test_the_same_part_of_several_wholes(kept):
    with time_machine.travel("2026-04-30T02:00Z", tick=False):
        assert kept.figure("of_all").value == Fraction(1, 3)
        assert kept.figure("of_liked").value == 1


def test_deeds_may_be_listed_from_the_highest_down(kept):
    kept.visit("hill")
    rows = kept.figure("visits_by_place", by=["town"]).rows
    assert [(row.label.zh, row.value) for row in rows] == [("West", 1), ("East", 0)]


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("{LABEL, count: matters, where: {kind: request}, by: [town], rank: true}", RANKS),
        ("{LABEL, count: matters, by: [town], rank: true}", RANKS),
        ("{LABEL, PART, among: {kind: request}, rank: true}", RANKS),
        ("{LABEL, count: entries, by: [town], rank: true}", ""),
        ("{LABEL, count: matters, where: {kind: request}, beside: [of_all]}", "beside-without-share"),
        ("{LABEL, OTHER, among: {kind: request}, beside: [of_all]}", "beside-other-part"),
        ("{LABEL, PART, among: {kind: request}, beside: [of_lall]}", "unknown-measure"),
        ("{LABEL, PART, among: {kind: request}, beside: [of_all, of_liked]}", ""),
    ],
)  # fmt: skip
def test_places_are_never_ranked_by_what_residents_ask_for(tmp_path, measure, code):
    said = measure.replace("LABEL", "label: {zh: 数, en: Number}").replace("PART", PART)
    said = said.replace("OTHER", "share: matters, where: {closed: true}")
    assert codes(tmp_path, said) == ([code] if code else [])
