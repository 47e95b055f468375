"""Periods as addresses and people write them."""

from datetime import date

import pytest
import time_machine

from haitang.kernel.measures.periods import Period, period_of, read_period, split
from haitang.lib.diagnostics import Refusal


@pytest.mark.parametrize(
    ("words", "first", "last", "zh", "en"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026 年", "2026"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "2026 年第三季度", "Q3 2026"),
        ("2026-12", "2026-12-01", "2026-12-31", "2026 年 12 月", "December 2026"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        (
            "2020-12-01/2021-04-01",
            "2020-12-01",
            "2021-03-31",
            "2020-12-01 至 2021-03-31",
            "2020-12-01 to 2021-03-31",
        ),
    ],
)
def test_a_period_is_read_as_it_is_written(words, first, last, zh, en):
    period = read_period(words)
    assert (str(period.first), str(period.last)) == (first, last)
    assert (period.key, period.label.zh, period.label.en) == (words, zh, en)


@pytest.mark.parametrize("words", ["", "soon", "2026-13", "2026-Q5", "2026-02-30", "2026-05-01/2026-05-01"])
def test_an_unreadable_period_is_refused_in_words(words):
    with pytest.raises(Refusal, match="2026-Q3"):
        read_period(words)


def test_a_span_is_split_into_parts_cut_to_fit():
    span = Period(date(2026, 1, 15), date(2026, 3, 2))
    parts = split(span, "month")
    assert [part.key for part in parts] == ["2026-01-15/2026-02-01", "2026-02", "2026-03-01/2026-03-02"]
    assert [part.first for part in parts[1:]] == [part.after for part in parts[:-1]]


def test_more_parts_than_a_page_can_show_are_refused():
    assert len(split(period_of(date(2024, 1, 1), "year"), "day")) == 366
    with pytest.raises(Refusal, match="400 parts"):
        split(Period(date(2020, 1, 1), date(2024, 1, 1)), "day")


@time_machine.travel("2026-11-22T04:00Z")
@pytest.mark.parametrize(
    ("words", "day"), [("2026-10", "2026-10-31"), ("2026-11", "2026-11-22"), ("2027-01", "2027-01-01")]
)
def test_what_holds_on_a_day_is_asked_of_the_last_day_that_has_come(words, day):
    assert str(read_period(words).as_of) == day


@pytest.mark.parametrize(
    "words", ["9999", "9999-12", "9999-Q4", "9999-12-31", "0001-01-01", "2026-01-01/9999-12-31", "0001"]
)
def test_a_period_beyond_reckoning_is_refused_in_words(words):
    with pytest.raises(Refusal) as refused:
        read_period(words)
    assert refused.value.code == "day.beyond"
