"""Evidence: a figure with its rule in words, the text that declares it, and the records behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.urls import reverse

from haitang.kernel.measures.api import (
    PERIODS,
    FigureRow,
    Measure,
    MeasuresSection,
    OpenedFigure,
    OpenedRecord,
    Period,
    figure,
    in_words,
    open_figure,
    period_of,
    plotted,
    read_period,
)
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today
from haitang.lib.declare import House
from haitang.lib.redaction import redact
from haitang.ui.charts import Line, Point
from haitang.ui.words import both, day_words, language, month_words, say
from haitang.web.contexts.addresses import matter_url
from haitang.web.contexts.beside import BesideLink, figures_beside
from haitang.web.contexts.entries import CHANNELS
from haitang.web.contexts.measures import figure_url, filling_words

#: How far back each chart goes.
BACK = {"month": 12, "quarter": 12, "year": 6}


@dataclass(frozen=True)
class MeasureCard:
    """A measure in words."""

    key: str
    label: str
    rule: str
    cockpit: bool
    url: str


@dataclass(frozen=True)
class RecordRow:
    """One record behind the figure."""

    url: str
    day: date | None
    what: str
    who: str
    unit: str
    quantity: str
    channel: str


@dataclass(frozen=True)
class PartRow:
    """One unit's part of the figure."""

    name: str
    shown: str
    url: str


@dataclass(frozen=True)
class ViewChip:
    """A way to look at the figure."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class FigurePage:
    """All that the page shows."""

    key: str
    label: str
    help: str
    shown: str
    filling: str
    parts: str
    #: Of a sample: in which interval the share of all lies.
    interval: str
    unit_id: int
    unit_name: str
    when: str
    rule: str
    snippet: str
    version: str
    since: date
    seen_by: str
    total: int
    hidden_why: str
    rows: list[RecordRow]
    columns: frozenset[str]
    position: str
    previous_url: str
    next_url: str
    target: str
    target_part: int
    periods: list[ViewChip]
    whole: list[ViewChip]
    units: list[PartRow]
    beside: list[BesideLink]
    line: Line | None
    export_url: str
    csv_url: str


@dataclass(frozen=True)
class Selection:
    """Which figure was chosen: over what, when, which page of its records, the part or the whole."""

    key: str
    unit: Unit
    period: Period | None
    page: int = 1
    whole: bool = False

    def url(self, **changes: object) -> str:
        """This selection's address, with *changes*."""
        base = figure_url(self.key, self.unit.pk, self.period)
        return base + "".join(f"&{name}={value}" for name, value in changes.items())


def period_asked(words: str) -> Period | None:
    """The period asked for, None for the whole time up to today; refused where it is nonsense.

    A period misspelt must not bring the figure of another one.
    """
    return read_period(words) if words else None


def measure_declared(unit: Unit, key: str) -> Measure | None:
    """The measure, where the playbook that holds at *unit* declares it."""
    return holding(unit).section(MeasuresSection).measures.get(key)


def opened(actor: Actor, selection: Selection) -> OpenedFigure:
    """The figure with a page of its records."""
    house = holding(selection.unit)
    return open_figure(
        selection.key,
        house=house,
        unit=selection.unit,
        actor=actor,
        period=selection.period,
        by=_level(house.section(MeasuresSection).measures[selection.key]),
        page=selection.page,
        whole=selection.whole,
    )


def figure_page(actor: Actor, selection: Selection) -> FigurePage:
    """What the page shows of a *selection*."""
    found = opened(actor, selection)
    measure, records = found.measure, found.records
    share = measure.way == "share"
    target = measure.target
    rows = [record_row(one) for one in records.rows]
    value = plotted(measure, found.figure.value) or 0
    return FigurePage(
        key=selection.key,
        label=say(measure.label),
        help=say(measure.help) if measure.help else "",
        shown=found.figure.shown,
        filling=filling_words(found.figure),
        parts=f"{found.figure.part:,} / {found.figure.whole:,}" if share else "",
        interval=say(found.figure.interval_words) if found.figure.interval_words else "",
        unit_id=selection.unit.pk,
        unit_name=selection.unit.name,
        when=say(selection.period.label) if selection.period else both("至今", "to date"),
        rule=found.rule.into(language()),
        snippet=found.snippet,
        version=both(f"第 {found.serial} 版", f"version {found.serial}"),
        since=found.since,
        seen_by=found.seen_by.into(language()),
        total=records.total,
        hidden_why=say(records.hidden_why) if records.hidden_why else "",
        rows=rows,
        columns=columns_of(rows),
        position=f"{records.number} / {records.pages}",
        previous_url=selection.url(page=records.number - 1) if records.number > 1 else "",
        next_url=selection.url(page=records.number + 1) if records.number < records.pages else "",
        target=both(f"目标 {target.at_least}", f"target {target.at_least}") if target else "",
        target_part=min(100, int(value / float(target.at_least) * 100)) if target and target.at_least else 0,
        periods=_periods(selection),
        whole=_whole(selection) if share else [],
        units=[_part(selection, row) for row in found.figure.rows],
        beside=figures_beside(measure, unit=selection.unit, period=selection.period, actor=actor),
        line=_line(actor, selection, measure),
        export_url=_taken_away("web:figure_export", selection),
        csv_url=_taken_away("web:figure_csv", selection),
    )


