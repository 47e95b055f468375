"""The map of what was done: the towns as tiles, and whatever has a known point."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from haitang.desks.requests import openly
from haitang.desks.requests.done import LOOK_BACK, done_one_url, done_url
from haitang.desks.requests.drawing import Drawing, MapMark, done_words, drawn, gathered
from haitang.desks.requests.models import Publication
from haitang.desks.requests.openly import DonePlace, Town
from haitang.desks.requests.queries import doors
from haitang.kernel.registry.models import Region
from haitang.lib.clock import today
from haitang.lib.points import CELL, Micro
from haitang.ui.hexes import HexMap, Tile
from haitang.ui.words import both, day_words

#: So far off is still around it: about 2 km.
NEAR = 10 * CELL


@dataclass(frozen=True)
class Point:
    """A village or community in the list."""

    name: str
    url: str
    words: str


@dataclass(frozen=True)
class DoneMap:
    """Where something was done: towns as tiles, what has a point as a drawing, and both as lists.

    What is counted is what was done and let out, never what was complained of, and no place is first.
    """

    tiles: HexMap
    points: Sequence[Point]
    cells: Sequence[MapMark]
    drawing: Drawing


def done_map(region: Region) -> DoneMap:
    """The last year's, with as many on the drawing as have a known place."""
    since = today() - LOOK_BACK
    spots = openly.spots(region, since)
    marks = _marks(region, _cells(openly.mapped(region, since)), spots)
    tiles = HexMap(both("办成的事，按镇（街道）", "What was done, by town"), _tiles(region, spots))
    points = [_point(region, spot) for spot in spots]
    drawing = gathered(drawn(marks))
    return DoneMap(tiles, points, [one.mark for one in drawing.marks if one.mark.done], drawing)


def around(region: Region, told: Publication) -> Drawing | None:
    """The cell of one thing that was done, first, with others' cells not far from it; none off the map."""
    if told.point is None:
        return None
    north, east = told.point
    cells = _cells(openly.mapped(region, today() - LOOK_BACK))
    own = cells.pop(told.point, [told])
    near = {at: one for at, one in cells.items() if max(abs(at[0] - north), abs(at[1] - east)) <= NEAR}
    marks = [_cell_mark(told.point, own, done_one_url(region, told.pk))]
    marks += [_cell_mark(at, found, done_one_url(region, found[0].pk)) for at, found in near.items()]
    return drawn(marks)


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
        words=both(f"公开办成 {count} 件", f"{count} done and told")
        if count
        else both("还没有公开的", "none told yet"),
        url=done_url(region, {"place": str(town.unit.pk)}) if count else "",
        north=town.north,
        east=town.east,
    )


def _point(region: Region, spot: DonePlace) -> Point:
    day = day_words(spot.latest)
    words = both(f"办成 {spot.count} 件，最近 {day}", f"{spot.count} done, the latest {day}")
    return Point(spot.unit.name, done_url(region, {"place": str(spot.unit.pk)}, 1), words)


def _cells(told: Sequence[Publication]) -> dict[Micro, list[Publication]]:
    """What was done, by the cell it lies in, from north to south."""
    found: dict[Micro, list[Publication]] = {}
    for one in told:
        if one.point:
            found.setdefault(one.point, []).append(one)
    return dict(sorted(found.items(), key=lambda cell: (-cell[0][0], cell[0][1])))


def _marks(
    region: Region, cells: Mapping[Micro, list[Publication]], spots: Sequence[DonePlace]
) -> list[MapMark]:
    """Each cell, and each village or community whose own place is known."""
    marks = []
    for at, told in cells.items():
        done = [(one.text, done_one_url(region, one.pk), day_words(one.closed_on)) for one in told]
        marks.append(_cell_mark(at, told, "", done))
    known = [(spot, (spot.north, spot.east)) for spot in spots]
    for spot, (north, east) in known:
        if north is not None and east is not None:
            point = _point(region, spot)
            marks.append(MapMark(point.name, point.words, point.url, (north, east)))
    return marks


def _cell_mark(
    at: Micro, told: Sequence[Publication], url: str, done: Sequence[tuple[str, str, str]] = ()
) -> MapMark:
    return MapMark(told[0].unit.name, done_words(len(told)), url, at, done)
