"""The cockpit: the figures that the playbook puts there, of a unit and a month, each open to its evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from haitang.kernel.measures.api import (
    PERIODS,
    Figure,
    FigureRow,
    Measure,
    Period,
    figure,
    period_of,
    plotted,
    read_period,
)
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal
from haitang.ui.charts import Heat, HeatCell, HeatRow, Line, Point, level
from haitang.ui.words import both, month_words, say
from haitang.web.contexts.measures import cockpit_measures, figure_url, filling_words

#: How many months a line goes back.
MONTHS = 12
#: A share of fewer than this says little of a place, and is not coloured.
ENOUGH = 5


@dataclass(frozen=True)
class FigureCard:
    """One figure with how it changed since what it is compared with."""

    label: str
    shown: str
    url: str
    change: str
    tone: str
    part: str
    filling: str = ""


@dataclass(frozen=True)
class LineChoice:
    """A line that may be chosen."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class CockpitPage:
    """All that the page shows."""

    unit_id: int
    unit_name: str
    month: str
    month_label: str
    earlier: str
    later: str
    compared: str
    cards: list[FigureCard]
    heat: Heat | None
    lines: list[LineChoice]
    line: Line | None
    line_url: str


def month_of(words: str) -> Period:
    """The month asked for, this one where none is; refused where it is no month, or has not begun."""
    now = period_of(today(), "month")
    asked = read_period(words) if words else now
    if asked.kind != "month" or asked.first > now.first:
        raise Refusal(
            "cockpit.month",
            zh=f"“{words}”不是已经开始的月份。请写成 {now.key} 这样。",
            en=f"“{words}” is not a month that has begun. Write it as {now.key}.",
            field="month",
        )
    return asked


@dataclass(frozen=True)
class Asking:
    """Whose figures are asked, over what, when."""

    actor: Actor
    unit: Unit
    house: House
    month: Period

    @property
    def before(self) -> Period:
        """What the month is compared with: the one before, as far as this one has come."""
        whole = period_of(self.month.first - timedelta(days=1), "month")
        if today() >= self.month.last:
            return whole
        gone = today() + timedelta(days=1) - self.month.first
        return Period(whole.first, min(whole.first + gone, whole.after))

    def figure(self, key: str, period: Period, by: Sequence[str] = ()) -> Figure:
        """One figure."""
        return figure(key, house=self.house, unit=self.unit, actor=self.actor, period=period, by=by)


def cockpit_page(actor: Actor, unit: Unit, month: Period, line: str) -> CockpitPage:
    """The page of *unit* in *month*, with the chosen *line*."""
    asking = Asking(actor, unit, holding(unit), month)
    shown = cockpit_measures(asking.house)
    monthly = {key: measure for key, measure in shown.items() if "month" in measure.by}
    chosen = line if line in monthly else next(iter(monthly), "")
    return CockpitPage(
        unit.pk,
        unit.name,
        month.key,
        say(month.label),
        period_of(month.first - timedelta(days=1), "month").key,
        period_of(month.after, "month").key if month.after <= today() else "",
        _compared(asking.before),
        [_card(asking, key, measure) for key, measure in shown.items()],
        _heat(asking, shown),
        [LineChoice(key, say(measure.label), key == chosen) for key, measure in monthly.items()],
        _line(asking, chosen, monthly[chosen]) if chosen else None,
        figure_url(chosen, unit.pk, _year(month)) if chosen else "",
    )


def _compared(before: Period) -> str:
    """What the arrows compare with, in words."""
    if before.kind == "month":
        return both("箭头：与上月相比", "Arrows: against the month before")
    first, last = before.first, before.last
    return both(
        f"箭头：与上月同期（{first.month} 月 {first.day} 日至 {last.day} 日）相比",
        f"Arrows: against the same days of the month before ({first.day}–{last.day} {last:%B})",
    )


