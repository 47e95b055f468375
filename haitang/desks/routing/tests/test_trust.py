"""Chances of units are made honest: lowered where they promised too much, never raised."""

import pytest

from haitang.desks.routing.learning import Trust, _trust


def test_chances_that_came_true_are_left_alone():
    trust = _trust([(0.95, True)] * 95 + [(0.95, False)] * 5)
    assert trust.honest(0.95) == pytest.approx(0.95, abs=0.02)


def test_chances_that_promised_too_much_are_lowered():
    trust = _trust([(0.95, True)] * 60 + [(0.95, False)] * 40)
    assert trust.honest(0.95) < 0.75


def test_easy_matters_vouch_for_no_others():
    trust = _trust([(0.97, True)] * 400)
    assert trust.honest(0.3) <= 0.3
    assert Trust(slope=1, offset=3).honest(0.5) == 0.5
