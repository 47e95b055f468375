"""Marks on a drawing of where things were done: to scale, and those that would lie on one another as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

from haitang.lib.points import CELL, MICRO_A_METRE, Micro
from haitang.ui.words import both, listed

WIDTH, HEIGHT, EDGE = 640, 440, 32
#: Drawn no nearer than this to a unit of the drawing: a cell is not more than a mark.
NEAREST = CELL / 40
RULERS = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
#: Marks nearer to one another than this are pressed by mistake, one for the other.
APART = 34
#: So many places are named where several marks are one.
NAMED = 2


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
    #: How wide a cell is among them.
    cell: float
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def half(self) -> float:
        """Half of a cell."""
        return self.cell / 2


def done_words(count: int) -> str:
    """So many were done."""
    return both(f"办成 {count} 件", f"{count} done")


def drawn(marks: Sequence[MapMark]) -> Drawing:
    """Degrees to the drawing's units: as far east for as far north, in the middle, filling it."""
    norths, easts = [mark.at[0] for mark in marks] or [0], [mark.at[1] for mark in marks] or [0]
    north, east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    narrow = cos(radians(north / 1_000_000))
    wide, high = (max(easts) - min(easts)) * narrow, max(norths) - min(norths)
    scale = max(wide / (WIDTH - 2 * EDGE), high / (HEIGHT - 2 * EDGE), NEAREST)
    placed = [
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
    return Drawing(placed, round(metres * MICRO_A_METRE / scale, 1), shown, round(CELL / scale, 1))


def gathered(drawing: Drawing) -> Drawing:
    """The same with the cells that would lie on one another as one mark, each leading to its line below."""
    groups: list[list[MarkAt]] = []
    for one in drawing.marks:
        beside = (group for group in groups if one.mark.done and _lie_together(group[0], one))
        group = next(beside, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return replace(drawing, marks=[_one_of(group, number) for number, group in enumerate(groups, 1)])


def _lie_together(first: MarkAt, other: MarkAt) -> bool:
    return bool(first.mark.done) and hypot(first.x - other.x, first.y - other.y) < APART


def _one_of(group: Sequence[MarkAt], number: int) -> MarkAt:
    """One mark in the middle of a *group*; a village's own place stays as it is."""
    first = group[0].mark
    if not first.done:
        return group[0]
    done = [line for one in group for line in one.mark.done]
    mark = MapMark(_named(group), done_words(len(done)), f"#cell-{number}", first.at, done)
    x, y = (round(sum(at) / len(group), 1) for at in zip(*((one.x, one.y) for one in group), strict=True))
    return MarkAt(mark, x, y)


def _named(group: Sequence[MarkAt]) -> str:
    names = list(dict.fromkeys(one.mark.name for one in group))
    said = listed(names[:NAMED])
    left = len(names) - NAMED
    return said if left < 1 else said + both(f"等 {len(names)} 处", f" and {left} more")
