from datetime import UTC, date, datetime, timedelta

import pytest

from haitang.lib import clock


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_a_day_begins_at_midnight_in_the_counties_own_time():
    assert clock.day_of(datetime(2026, 1, 1, 15, 59, tzinfo=UTC)) == date(2026, 1, 1)
    assert clock.day_of(datetime(2026, 1, 1, 16, 0, tzinfo=UTC)) == date(2026, 1, 2)


def test_inside_standing_at_it_is_that_instant_and_afterwards_no_longer():
    past = datetime(2021, 3, 31, 9, 30, tzinfo=clock.ZONE)
    with clock.standing_at(past):
        assert clock.now() == past
        assert clock.today() == date(2021, 3, 31)
    assert clock.now() - past > timedelta(days=365)


def test_the_real_time_comes_back_after_a_fault():
    past = datetime(2021, 3, 31, tzinfo=UTC)
    with pytest.raises(KeyError), clock.standing_at(past):
        raise KeyError
    assert clock.now() != past


def test_standing_at_refuses_an_instant_without_a_zone():
    with pytest.raises(ValueError, match="aware"), clock.standing_at(datetime(2021, 3, 31)):  # noqa: DTZ001 -- meant
        pass
