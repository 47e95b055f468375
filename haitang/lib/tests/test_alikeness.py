"""Chance reckoned rightly, and stretches counted rightly."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.alikeness import at_least, closest_together, most_alike

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(("times", "of", "part"), [(0, 5, 0.2), (3, 5, 0.5), (5, 5, 0.9), (1, 6, 0.1)])
def test_the_chance_is_that_of_counting_every_way(times, of, part):
    ways = (sum(way) for way in product((0, 1), repeat=of))
    counted = sum(part**hits * (1 - part) ** (of - hits) for hits in ways if hits >= times)
    assert at_least(times, of, part) == pytest.approx(counted)


@pytest.mark.slow(reason="weighs hundreds of texts")
@given(of=st.integers(1, 200), part=st.floats(0.01, 0.99))
def test_more_alike_is_never_likelier(of, part):
    chances = [at_least(times, of, part) for times in range(of + 1)]
    assert all(more <= fewer + 1e-12 for fewer, more in pairwise(chances))


def test_twenty_fives_where_half_give_five_are_no_chance():
    found = most_alike([5] * 20, [5, 4] * 100, kinds=5)
    assert (found.answer, found.times, found.of) == (5, 20, 20)
    assert found.chance < 1e-5


def test_where_everybody_gives_five_fives_say_nothing():
    assert most_alike([5] * 20, [5] * 500, kinds=5).chance > 0.5


def test_the_closest_together_are_counted():
    instants = [NOON, NOON + timedelta(minutes=3), NOON + timedelta(minutes=9), NOON + timedelta(hours=2)]
    assert closest_together(instants, timedelta(minutes=10)) == 3
    assert closest_together([], timedelta(minutes=10)) == 0


def test_of_answers_equally_common_the_likeliest_speaks_whatever_came_first():
    others = [5] * 24
    for answers in ([4, 5, 4, 5, 3], [5, 4, 5, 4, 3], [3, 4, 5, 4, 5]):
        assert most_alike(answers, others, kinds=5).answer == 5
