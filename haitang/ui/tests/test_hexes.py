"""A schematic map: tiles of one size, placed by the earth where that is known, told to who cannot see."""

import pytest

from haitang.ui.hexes import HexMap, Tile


def drawn(*tiles: Tile) -> HexMap:
    return HexMap("办成的事", tiles)


def test_without_places_tiles_stand_in_their_own_order():
    tiles = [Tile(name, 1, "1 件") for name in "甲乙丙丁戊"]
    assert [one.tile.name for one in drawn(*tiles).hexes] == list("甲乙丙丁戊")


def test_with_places_the_north_is_above_and_the_west_on_the_left():
    places = {"东南": (0, 9), "西北": (9, 0), "东北": (8, 8), "西南": (1, 1)}
    tiles = [Tile(name, 1, "", north=north, east=east) for name, (north, east) in places.items()]
    assert [one.tile.name for one in drawn(*tiles).hexes] == ["西北", "东北", "西南", "东南"]


def test_each_tile_lies_within_the_drawing_and_none_upon_another():
    chart = drawn(*(Tile(str(number), number, "") for number in range(17)))
    seen = {(one.x, one.y) for one in chart.hexes}
    assert len(seen) == 17
    corners = [point.split(",") for one in chart.hexes for point in one.points.split()]
    assert all(0 <= float(x) <= chart.width and 0 <= float(y) <= chart.height for x, y in corners)


def test_a_tile_says_its_name_and_figure_and_opens_only_where_there_is_something():
    shown = str(drawn(Tile("湖镇", 3, "3 件", url="/x/"), Tile("山镇", 0, "还没有")))
    assert '<a href="/x/" aria-label="湖镇 3 件">' in shown
    assert '<g role="img" aria-label="山镇 还没有">' in shown
    assert ">3</text>" in shown
    assert ">—</text>" in shown
    assert ">0</text>" not in shown
    assert shown.count("<a ") == 1


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("湖镇", ["湖镇"]),
        ("经济技术开发区", ["经济技术", "开发区"]),
        ("很长很长的一个地方的名字", ["很长很长的", "一个地方…"]),
    ],
)
def test_a_long_name_stands_in_two_lines(name, lines):
    assert [line for _, line in drawn(Tile(name, 1, "")).hexes[0].lines] == lines
