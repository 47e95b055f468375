"""Figures over entries, posts, people, units and ties; split, as of a day, after a move."""

from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from haitang.kernel.ledger.api import void
from haitang.kernel.measures.api import period_of
from haitang.kernel.measures.spec import Measure
from haitang.kernel.measures.tests.county import YEAR, County
from haitang.kernel.registry.api import end_post, move_unit, tie
from haitang.kernel.registry.models import Post
from haitang.lib.diagnostics import Refusal


@pytest.fixture
def busy(county: County) -> County:
    """Two visitors, four visits in two towns, one talk."""
    county.person("ann", ("member", "lake"))
    county.person("bob", ("member", "hill"))
    county.visit("lake", date(2026, 1, 5), "ann", quantity=2, answers={"need": "health", "heads": 3})
    county.visit("garden", date(2026, 2, 5), "ann", quantity=1, answers={"need": "repair", "heads": 2})
    county.visit("hill", date(2026, 2, 6), "bob", quantity=5, answers={"alone": True})
    county.visit("east", date(2026, 3, 7), "bob", answers={"again_on": "2026-04-01"})
    county.visit("lake", date(2026, 3, 7), "bob", kind="talk")
    return county


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("visits", 4),
        ("deeds", 5),
        ("visits_made", 9),
        ("visitors", 2),
        ("places", 4),
        ("heads", 5),
        ("heads_mean", Fraction(5, 2)),
        ("ill", 2),
        ("not_ill", 3),
        ("alone", 1),
        ("soon", 1),
        ("many", 2),
        ("ill_share", Fraction(1, 4)),
    ],
)
def test_each_way_of_counting_entries(busy, key, value):
    assert busy.figure(key, period=YEAR).value == value


def test_a_figure_is_split_by_town_and_month_with_the_towns_that_did_nothing(busy):
    first_quarter = period_of(date(2026, 2, 1), "quarter")
    rows = busy.figure("visits", period=first_quarter, by=["town", "month"]).rows
    assert [(row.label.zh, row.period.key, row.value) for row in rows] == [
        ("East", "2026-01", 1),
        ("East", "2026-02", 1),
        ("East", "2026-03", 1),
        ("West", "2026-01", 0),
        ("West", "2026-02", 1),
        ("West", "2026-03", 0),
    ]


def test_what_lies_above_the_units_it_is_split_by_has_a_row_of_its_own(busy):
    rows = busy.figure("visits", period=YEAR, by=["village"]).rows
    assert [(row.label.en, row.unit_id is None, row.value) for row in rows] == [
        ("Lake", False, 1),
        ("Garden", False, 1),
        ("Hill", False, 1),
        ("in no village", True, 1),
    ]


def test_a_voided_entry_leaves_every_measure(busy):
    entry = busy.visit("hill", date(2026, 5, 1), "ann", quantity=7)
    assert [busy.figure(key).value for key in ("visits", "visits_made")] == [5, 16]
    void(entry, reason="记错了", actor=busy.house)
    assert [busy.figure(key).value for key in ("visits", "visits_made")] == [4, 9]


def test_an_entry_counts_where_its_unit_lay_on_the_day(busy):
    move_unit(busy.units["garden"], under=busy.units["west"], on=date(2026, 2, 6), actor=busy.house)
    busy.visit("garden", date(2026, 2, 6), "ann")
    towns = busy.figure("visits", period=YEAR, by=["town"]).rows
    assert [(row.label.zh, row.value) for row in towns] == [("East", 3), ("West", 2)]
    assert [busy.figure("visits", name, period=YEAR).value for name in ("east", "west")] == [3, 2]


def test_posts_people_and_units_are_counted_as_of_the_day(county):
    county.person("ann", ("secretary", "lake"), ("member", "lake"), born_on=date(1980, 6, 1), sex="f")
    county.person("bob", ("secretary", "hill"), born_on=date(1979, 6, 2), sex="m", education=5)
    assert county.figure("secretaries").shown == "2"
    assert county.figure("people").value == 2
    assert county.figure("graduates").value == 1
    assert county.figure("village_posts").value == 3
    assert county.figure("secretaries_age", day=date(2026, 6, 1)).value == Fraction(46 + 46, 2)
    assert county.figure("secretaries_age", day=date(2026, 6, 2)).value == Fraction(46 + 47, 2)
    assert county.figure("young", day=date(2026, 6, 1)).shown == "50.0%"
    post = Post.objects.get(person=county.people["bob"])
    end_post(post, on=date(2026, 5, 1), actor=county.house)
    assert county.figure("secretaries", day=date(2026, 4, 30)).value == 2
    assert county.figure("secretaries", day=date(2026, 5, 1)).value == 1
    assert county.figure("secretaries", day=date(2019, 12, 31)).value == 0


def test_what_holds_on_a_day_is_split_by_month_as_of_the_end_of_each(county):
    county.unit("shore", "village", "west", since=date(2026, 2, 15))
    rows = county.figure("villages", period=period_of(date(2026, 1, 1), "quarter"), by=["month"]).rows
    assert [row.value for row in rows] == [3, 4, 4]


def test_a_tie_counts_for_the_unit_it_leads_to(county):
    ann = county.person("ann", ("member", "lake"))
    tie(ann, to=county.units["hill"], kind="pair", since=date(2026, 1, 1), actor=county.house)
    assert [county.figure("pairs", name).value for name in ("county", "east", "west")] == [1, 0, 1]


def test_a_share_and_a_mean_of_nothing_are_unknown_and_a_sum_is_zero(county):
    shown = [county.figure(key).shown for key in ("ill_share", "heads_mean", "heads")]
    assert shown == ["—", "—", "0"]


def test_an_unknown_measure_and_an_unknown_split_are_refused_in_words(busy):
    with pytest.raises(Refusal, match='Did you mean "visits"'):
        busy.figure("visit")
    with pytest.raises(Refusal, match="cannot split by planet"):
        busy.figure("visits", by=["planet"])
    with pytest.raises(Refusal, match="name the period"):
        busy.figure("visits", by=["month"])


def test_a_person_of_two_roles_is_one_in_a_mean(county):
    county.person("ann", ("secretary", "lake"), ("member", "lake"), born_on=date(1980, 1, 1))
    county.person("bob", ("member", "hill"), born_on=date(1990, 1, 1))
    found = county.figure("leaders_age", day=date(2026, 6, 1))
    assert (found.value, found.whole) == (Fraction(46 + 36, 2), 2)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_no_figure_is_worked_out_for_a_day_beyond_reckoning(county, day):
    with pytest.raises(Refusal, match="too far off"):
        county.figure("visits", day=day)


def test_a_share_of_a_sample_comes_with_its_interval_and_nothing_else_does(busy):
    sampled = busy.figure("ill_sampled", period=YEAR)
    # Wilson, one of four: 0.0456 to 0.6994.
    assert (sampled.part, sampled.whole) == (1, 4)
    assert sampled.interval == pytest.approx((0.045587, 0.699358), abs=1e-5)
    assert busy.figure("ill_share", period=YEAR).interval is None
    assert busy.figure("ill_sampled", period=period_of(date(2025, 1, 1), "year")).interval == (0.0, 1.0)


def test_only_a_share_can_be_sampled():
    label = {"zh": "走访", "en": "Visits"}
    assert Measure.model_validate({"label": label, "share": "entries", "sampled": True}).sampled
    with pytest.raises(ValidationError, match="only a share"):
        Measure.model_validate({"label": label, "count": "entries", "sampled": True})