def _card(asking: Asking, key: str, measure: Measure) -> FigureCard:
    found = asking.figure(key, asking.month)
    before = asking.figure(key, asking.before)
    change, tone = _change(measure, found, before)
    part = f"{found.part:,} / {found.whole:,}" if measure.way == "share" else ""
    url = figure_url(key, asking.unit.pk, asking.month)
    return FigureCard(say(measure.label), found.shown, url, change, tone, part, filling_words(found))


def _change(measure: Measure, found: Figure, before: Figure) -> tuple[str, str]:
    """How the figure changed, in its own units; nothing where either is unknown."""
    now, then = plotted(measure, found.value), plotted(measure, before.value)
    if now is None or then is None or now == then:
        return "", ""
    moved = round(abs(now - then), measure.round)
    return (f"↑ {moved:,g}", "green") if now > then else (f"↓ {moved:,g}", "grey")


def _heat(asking: Asking, shown: Mapping[str, Measure]) -> Heat | None:
    """By the units that the measures are split by, such as towns."""
    split = {key: _unit_level(measure) for key, measure in shown.items()}
    kind = next((found for found in split.values() if found), "")
    keys = [key for key, found in split.items() if found == kind]
    if not kind or asking.unit.kind.key == kind:
        return None
    columns = {key: asking.figure(key, asking.month, (kind,)).rows for key in keys}
    drawn = [_heat_row(asking, columns, shown, row) for row in places(columns.values())]
    if not drawn:
        return None
    title = both("各处一览", "Place by place")
    return Heat(title, [say(shown[key].label) for key in keys], drawn)


def places(columns: Iterable[Sequence[FigureRow]]) -> list[FigureRow]:
    """Each place once; what lies in none of them shows only in some columns, and stands last."""
    found: dict[int | None, FigureRow] = {}
    for rows in columns:
        for row in rows:
            found.setdefault(row.unit_id, row)
    return sorted(found.values(), key=lambda row: row.unit_id is None)


def _unit_level(measure: Measure) -> str:
    return next((word for word in measure.by if word not in PERIODS), "")


def _heat_row(
    asking: Asking, columns: Mapping[str, Sequence[FigureRow]], shown: Mapping[str, Measure], first: FigureRow
) -> HeatRow:
    cells = []
    for key, rows in columns.items():
        row = next((one for one in rows if one.unit_id == first.unit_id), None)
        cells.append(cell(asking, key, shown[key], row))
    url = f"?unit={first.unit_id}&month={asking.month.key}" if first.unit_id else ""
    return HeatRow(say(first.label), cells, url)


def cell(asking: Asking, key: str, measure: Measure, row: FigureRow | None) -> HeatCell:
    """A figure of one place. A share has its numbers beside it, and a colour from :data:`ENOUGH` on.

    A count has none: where more people live more is asked, so its colour would rank places by that.
    """
    if row is None:
        return HeatCell("—", 0)
    url = figure_url(key, row.unit_id, asking.month) if row.unit_id else ""
    if measure.way != "share" or row.value is None:
        return HeatCell(row.shown, 0, url)
    strength = level(float(row.value), 1) if row.second >= ENOUGH else 0
    return HeatCell(f"{row.shown} ({row.first:,}/{row.second:,})", strength, url)


def _year(month: Period) -> Period:
    """The months up to and with *month*."""
    index = month.first.year * 12 + month.first.month - MONTHS
    return Period(date(index // 12, index % 12 + 1, 1), month.after)


def _line(asking: Asking, key: str, measure: Measure) -> Line:
    rows = asking.figure(key, _year(asking.month), ("month",)).rows
    points = [_point(measure, row) for row in rows]
    aim = float(measure.target.at_least) if measure.target else None
    aim_words = (
        both(f"目标 {measure.target.at_least}", f"target {measure.target.at_least}") if measure.target else ""
    )
    return Line(say(measure.label), points, aim, aim_words, width=440, height=210)


def _point(measure: Measure, row: FigureRow) -> Point:
    name = month_words(row.period.first) if row.period else say(row.label)
    return Point(name, plotted(measure, row.value), row.shown)
