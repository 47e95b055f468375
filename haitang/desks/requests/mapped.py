"""The map of what was done: the towns as tiles, and whatever has a known point."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from haitang.desks.requests import openly
from haitang.desks.requests.done import LOOK_BACK, done_url
from haitang.desks.requests.openly import DonePlace, Town
from haitang.desks.requests.queries import doors
from haitang.kernel.registry.models import Region
from haitang.lib.clock import today
from haitang.ui.hexes import HexMap, Tile
from haitang.ui.words import both, day_words

WIDTH, HEIGHT, EDGE = 640, 440, 24


@dataclass(frozen=True)
class Point:
    """A place on the map and in the list beside it."""

    name: str
    url: str
    words: str
    x: float | None
    y: float | None


@dataclass(frozen=True)
class DoneMap:
    """Where something was done: towns as tiles, what has a point as a drawing; both as lists, by their code.

    What is counted is what was done and let out, never what was complained of, and no place is first.
    """

    tiles: HexMap
    points: Sequence[Point]
    drawn: Sequence[Point]
    width: int
    height: int


def done_map(region: Region) -> DoneMap:
    """The last year's, with as many on the drawing as have a known place."""
    spots = openly.spots(region, today() - LOOK_BACK)
    where = _projected(spots)
    points = [_point(region, spot, where.get(spot.unit.pk)) for spot in spots]
    tiles = HexMap(both("办成的事，按镇（街道）", "What was done, by town"), _tiles(region, spots))
    return DoneMap(tiles, points, [one for one in points if one.x is not None], WIDTH, HEIGHT)


def _tiles(region: Region, spots: Sequence[DonePlace]) -> list[Tile]:
    """A tile for each unit right below the region's own under which things may be told of."""
    counts: Counter[int] = Counter()
    for spot in spots:
        counts[_second(spot.unit.path)] += spot.count
    kinds = {kind for door in doors(region) for kind in door.at}
    return [_tile(region, town, counts[town.unit.pk]) for town in openly.towns(region, kinds, counts)]


def _second(path: str) -> int:
    """The unit right below the root on a *path*; the root itself where that is all."""
    steps = [int(step) for step in path.split("/") if step]
    return steps[1] if len(steps) > 1 else steps[0]


def _tile(region: Region, town: Town, count: int) -> Tile:
    return Tile(
        name=town.unit.name,
        value=count,
        words=both(f"公开办成 {count} 件", f"{count} done and told"),
        url=done_url(region, {"place": str(town.unit.pk)}) if count else "",
        north=town.north,
        east=town.east,
    )


def _point(region: Region, spot: DonePlace, at: tuple[float, float] | None) -> Point:
    day = day_words(spot.latest)
    words = both(f"办成 {spot.count} 件，最近 {day}", f"{spot.count} done, the latest {day}")
    url = done_url(region, {"place": str(spot.unit.pk)}, 1)
    x, y = at or (None, None)
    return Point(spot.unit.name, url, words, x, y)


def _projected(spots: Sequence[DonePlace]) -> dict[int, tuple[float, float]]:
    """Degrees to the drawing's units: as far east for as far north, filling it."""
    known = [(spot.unit.pk, spot.north, spot.east) for spot in spots if spot.north is not None]
    if not known:
        return {}
    north, south = max(one[1] or 0 for one in known), min(one[1] or 0 for one in known)
    narrow = cos(radians((north + south) / 2_000_000))
    west = min((one[2] or 0) * narrow for one in known)
    wide = max((one[2] or 0) * narrow for one in known) - west
    scale = max(wide / (WIDTH - 2 * EDGE), (north - south) / (HEIGHT - 2 * EDGE), 1)
    return {
        unit: (
            round(EDGE + ((at_east or 0) * narrow - west) / scale, 1),
            round(EDGE + (north - (at_north or 0)) / scale, 1),
        )
        for unit, at_north, at_east in known
    }
