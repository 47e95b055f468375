"""Turns are shared fairly, whoever there is and however many days."""

import itertools
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.desks.rota.fairness import shared

FIRST = date(2026, 1, 3)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(weeks=number) for number in range(count)]


def numbers(turns: dict, people: list[int], had: dict | None = None) -> list[int]:
    sat = [one for chosen in turns.values() for one in chosen]
    return [sat.count(one) + (had or {}).get(one, 0) for one in people]


@given(seats=st.integers(1, 4), more=st.integers(0, 12), count=st.integers(0, 60))
def test_turns_are_equal_and_nobody_sits_twice_running(seats, more, count):
    people = list(range(2 * seats + more))
    turns = shared(days(count), people, seats=seats, had={})
    assert max(numbers(turns, people)) - min(numbers(turns, people)) <= 1
    found = list(turns.values())
    assert all(len(set(one)) == seats for one in found)
    assert not any(set(one) & set(other) for one, other in itertools.pairwise(found))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy; the input is small
@given(
    had=st.lists(st.integers(0, 3), min_size=3, max_size=9),
    away=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), max_size=10),
)
def test_nobody_who_is_away_sits_and_the_others_do(had, away):
    people, when = list(range(len(had))), days(31)
    missing = {day: {one for number, one in away if when[number] == day} for day in when}
    turns = shared(when, people, seats=1, had=dict(enumerate(had)), away=missing)
    for day, chosen in turns.items():
        assert not set(chosen) & missing[day]
        assert chosen or missing[day] >= set(people)


@given(had=st.lists(st.integers(0, 4), min_size=3, max_size=9))
def test_who_had_fewer_turns_catches_up(had):
    people = list(range(len(had)))
    turns = shared(days(60), people, seats=1, had=dict(enumerate(had)))
    after = numbers(turns, people, dict(enumerate(had)))
    assert max(after) - min(after) <= 1


def test_a_newcomer_begins_with_the_fewest_that_anybody_had():
    turns = shared(days(8), [1, 2, 3, 9], seats=1, had={1: 40, 2: 41, 3: 40})
    assert numbers(turns, [9]) == [2]


def test_whoever_sat_last_does_not_begin():
    assert shared(days(1), [1, 2], seats=1, had={1: 0, 2: 5}, last=[1])[FIRST] == [2]


def test_one_alone_sits_every_time():
    assert list(shared(days(3), [7], seats=1, had={}).values()) == [[7], [7], [7]]
