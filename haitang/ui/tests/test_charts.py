from django.utils.translation import override

from haitang.ui.charts import FlowChart, FlowState, Heat, HeatCell, HeatRow, Line, Point, Ring, level, ring

POINTS = [Point("9月", 3), Point("10月", 0), Point("11月", 12, "12 件")]


def test_a_ring_says_its_figure_to_those_who_cannot_see_it():
    drawn = str(ring("入户走访", 1, 2))
    assert 'aria-label="入户走访 1/2"' in drawn
    assert ring("x", 2, 2).tone == "green"
    assert ring("x", 1, 4).tone == "red"


def test_a_ring_never_draws_more_than_the_whole():
    assert Ring("x", "5/2", 2.5).arc == Ring("x", "1/1", 1).arc


def test_nothing_of_nothing_is_an_empty_ring():
    assert 'class="arc' not in str(ring("x", 0, 0))


def test_a_series_is_described_with_every_value():
    with override("zh-hans"):
        assert "9月 3；10月 0；11月 12 件" in str(Line("走访", POINTS))


def test_a_line_of_zeros_lies_on_the_ground():
    line = Line("x", [Point("a", 0), Point("b", 0)])
    assert {dot.y for dot in line.dots} == {line.base}


def test_a_line_is_broken_where_nothing_is_known():
    points = [
        Point("a", None),
        Point("b", 1),
        Point("c", 2),
        Point("d", None),
        Point("e", 4),
        Point("f", None),
    ]
    line = Line("x", points)
    assert [len(way.split()) for way in line.ways] == [2, 1]
    assert line.last is not None
    assert line.last.point.name == "e"
    assert str(line).count("<circle") == 3
    assert "d —" in line.description


def test_an_empty_series_draws_its_axis_only():
    assert Line("x", []).last is None


def test_names_below_a_long_line_do_not_run_together():
    line = Line("x", [Point(str(month), month) for month in range(36)])
    assert sum(dot.named for dot in line.dots) <= 6
    assert line.dots[-1].named


def test_a_heat_table_is_a_table():
    drawn = str(Heat("各镇", ["走访"], [HeatRow("甲镇", [HeatCell("98", 4, "/f/")])]))
    assert '<th scope="row">甲镇</th>' in drawn
    assert '<a href="/f/">98</a>' in drawn


def test_a_cell_is_as_dark_as_its_share_of_the_greatest():
    assert [level(value, 100) for value in (0, None, 1, 50, 100)] == [0, 0, 1, 2, 4]


def test_a_flow_draws_each_pair_of_states_once():
    states = [FlowState("a", "受理"), FlowState("b", "办理"), FlowState("c", "办结", mark="end")]
    flow = FlowChart(
        "request", "诉求", "x", states, [("a", "b"), ("a", "b"), ("b", "a"), ("a", "c"), ("a", "a")]
    )
    assert len(flow.arcs) == 3


def test_what_is_drawn_is_escaped():
    assert "<b>" not in str(ring("<b>", 1, 2))
