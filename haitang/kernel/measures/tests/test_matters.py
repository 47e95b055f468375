"""Figures over matters: by the day they were opened or closed, by category with all under it, late or not."""

from datetime import date
from fractions import Fraction

import pytest
import time_machine

from haitang.kernel.measures.api import in_words, measure_of, period_of
from haitang.kernel.measures.tests.county import County
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@pytest.fixture
def asked(county: County) -> County:
    """Four requests in March; two closed, of which one late."""
    county.person("clara", ("clerk", "county"))
    with time_machine.travel("2026-03-02T02:00Z", tick=False):
        quick = county.request("lake", category="parking", channel="hotline", answers={"heads": 7})
        slow = county.request("hill", category="housing", answers={"heads": 2})
        county.request("hill")
    with time_machine.travel("2026-03-04T02:00Z", tick=False):
        county.close(quick, rating=5)
    with time_machine.travel("2026-04-10T02:00Z", tick=False):
        county.close(slow, rating=2)
        county.request("garden")
    return county


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("requests", 4),
        ("open_requests", 2),
        ("housing", 2),
        ("by_phone", 1),
        ("harmed", 9),
        ("rating", Fraction(7, 2)),
        ("closed_share", Fraction(1, 2)),
        ("closed_then", 2),
    ],
)
def test_each_way_of_counting_matters(asked, key, value):
    assert asked.figure(key, day=date(2026, 4, 30)).value == value


def test_a_request_counts_in_the_month_it_was_opened_and_where_it_happened(asked):
    spring = period_of(date(2026, 3, 1), "year")
    rows = asked.figure("requests", period=spring, by=["town", "month"]).rows
    assert [(row.label.zh, row.period.first.month, row.value) for row in rows if row.value] == [
        ("East", 3, 1),
        ("East", 4, 1),
        ("West", 3, 2),
    ]


def test_closing_counts_in_the_month_it_was_closed_where_the_measure_says_so(asked):
    march, april = (period_of(date(2026, month, 1), "month") for month in (3, 4))
    assert [asked.figure("closed_then", period=month).value for month in (march, april)] == [1, 1]
    assert [asked.figure("requests", period=month).value for month in (march, april)] == [3, 1]


def test_closed_is_as_of_the_day(asked):
    days = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6), date(2026, 4, 10)]
    assert [asked.figure("closed", day=day).value for day in days] == [0, 1, 1, 2]


def test_an_open_request_beyond_its_limit_is_late_until_it_is_closed(county: County):
    county.person("clara", ("clerk", "county"))
    with time_machine.travel("2026-03-02T02:00Z", tick=False):
        slow = county.request("hill")
    told = []
    for now in ("2026-03-04T02:00Z", "2026-03-06T02:00Z"):
        with time_machine.travel(now, tick=False):
            told += [county.figure("late").value, county.figure("late", day=clock.today()).value]
    with time_machine.travel("2026-04-10T02:00Z", tick=False):
        county.close(slow)
        told.append(county.figure("late").value)
    assert told == [0, 0, 1, 1, 0]


def test_what_was_late_on_a_day_gone_by_is_refused_not_guessed(asked):
    """One was late on 6 March and is closed since: today's deadlines would say that none was."""
    with time_machine.travel("2026-04-20T02:00Z", tick=False):
        with pytest.raises(Refusal, match="known as of today alone"):
            asked.figure("late", day=date(2026, 3, 6))
        march, april = (period_of(date(2026, month, 1), "month") for month in (3, 4))
        late = [asked.figure("late", period=month).value for month in (march, april)]
        assert late == [1, 1]  # of those opened in either month one is late now
        assert asked.figure("closed", day=date(2026, 3, 6)).value == 1
    rule = in_words(measure_of("late", asked.playbook), asked.playbook)
    assert "看现在，不看当时" in rule.zh
    assert "as of now" in rule.en


def test_matters_are_split_by_the_channel_they_came_by_and_make_up_all(asked: County):
    found = asked.figure("by_channel", by=["channel"])
    told = {row.label.zh: row.value for row in found.rows}
    assert told == {"网页": 3, "热线": 1}
    assert sum(told.values()) == found.value == 4


def test_only_matters_are_split_by_channel(asked: County):
    with pytest.raises(Refusal, match="cannot split by channel"):
        asked.figure("visits", by=["channel"])
