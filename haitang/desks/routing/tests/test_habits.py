"""Who usually has what where, from a few dispatches; the more general habit stands in for the missing one."""

from haitang.desks.routing.habits import Standing, StandingDispatch, habits_of, load_habits

EAST = Standing({"town": 10, "village": 11}, 10)
WEST = Standing({"town": 20, "village": 21}, 20)
LAMPS, RUBBISH = ("city", "lamps"), ("city", "rubbish")


def best(chances: dict[int, float]) -> int:
    return max(chances, key=lambda unit: chances[unit])


def test_a_unit_above_the_place_is_remembered_by_its_kind():
    habits = habits_of([StandingDispatch(RUBBISH, EAST, 10)] * 3)
    assert habits.chances(RUBBISH, WEST) == {20: 1.0}


def test_any_other_unit_is_remembered_by_itself():
    habits = habits_of([StandingDispatch(LAMPS, EAST, 99)] * 3)
    assert habits.chances(LAMPS, WEST) == {99: 1.0}


def test_the_habit_of_a_town_outweighs_that_of_the_county():
    habits = habits_of([*[StandingDispatch(LAMPS, EAST, 99)] * 20, *[StandingDispatch(LAMPS, WEST, 20)] * 4])
    assert best(habits.chances(LAMPS, EAST)) == 99
    assert best(habits.chances(LAMPS, WEST)) == 20


def test_a_category_never_seen_leans_on_the_one_above_it():
    habits = habits_of(
        [*[StandingDispatch(RUBBISH, EAST, 99)] * 5, *[StandingDispatch(("school",), EAST, 50)] * 5]
    )
    assert best(habits.chances(("city", "trees"), EAST)) == 99


def test_chances_sum_to_one():
    habits = habits_of(
        [
            StandingDispatch(LAMPS, EAST, 99),
            StandingDispatch(LAMPS, EAST, 10),
            StandingDispatch(RUBBISH, EAST, 10),
        ]
    )
    assert round(sum(habits.chances(LAMPS, EAST).values()), 9) == 1


def test_what_was_forgotten_again_leaves_no_trace():
    habits = habits_of([StandingDispatch(LAMPS, EAST, 99)])
    before = habits.chances(LAMPS, EAST)
    habits.add(StandingDispatch(LAMPS, EAST, 10))
    habits.add(StandingDispatch(LAMPS, EAST, 10), -1)
    assert habits.chances(LAMPS, EAST) == before
    habits.add(StandingDispatch(LAMPS, EAST, 99), -1)
    assert habits.chances(LAMPS, EAST) == {}


def test_habits_read_back_as_they_were_kept():
    habits = habits_of([StandingDispatch(LAMPS, EAST, 99), StandingDispatch(RUBBISH, WEST, 20)])
    again = load_habits(habits.dump())
    assert again.chances(LAMPS, WEST) == habits.chances(LAMPS, WEST)


def test_what_was_asked_before_is_reckoned_anew_once_another_dispatch_stood():
    habits = habits_of([StandingDispatch(LAMPS, EAST, 99)])
    assert habits.chances(LAMPS, EAST) == {99: 1.0}
    for _ in range(20):
        habits.add(StandingDispatch(LAMPS, EAST, 20))
    assert best(habits.chances(LAMPS, EAST)) == 20
