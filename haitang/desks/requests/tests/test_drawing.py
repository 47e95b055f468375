"""Marks that would lie on one another are one mark with their number; none is lost."""

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from haitang.desks.requests.drawing import APART, MapMark, drawn, gathered
from haitang.lib.points import CELL


def cell(north: int, east: int, name: str = "Lake") -> MapMark:
    return MapMark(name, "", "", (north, east), [(f"{north} {east}", "/", "")])


def test_cells_beside_one_another_are_one_mark_that_says_how_many():
    far = cell(31_400_000, 120_400_000, "Hill")
    near = [cell(31_000_000 + CELL * place, 120_000_000) for place in range(3)]
    marks = gathered(drawn([far, *near])).marks
    assert [len(one.mark.done) for one in marks] == [1, 3]
    assert [one.mark.url for one in marks] == ["#cell-1", "#cell-2"]
    assert [one.mark.name for one in marks] == ["Hill", "Lake"]


def test_several_places_in_one_mark_are_named_two_at_most():
    far = cell(31_400_000, 120_400_000)
    near = [cell(31_000_000, 120_000_000 + CELL * place, name) for place, name in enumerate("ABC")]
    with override("en"):
        assert gathered(drawn([far, *near])).marks[1].mark.name == "A, B and 1 more"
    with override("zh-hans"):
        assert gathered(drawn([far, *near])).marks[1].mark.name == "A、B等 3 处"


def test_a_village_s_own_place_stays_a_mark_of_its_own():
    village = MapMark("Lake", "", "/lake/", (31_000_000, 120_000_000))
    marks = gathered(drawn([cell(31_000_000, 120_000_000), village, cell(31_400_000, 120_400_000)])).marks
    assert [one.mark.url for one in marks] == ["#cell-1", "/lake/", "#cell-3"]


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=60, unique=True))
def test_nothing_is_lost_and_the_first_of_each_mark_lie_apart(cells):
    marks = [cell(31_000_000 + north * CELL, 120_000_000 + east * CELL) for north, east in cells]
    whole = drawn(marks)
    found = gathered(whole).marks
    assert sorted(line for one in found for line in one.mark.done) == sorted(
        line for mark in marks for line in mark.done
    )
    first = [next(at for at in whole.marks if at.mark.at == one.mark.at) for one in found]
    assert all(
        (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= APART**2
        for place, one in enumerate(first)
        for other in first[:place]
    )
