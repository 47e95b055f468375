"""A point on the earth told no nearer than the neighbourhood it lies in, in millionths of a degree."""

from typing import TypeAlias

Micro: TypeAlias = tuple[int, int]

#: A cell of about 220 m by 190 m where the counties lie: whoever reads it cannot tell one home from the next.
CELL = 2_000
#: So many millionths of a degree are a metre from south to north.
MICRO_A_METRE = 1_000_000 / 111_320


def coarse(point: Micro) -> Micro:
    """The middle of the cell that *point* lies in: told ever so often, the same point says nothing more."""
    north, east = (degrees // CELL * CELL + CELL // 2 for degrees in point)
    return north, east


def degrees(micro: int) -> float:
    """As decimal degrees, with as many places as a cell has a use for."""
    return round(micro / 1_000_000, 3)
