"""The map of what was done: the towns as tiles, and whatever has a known point."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from haitang.desks.requests import openly
from haitang.desks.requests.done import LOOK_BACK, done_one_url, done_url
from haitang.desks.requests.models import Publication
from haitang.desks.requests.openly import DonePlace, Town
from haitang.desks.requests.queries import doors
from haitang.kernel.registry.models import Region
from haitang.lib.clock import today
from haitang.lib.points import CELL, Micro
from haitang.ui.hexes import HexMap, Tile
from haitang.ui.words import both, day_words

WIDTH, HEIGHT, EDGE = 640, 440, 32
#: So many millionths of a degree are a metre from south to north.
MICRO_A_METRE = 1_000_000 / 111_320
#: Drawn no nearer than this to a unit of the drawing: a cell is not more than a mark.
NEAREST = CELL / 40
RULERS = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)


@dataclass(frozen=True)
class Point:
    """A village or community in the list."""

    name: str
    url: str
    words: str


@dataclass(frozen=True)
class MapMark:
    """A cell of about 200 m in which something was done, with what it was; or a village's own place."""

    name: str
    words: str
    url: str
    at: Micro
    done: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class MarkAt:
    """A mark where it stands on the drawing."""

    mark: MapMark
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """The marks, and how long so many metres are among them."""

    marks: Sequence[MarkAt]
    ruler: float
    metres: str
    width: int = WIDTH
    height: int = HEIGHT


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
    return DoneMap(tiles, points, [mark for mark in marks if mark.done], _drawing(marks))


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
    marks = [
        MapMark(
            name=told[0].unit.name,
            words=both(f"办成 {len(told)} 件", f"{len(told)} done"),
            url=f"#cell-{number}",
            at=at,
            done=[(one.text, done_one_url(region, one.pk), day_words(one.closed_on)) for one in told],
        )
        for number, (at, told) in enumerate(cells.items(), 1)
    ]
    known = [(spot, (spot.north, spot.east)) for spot in spots]
    for spot, (north, east) in known:
        if north is not None and east is not None:
            point = _point(region, spot)
            marks.append(MapMark(point.name, point.words, point.url, (north, east)))
    return marks


def _drawing(marks: Sequence[MapMark]) -> Drawing:
    """Degrees to the drawing's units: as far east for as far north, in the middle, filling it."""
    norths, easts = [mark.at[0] for mark in marks] or [0], [mark.at[1] for mark in marks] or [0]
    north, east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    narrow = cos(radians(north / 1_000_000))
    wide, high = (max(easts) - min(easts)) * narrow, max(norths) - min(norths)
    scale = max(wide / (WIDTH - 2 * EDGE), high / (HEIGHT - 2 * EDGE), NEAREST)
    drawn = [
        MarkAt(
            mark,
            round(WIDTH / 2 + (mark.at[1] - east) * narrow / scale, 1),
            round(HEIGHT / 2 - (mark.at[0] - north) / scale, 1),
        )
        for mark in marks
    ]
    metres = next((one for one in RULERS if one * MICRO_A_METRE / scale < WIDTH / 3), RULERS[-1])
    shown = (
        both(f"{metres // 1000} 公里", f"{metres // 1000} km")
        if metres >= 1000
        else both(f"{metres} 米", f"{metres} m")
    )
    return Drawing(drawn, round(metres * MICRO_A_METRE / scale, 1), shown)
