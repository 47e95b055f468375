"""Units to choose from, in the order in which somebody who dispatches looks for them."""

import pytest

from haitang.kernel.registry.api import SYSTEM, add_unit
from haitang.ui.units import unit_groups


@pytest.mark.parametrize(
    ("place", "order"), [("lake", ["柳溪镇", "镇", "西山镇"]), ("hill", ["西山镇", "镇", "柳溪镇"])]
)
def test_ones_own_town_comes_first_then_what_has_no_places_then_the_other_towns(county, place, order):
    add_unit("新区", kind="town", under=county.units["county"], actor=SYSTEM(county.region))
    near = county.units[place].path
    found = unit_groups(county.region.pk, kinds=("town", "village"), language="zh", near=near)
    assert [heading for heading, _ in found] == order


def test_villages_are_found_under_their_town_even_where_the_town_cannot_be_chosen(county):
    found = unit_groups(county.region.pk, kinds=("village",), language="zh")
    town_of = {name: heading for heading, villages in found for _, name in villages}
    assert town_of == {"湖心村": "柳溪镇", "山脚村": "西山镇"}
