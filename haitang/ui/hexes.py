"""A schematic map the server draws: places as tiles of one size, so that none looks greater than another."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import ClassVar

from haitang.ui.charts import Chart

RADIUS = 44
_WIDE = sqrt(3) * RADIUS
#: As many letters as stand side by side in a tile.
_LINE = 5
#: The one shade of a place that has anything.
SOME = 2


@dataclass(frozen=True)
class Tile:
    """One place: its name, how much, in words for who cannot see it; where it opens, if there is anything.

    ``north`` and ``east`` are its place on the earth, in any unit; the tiles of a map that lacks one stand
    in their order.
    """

    name: str
    value: int
    words: str
    url: str = ""
    north: int | None = None
    east: int | None = None

    @property
    def shown(self) -> str:
        """The figure; a dash where there is nothing, since nobody counted nought there."""
        return str(self.value) if self.value else "—"


@dataclass(frozen=True)
class Hex:
    """A drawn tile."""

    tile: Tile
    x: float
    y: float
    level: int

    @property
    def points(self) -> str:
        """The six corners, the first at the top."""
        half, side = _WIDE / 2 - 1.5, RADIUS - 1.7
        around = ((0, -1), (1, -0.5), (1, 0.5), (0, 1), (-1, 0.5), (-1, -0.5))
        return " ".join(f"{self.x + half * x:.1f},{self.y + side * y:.1f}" for x, y in around)

    @property
    def lines(self) -> list[tuple[float, str]]:
        """The name in one line or two, each with its height."""
        name = self.tile.name
        if len(name) <= _LINE:
            return [(round(self.y - 4, 1), name)]
        half = ceil(len(name) / 2) if len(name) <= 2 * _LINE else _LINE
        rest = name[half:]
        second = rest if len(rest) <= _LINE else f"{rest[: _LINE - 1]}…"
        return [(round(self.y - 14, 1), name[:half]), (round(self.y + 3, 1), second)]

    @property
    def value_y(self) -> float:
        """The height of the figure."""
        return round(self.y + (18 if len(self.lines) == 1 else 22), 1)


@dataclass(frozen=True)
class HexMap(Chart):
    """Tiles in rows, every other row half a tile to the right."""

    template: ClassVar[str] = "ui/charts/hexes.html"
    title: str
    tiles: Sequence[Tile]

    @property
    def columns(self) -> int:
        """About as many as rows, and few enough for a phone."""
        return max(1, min(4, ceil(sqrt(len(self.tiles)))))

    @property
    def width(self) -> int:
        """The drawing's width: half a tile more where a second row is set in."""
        return ceil(_WIDE * (self.columns + (0.5 if len(self.tiles) > self.columns else 0)))

    @property
    def height(self) -> int:
        """The drawing's height."""
        rows = ceil(len(self.tiles) / self.columns)
        return ceil(RADIUS * (1.5 * rows + 0.5))

    @property
    def hexes(self) -> list[Hex]:
        """The tiles where they stand."""
        # One shade for whatever there is: a deeper one for more would rank places by how much.
        return [
            Hex(tile, *self._at(number), SOME if tile.value else 0)
            for number, tile in enumerate(self._in_place())
        ]

    def _at(self, number: int) -> tuple[float, float]:
        row, column = divmod(number, self.columns)
        x = _WIDE * (column + 0.5 + (0.5 if row % 2 else 0))
        return round(x, 1), round(RADIUS * (1 + 1.5 * row), 1)

    def _in_place(self) -> list[Tile]:
        """Northern rows first, each from west to east; in their own order where not every place is known."""
        if any(tile.north is None or tile.east is None for tile in self.tiles):
            return list(self.tiles)
        down = sorted(self.tiles, key=lambda tile: -(tile.north or 0))
        rows = (down[first : first + self.columns] for first in range(0, len(down), self.columns))
        return [tile for row in rows for tile in sorted(row, key=lambda tile: tile.east or 0)]
