"""What asking for a figure gives: frozen, ready to be shown."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from haitang.kernel.measures.filling import Filling
from haitang.kernel.measures.nodes import Aggregate, Mean, Share
from haitang.kernel.measures.periods import Period
from haitang.kernel.measures.rounding import rounded, scaled, shown
from haitang.kernel.measures.running import ResultRow
from haitang.kernel.measures.spec import Measure, Target
from haitang.lib.interval import wilson
from haitang.lib.text import Text

Number = Fraction | int


@dataclass(frozen=True)
class FigureRow:
    """One part of a split figure; ``unit_id`` is None for what lies above the units it is split by."""

    label: Text
    value: Number | None
    shown: str
    first: int
    second: int
    unit_id: int | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Figure:
    """A measure's value over a unit; ``part`` of ``whole`` where it is a share."""

    key: str
    label: Text
    value: Number | None
    shown: str
    unit_id: int
    unit_name: str
    on: date
    period: Period | None
    part: int
    whole: int
    rows: tuple[FigureRow, ...] = ()
    target: Target | None = None
    #: How far what it reads is filled in; None where it is final.
    filling: Filling | None = None
    #: Whether what is counted was drawn by lot.
    sampled: bool = False

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of a sample: between which shares that of all lies, nineteen times in twenty; else None."""
        return wilson(self.part, self.whole) if self.sampled else None

    @property
    def interval_words(self) -> Text | None:
        """The same in a sentence."""
        if self.interval is None:
            return None
        low, high = self.interval
        return Text(
            zh=f"抽样，95% 区间 {low:.1%}–{high:.1%}：人越少越宽。",
            en=f"A sample: 95 % interval {low:.1%} to {high:.1%}; the fewer, the wider.",
        )

    @property
    def reached(self) -> bool:
        """Whether its target is reached."""
        return bool(self.target and self.value is not None and self.value >= Fraction(self.target.at_least))


def value_of(aggregate: Aggregate, row: ResultRow) -> Number | None:
    """The row's value: divided once, here, exactly; None where there is nothing to divide by."""
    if isinstance(aggregate, Mean | Share):
        return Fraction(row.first, row.second) if row.second else None
    return row.first


def shown_by(measure: Measure, value: Number | None) -> str:
    """The value as the measure is declared to be shown."""
    return shown(value, way=measure.as_, decimals=measure.round)


def plotted(measure: Measure, value: Number | None) -> float | None:
    """The value as a chart draws it; for drawing only."""
    return None if value is None else float(rounded(scaled(value, measure.as_), measure.round))
