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