def _taken_away(name: str, selection: Selection) -> str:
    return f"{reverse(name, args=[selection.key])}?{selection.url().partition('?')[2]}"


def _level(measure: Measure) -> tuple[str, ...]:
    return tuple(word for word in measure.by if word not in PERIODS)[:1]


def columns_of(rows: Sequence[RecordRow]) -> frozenset[str]:
    """The columns that some row fills: matters have no quantity, and most of them nobody's name."""
    return frozenset(part.name for part in fields(RecordRow) if any(getattr(row, part.name) for row in rows))


def record_row(record: OpenedRecord) -> RecordRow:
    """A record as a row."""
    who = record.person or (both("（不能显示）", "(not shown)") if record.person_hidden else "")
    what = f"{record.title} · {say(record.label)}" if record.title else say(record.label)
    return RecordRow(
        _record_url(record),
        record.day,
        what,
        who,
        record.unit,
        "" if record.quantity is None else f"{record.quantity:,}",
        say(CHANNELS[record.channel]) if record.channel in CHANNELS else "",
    )


def _record_url(record: OpenedRecord) -> str:
    if record.source == "entries":
        return reverse("web:entry", args=[record.key])
    if record.source == "matters":
        return matter_url(record.key)
    return reverse("web:unit", args=[record.unit_id]) if record.unit_id else ""


def _periods(selection: Selection) -> list[ViewChip]:
    now = selection.period.first if selection.period else today()
    spans: list[tuple[str, Period | None]] = [(both("至今", "To date"), None)]
    spans += [(say(span.label), span) for span in (period_of(now, kind) for kind in BACK)]
    return [
        ViewChip(label, figure_url(selection.key, selection.unit.pk, span), span == selection.period)
        for label, span in spans
    ]


def _whole(selection: Selection) -> list[ViewChip]:
    return [
        ViewChip(both("这一部分", "The part"), selection.url(), not selection.whole),
        ViewChip(both("全部", "The whole"), selection.url(whole=1), selection.whole),
    ]


def _part(selection: Selection, row: FigureRow) -> PartRow:
    url = figure_url(selection.key, row.unit_id, selection.period) if row.unit_id else ""
    return PartRow(say(row.label), row.shown, url)


def _line(actor: Actor, selection: Selection, measure: Measure) -> Line | None:
    """The figure through the periods that its page is split by."""
    kind = next((word for word in measure.by if word in BACK), "")
    if not kind:
        return None
    span = _span(selection.period.last if selection.period else today(), kind)
    house: House = holding(selection.unit)
    rows = figure(selection.key, house=house, unit=selection.unit, actor=actor, period=span, by=(kind,)).rows
    points = [Point(_short(row), plotted(measure, row.value), row.shown) for row in rows]
    aim = float(measure.target.at_least) if measure.target else None
    title = both("一路怎么变的", "How it went")
    return Line(title, points, aim, both("目标", "target") if aim else "", width=720, height=180)


def _span(last: date, kind: str) -> Period:
    """The periods of *kind* up to the one that *last* lies in."""
    end = period_of(min(last, today()), kind)
    first = end
    for _ in range(BACK[kind] - 1):
        first = period_of(first.first - timedelta(days=1), kind)
    return Period(first.first, end.after)


def _short(row: FigureRow) -> str:
    if row.period is None:
        return say(row.label)
    if row.period.kind == "month":
        return month_words(row.period.first)
    if row.period.kind == "day":
        return day_words(row.period.first)
    return row.period.key.removeprefix("20")


def measure_cards(house: House) -> list[MeasureCard]:
    """Every measure, in words."""
    return [
        MeasureCard(
            key,
            say(measure.label),
            in_words(measure, house).into(language()),
            measure.cockpit,
            reverse("web:figure", args=[key]),
        )
        for key, measure in house.section(MeasuresSection).measures.items()
    ]


def export_rows(records: Iterable[OpenedRecord]) -> Iterator[list[str | int | date | None]]:
    """The records as a table to take away, with its heading."""
    yield [
        both("日期", "Day"),
        both("什么", "What"),
        both("谁", "Who"),
        both("单位", "Unit"),
        both("数量", "How much"),
        both("编号", "Key"),
    ]
    yield from map(_exported, records)


def _exported(record: OpenedRecord) -> list[str | int | date | None]:
    row = record_row(record)
    # A file goes on to others: what a person wrote leads to nobody by a number in it.
    return [row.day, redact(row.what), row.who, row.unit, record.quantity, record.key]
