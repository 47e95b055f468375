import pytest

from haitang.kernel.registry.tests.county import small_county

pytestmark = pytest.mark.django_db


def test_permission_is_a_post_over_the_subtree():
    county = small_county()
    tom = county.actor("tom")
    assert [name for name, unit in county.units.items() if tom.may("registry.units", unit)] == [
        "east",
        "lake",
        "garden",
        "house",
    ]
    assert tom.roles == {"organiser"}
    assert not county.actor("mei").may("registry.see", county.units["garden"])
    assert county.house.may("anything.at_all", county.units["county"])
