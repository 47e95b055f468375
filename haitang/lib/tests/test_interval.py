"""Wilson's interval against values worked out by hand."""

from math import sqrt

import pytest

from haitang.lib.interval import wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # 1 of 10: (0.1 + 0.192073 ∓ 1.959964·√(0.009 + 0.0096036)) / 1.384146
        (1, 10, 0.0178762, 0.4041500),
        (9, 10, 0.5958500, 0.9821238),
        # 81 of 263, as in Newcombe 1998, Table I, method 3: 0.2553 to 0.3662.
        (81, 263, 0.2553, 0.3662),
        # 15 of 148: 0.0624 to 0.1605.
        (15, 148, 0.0624, 0.1605),
        # 0 of 20: 0 to 0.1611; 1 of 29: 0.0061 to 0.1718.
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_gives_the_published_values(hits: int, of: int, low: float, high: float):
    found = wilson(hits, of)
    assert found == pytest.approx((low, high), abs=6e-5)


def test_with_z_of_two_it_is_done_by_hand():
    # 4 of 4, z = 2: (1 + 0.5 ∓ 2·√(0 + 4/64)) / 2 = 0.5 and 1.
    assert wilson(4, 4, z=2) == (0.5, 1.0)
    # 2 of 4: (0.5 + 0.5 ∓ 2·√(0.0625 + 0.0625)) / 2 = 0.5 ∓ √0.125.
    assert wilson(2, 4, z=2) == pytest.approx((0.5 - sqrt(0.125), 0.5 + sqrt(0.125)))


def test_nobody_asked_says_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "of"), [(3, 2), (-1, 4)])
def test_more_hits_than_people_are_a_mistake(hits: int, of: int):
    with pytest.raises(ValueError, match="of"):
        wilson(hits, of)
