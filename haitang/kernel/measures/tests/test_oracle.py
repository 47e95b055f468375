"""Measures against the naive answer, on random histories: voided entries, moved units, days gone by."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings

from haitang.kernel.measures.opening import behind
from haitang.kernel.measures.periods import period_of, split
from haitang.kernel.measures.queries import inquire
from haitang.kernel.measures.tests.county import County
from haitang.kernel.measures.tests.oracle import ENTRIES, OF_TWO_ROLES, POSTS, SOME_DAYS, WORLDS, World, grow

QUARTER = period_of(date(2026, 2, 1), "quarter")
UNITS = ("county", "east", "west", "garden")
RANDOM = settings(
    max_examples=int(os.environ.get("HAITANG_EXAMPLES", "8")),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # growing a history takes too long for shrinking to end in time
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone() -> Iterator[None]:
    """Each example in a transaction that is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.slow  # grows a dozen random histories through the actions
@RANDOM
@given(world=WORLDS)
def test_figures_over_entries_are_those_of_lists_and_loops(county: County, world: World):
    with undone():
        grow(world, county)
        for unit in UNITS:
            found = world.found(unit, QUARTER.first, QUARTER.last)
            for key, naive in ENTRIES.items():
                assert county.figure(key, unit, period=QUARTER).value == naive(found), (key, unit)


@pytest.mark.slow  # grows a dozen random histories through the actions
@RANDOM
@given(world=WORLDS)
def test_split_figures_are_those_of_lists_and_loops(county: County, world: World):
    names = {unit.pk: name for name, unit in county.units.items()}
    with undone():
        grow(world, county)
        for key, naive in ENTRIES.items():
            rows = county.figure(key, period=QUARTER, by=["town", "month"]).rows
            came_out = {(names.get(row.unit_id), row.period): row.value for row in rows}
            for town in ("east", "west"):
                for month in split(QUARTER, "month"):
                    expected = naive(world.found(town, month.first, month.last))
                    assert came_out[town, month] == expected, (key, town, month)


@pytest.mark.slow  # grows a dozen random histories through the actions
@RANDOM
@example(world=OF_TWO_ROLES)
@given(world=WORLDS)
def test_figures_over_posts_are_those_of_lists_and_loops_on_any_day(county: County, world: World):
    with undone():
        grow(world, county)
        for day in SOME_DAYS:
            for unit in ("county", "west"):
                for key, naive in POSTS.items():
                    expected = naive(world.held(unit, day), day)
                    assert county.figure(key, unit, day=day).value == expected, (key, unit, day)


@pytest.mark.slow  # grows a dozen random histories through the actions
@RANDOM
@example(world=OF_TWO_ROLES)
@given(world=WORLDS)
def test_a_figure_opens_to_as_many_records_as_it_counts(county: County, world: World):
    with undone():
        grow(world, county)
        for unit in UNITS:
            for key in (
                "visits",
                "ill",
                "not_ill",
                "alone",
                "many",
                "secretaries",
                "people",
                "leaders",
                "village_posts",
            ):
                inquiry = inquire(
                    key, house=county.playbook, unit=county.units[unit], actor=county.house, period=QUARTER
                )
                found = county.figure(key, unit, period=QUARTER)
                assert len(list(behind(inquiry))) == found.value, (key, unit)
            for key in ("people_age", "leaders_age", "village_leaders_age"):
                inquiry = inquire(key, house=county.playbook, unit=county.units[unit], actor=county.house)
                assert behind(inquiry).count() == county.figure(key, unit).whole, (key, unit)
            inquiry = inquire("ill_share", house=county.playbook, unit=county.units[unit], actor=county.house)
            found = county.figure("ill_share", unit)
            assert (behind(inquiry).count(), behind(inquiry, whole=True).count()) == (found.part, found.whole)
