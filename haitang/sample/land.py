"""The lie of an invented county's land: where each of its units is, and points near it, nobody's door.

A unit has a round piece of the one above it, and they lie as seeds do in a sunflower: each with as much room
as the next. Where the real ones lie, no one is told by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt

from haitang.kernel.registry.models import Unit
from haitang.lib.points import MICRO_A_METRE, Micro
from haitang.sample.declare import Land, Spots
from haitang.sample.lots import Lots

GOLDEN = pi * (3 - sqrt(5))
#: How much of its share of the land above a unit fills.
FILLED = 0.6


@dataclass(frozen=True)
class Disc:
    """A round piece of land."""

    middle: Micro
    metres: float

    def at(self, way: float, turn: float) -> Micro:
        """The point so much of the *way* out from the middle, in the direction of *turn*."""
        north, east = self.middle
        out = self.metres * way * MICRO_A_METRE
        narrow = cos(radians(north / 1_000_000))
        return round(north + out * cos(turn)), round(east + out * sin(turn) / narrow)

    def piece(self, place: int, among: int) -> "Disc":
        """The piece number *place* of as many as there are *among*."""
        middle = self.at(sqrt((place + 0.5) / among), place * GOLDEN)
        return Disc(middle, self.metres * FILLED / sqrt(among))


def discs(land: Land, places: Iterable[Unit]) -> dict[int, Disc]:
    """The piece of land of each of *places*, by its id."""
    paths = [[int(step) for step in unit.path.split("/") if step] for unit in places]
    below: dict[int, list[int]] = {}
    for path in paths:
        for above, unit in pairwise(path):
            below.setdefault(above, []).append(unit)
    whole = Disc((land.north_micro, land.east_micro), land.across_km * 500)
    found = {path[0]: whole for path in paths}
    for above in _downwards(below, found):
        among = list(dict.fromkeys(below[above]))
        for place, unit in enumerate(among):
            found[unit] = found[above].piece(place, len(among))
    return {path[-1]: found[path[-1]] for path in paths}


def _downwards(below: dict[int, list[int]], roots: Iterable[int]) -> Iterator[int]:
    """Every unit that has others below it, each after the one above it."""
    waiting = [*roots]
    while waiting:
        unit = waiting.pop()
        if unit in below:
            yield unit
            waiting += dict.fromkeys(below[unit])


@dataclass(frozen=True)
class Pins:
    """Puts a point to some of the matters of one kind."""

    spots: Spots
    land: dict[int, Disc]
    lot: Lots

    def near(self, unit: Unit) -> dict[str, object]:
        """The answer that says where it was, somewhere on the land of *unit*; none for those without."""
        if self.lot.random() >= self.spots.chance:
            return {}
        way, turn = sqrt(self.lot.random()), self.lot.uniform(0, 2 * pi)
        north, east = self.land[unit.pk].at(way, turn)
        return {self.spots.field: {"latitude_micro": north, "longitude_micro": east}}
