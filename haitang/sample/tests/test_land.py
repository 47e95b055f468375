"""Where an invented county's units lie: each on land of its own, the same at every growing."""

from math import cos, hypot, radians

from haitang.kernel.registry.models import Unit
from haitang.lib.points import MICRO_A_METRE
from haitang.sample.declare import Land, Spots
from haitang.sample.land import Disc, Pins, discs
from haitang.sample.lots import lots

LAND = Land(north_micro=31_000_000, east_micro=120_000_000, across_km=40)
#: A county (1), fifteen towns, twenty villages in each.
VILLAGES = [
    Unit(pk=1000 * town + village, path=f"1/{town}/{1000 * town + village}/")
    for town in range(2, 17)
    for village in range(20)
]


def metres_between(one: tuple[int, int], point: dict[str, int] | tuple[int, int]) -> float:
    """As the crow flies, between *one* point and another, or an answer that says one."""
    north, east = point.values() if isinstance(point, dict) else point
    narrow = cos(radians(one[0] / 1_000_000))
    return hypot(north - one[0], (east - one[1]) * narrow) / MICRO_A_METRE


def test_every_unit_lies_within_the_county_and_apart_from_its_neighbours():
    land = discs(LAND, VILLAGES)
    assert len(land) == len(VILLAGES) == 300
    pieces = list(land.values())
    assert all(metres_between((31_000_000, 120_000_000), one.middle) + one.metres < 26_000 for one in pieces)
    apart = [
        metres_between(one.middle, other.middle)
        for place, one in enumerate(pieces)
        for other in pieces[:place]
    ]
    assert min(apart) > 1.3 * pieces[0].metres > 500


def test_a_unit_that_holds_others_is_a_place_as_well():
    town = Unit(pk=2, path="1/2/")
    land = discs(LAND, [town, *VILLAGES])
    assert land[2].metres > land[2000].metres
    assert discs(LAND, [Unit(pk=1, path="1/")])[1] == Disc((31_000_000, 120_000_000), 20_000)


def test_points_lie_on_the_land_of_their_unit_and_are_the_same_again():
    land = discs(LAND, VILLAGES)
    drawn = [_drawn(land) for _ in range(2)]
    assert drawn[0] == drawn[1]
    pinned = [answer["spot"] for answer in drawn[0] if answer]
    assert 100 < len(pinned) < 200
    assert len({tuple(point.values()) for point in pinned}) == len(pinned)
    home = land[VILLAGES[0].pk]
    assert max(metres_between(home.middle, point) for point in pinned) <= home.metres + 1


def _drawn(land: dict[int, Disc]) -> list[dict[str, dict[str, int]]]:
    pins = Pins(Spots(field="spot", chance=0.5), land, lots(7, "spots"))
    return [pins.near(VILLAGES[0]) for _ in range(300)]
