"""Charts the server draws: SVG that a screen reader can read (title, description) and that needs no script.

Each is a frozen value with its geometry worked out; ``{{ chart }}`` in a template draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import pi
from typing import ClassVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from haitang.ui.words import both

RING_RADIUS = 32


class Chart:
    """Anything drawn from a template of its own."""

    template: ClassVar[str]

    def __str__(self) -> SafeString:
        return render_to_string(self.template, {"chart": self})

    __html__ = __str__


@dataclass(frozen=True)
class Point:
    """One value of a series: its name, the value, and how it is printed; no value where nothing is known."""

    name: str
    value: float | None
    shown: str = ""

    @property
    def words(self) -> str:
        """The value as printed."""
        return self.shown or ("—" if self.value is None else f"{self.value:g}")


@dataclass(frozen=True)
class Ring(Chart):
    """How much of a whole is there, as an arc around the printed figure; ``part`` from 0 to 1."""

    template: ClassVar[str] = "ui/charts/ring.html"
    name: str
    shown: str
    part: float
    tone: str = "red"

    @property
    def arc(self) -> str:
        """The dash that draws the arc, and the gap after it."""
        whole = 2 * pi * RING_RADIUS
        return f"{max(0.0, min(1.0, self.part)) * whole:.1f} {whole:.1f}"

    @property
    def fit(self) -> str:
        """A smaller letter for a longer figure."""
        return "" if len(self.shown) <= 4 else "long" if len(self.shown) <= 6 else "longer"


def ring(name: str, done: float, of: float, *, shown: str = "") -> Ring:
    """*done* out of *of*: green when whole, amber past half, red below."""
    part = done / of if of else 0.0
    tone = "green" if part >= 1 else "amber" if part > 0.5 else "red"
    return Ring(name, shown or f"{done:g}/{of:g}", part, tone)


@dataclass(frozen=True)
class Dot:
    """One point of a line."""

    point: Point
    x: float
    y: float
    named: bool

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return self.point.value is not None

    @property
    def words_y(self) -> float:
        """Just above it."""
        return self.y - 10


@dataclass(frozen=True)
class Line(Chart):
    """A value through time, from zero; the latest marked, and an aim if there is one."""

    template: ClassVar[str] = "ui/charts/line.html"
    title: str
    points: Sequence[Point]
    aim: float | None = None
    aim_words: str = ""
    width: int = 640
    height: int = 200

    @property
    def description(self) -> str:
        """Every value in words."""
        return described(self.points)

    @property
    def base(self) -> int:
        """The zero line."""
        return self.height - 26

    @property
    def _top(self) -> float:
        return max([point.value or 0 for point in self.points] + [self.aim or 0]) or 1

    def _y(self, value: float) -> float:
        return self.base - value / self._top * (self.base - 28)

    @property
    def aim_y(self) -> float | None:
        """Where the aim is drawn."""
        return None if self.aim is None else self._y(self.aim)

    @property
    def dots(self) -> list[Dot]:
        """The geometry; at most six names below, so that they do not run together."""
        count = len(self.points)
        step = (self.width - 60) / max(count - 1, 1)
        every = max(1, -(-count // 6))
        return [
            Dot(point, 30 + step * index, self._y(point.value or 0), (count - 1 - index) % every == 0)
            for index, point in enumerate(self.points)
        ]

    @property
    def ways(self) -> list[str]:
        """The line itself, as SVG points; broken where nothing is known, for that is not nought."""
        runs = groupby(self.dots, key=lambda dot: dot.known)
        return [" ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in run) for known, run in runs if known]

    @property
    def last(self) -> Dot | None:
        """The latest point that is known."""
        return next((dot for dot in reversed(self.dots) if dot.known), None)


def described(points: Sequence[Point]) -> str:
    """A series as a sentence."""
    return both("；", "; ").join(f"{point.name} {point.words}" for point in points)


@dataclass(frozen=True)
class HeatCell:
    """One cell: printed value, strength 0–4, and where it opens."""

    shown: str
    level: int
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One row of a heat table."""

    name: str
    cells: Sequence[HeatCell]
    url: str = ""


@dataclass(frozen=True)
class Heat(Chart):
    """A table whose cells grow darker with their value; still a table, so everyone can read it."""

    template: ClassVar[str] = "ui/charts/heat.html"
    title: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    corner: str = ""


def level(value: float | None, top: float) -> int:
    """The strength of a cell: 0 for nothing, 4 for the column's greatest."""
    if not value or top <= 0:
        return 0
    return min(4, 1 + int(value / top * 3.999))


@dataclass(frozen=True)
class FlowState:
    """A box of a flow: its name, what stands under it, and whether it begins or ends the flow."""

    key: str
    name: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class FlowBox:
    """A drawn state."""

    state: FlowState
    y: int

    @property
    def name_y(self) -> int:
        """The line of its name; higher where a note stands below."""
        return self.y + (18 if self.state.note else 25)

    @property
    def note_y(self) -> int:
        """The line of its note."""
        return self.y + 33


@dataclass(frozen=True)
class FlowChart(Chart):
    """States from top to bottom; moves as arcs, onward on the right, back on the left."""

    template: ClassVar[str] = "ui/charts/flow.html"
    key: str
    title: str
    description: str
    states: Sequence[FlowState]
    moves: Sequence[tuple[str, str]]
    width: int = 440

    BOX: ClassVar[int] = 40
    STEP: ClassVar[int] = 66
    LEFT: ClassVar[int] = 110
    RIGHT: ClassVar[int] = 330

    @property
    def height(self) -> int:
        """All boxes with the gaps between."""
        return len(self.states) * self.STEP - self.STEP + self.BOX + 12

    @property
    def boxes(self) -> list[FlowBox]:
        """The drawn states."""
        return [FlowBox(state, 6 + index * self.STEP) for index, state in enumerate(self.states)]

    @property
    def arcs(self) -> list[str]:
        """A path for each pair of states with a move between them."""
        at = {state.key: index for index, state in enumerate(self.states)}
        pairs = dict.fromkeys((at[a], at[b]) for a, b in self.moves if a in at and b in at and a != b)
        return [self._arc(a, b) for a, b in pairs]

    def _arc(self, a: int, b: int) -> str:
        middle = (self.LEFT + self.RIGHT) // 2
        if b == a + 1:
            return f"M{middle} {6 + a * self.STEP + self.BOX}V{6 + b * self.STEP - 3}"
        onward = b > a
        edge = self.RIGHT if onward else self.LEFT
        out = min(24 + abs(b - a) * 15, 100) * (1 if onward else -1)
        begin = 6 + a * self.STEP + self.BOX // 2 + (6 if onward else -6)
        end = 6 + b * self.STEP + self.BOX // 2 + (-6 if onward else 6)
        stop = edge + (3 if onward else -3)
        return f"M{edge} {begin}C{edge + out} {begin} {edge + out} {end} {stop} {end}"
