from datetime import UTC, date, datetime, timedelta
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib import clock
from haitang.sample.declare import Drawn
from haitang.sample.deeds import moment
from haitang.sample.growth import uuid_at
from haitang.sample.lots import lots, per_day, split, spread_over, values, weighted


@given(total=st.integers(0, 5000), parts=st.integers(1, 300), seed=st.integers(0, 99))
def test_a_split_total_adds_up_and_has_no_negative_part(total, parts, seed):
    numbers = split(total, parts, lots(seed, "x"))
    assert sum(numbers) == total
    assert len(numbers) == parts
    assert min(numbers) >= 0


@given(count=st.integers(0, 5000), length=st.integers(1, 400))
def test_every_entry_gets_a_day(count, length):
    since = date(2026, 1, 1)
    spread = per_day(count, since, since + timedelta(days=length))
    assert sum(spread.values()) == count
    assert min(spread.values()) >= 0
    assert set(spread) == {since + timedelta(days=number) for number in range(length)}


@given(items=st.integers(1, 50), count=st.integers(0, 200))
def test_everybody_gets_one_before_anybody_gets_two(items, count):
    given_out = spread_over(range(items), count)
    assert len(given_out) == count
    numbers = [given_out.count(item) for item in range(items)]
    assert max(numbers) - min(numbers) <= 1


@pytest.mark.parametrize(
    ("drawn", "fits"),
    [
        (Drawn(between=(2, 4)), lambda value: value in (2, 3, 4)),
        (Drawn(weights={"a": 1, "b": 0}), lambda value: value == "a"),
        (Drawn(one_of=("x", "y")), lambda value: value in ("x", "y")),
        (Drawn(chance=1.0), lambda value: value is True),
        (Drawn(cycle=("p", "q")), lambda value: value in ("p", "q")),
    ],
)
def test_values_are_drawn_as_said(drawn, fits):
    drawn_values = list(values(drawn, 20, lots(1, "x")))
    assert len(drawn_values) == 20
    assert all(fits(value) for value in drawn_values)


def test_a_weight_of_zero_is_never_drawn():
    assert {weighted({"a": 0, "b": 1}, lots(seed, "x")) for seed in range(50)} == {"b"}


def test_uuids_are_of_version_seven_and_sort_by_time():
    lot = lots(1, "x")
    earlier, later = (uuid_at(datetime(2026, 1, day, tzinfo=UTC), lot) for day in (1, 2))
    assert earlier.version == later.version == 7
    assert earlier.variant == RFC_4122
    assert earlier < later


@pytest.mark.parametrize("hour", [0, 3, 8, 12, 23])
def test_nothing_happens_in_the_future(hour):
    now = datetime(2026, 11, 22, hour, 0, 1, tzinfo=clock.ZONE)
    for seed in range(20):
        instant = moment(now.date(), now, lots(seed, "x"))
        assert instant <= now
        assert clock.day_of(instant) == now.date()
