"""Reads: a measure's figure over a unit, split as asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from haitang.kernel.measures.declare import MeasuresSection
from haitang.kernel.measures.figures import Figure, FigureRow, shown_by, value_of
from haitang.kernel.measures.filling import filling_of
from haitang.kernel.measures.naming import CHANNEL, Names, splits_known
from haitang.kernel.measures.nodes import OneOf, Question
from haitang.kernel.measures.periods import PERIODS, Period, split
from haitang.kernel.measures.resolving import Resolver
from haitang.kernel.measures.rules import require_figures
from haitang.kernel.measures.running import Bindings, ResultRow, count
from haitang.kernel.measures.spec import Measure
from haitang.kernel.measures.vocabulary import OF_TODAY, SOURCES
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.days import require_reckoned
from haitang.lib.declare import House
from haitang.lib.diagnostics import Faults, Refusal
from haitang.lib.text import Text, nearest

#: The code of the refusal to tell what was late on a day gone by.
NOT_KEPT = "measure.late-of-a-past-day"


@dataclass(frozen=True)
class Inquiry:
    """A measure asked of a unit and time: the question, with what it leaves open."""

    key: str
    measure: Measure
    house: House
    unit: Unit
    question: Question
    asked: Bindings
    period: Period | None

    @property
    def flows(self) -> bool:
        """Whether what is counted happens on a day, rather than holds on one."""
        return SOURCES[self.question.source].flows


def figure(
    key: str,
    *,
    house: House,
    unit: Unit,
    actor: Actor,
    period: Period | None = None,
    day: date | None = None,
    by: Sequence[str] = (),
) -> Figure:
    """The measure over *unit*, in *period* or up to and as of *day* (today if neither), split *by*.

    *by* names at most one kind of unit (or, of matters, `channel`) and one of day, month, quarter, year.
    """
    inquiry = inquire(key, house=house, unit=unit, actor=actor, period=period, day=day)
    level, part = _splits(by, inquiry)
    row = next(iter(count(inquiry.question, inquiry.asked)), ResultRow(0, 0))
    value = value_of(inquiry.question.aggregate, row)
    return Figure(
        key=key,
        label=inquiry.measure.label,
        value=value,
        shown=shown_by(inquiry.measure, value),
        unit_id=unit.pk,
        unit_name=unit.name,
        on=inquiry.asked.on,
        period=period,
        part=row.first,
        whole=row.second,
        rows=_ordered(inquiry.measure, _rows(inquiry, level, part, row)) if by else (),
        target=inquiry.measure.target,
        filling=filling_of(inquiry.question),
        sampled=inquiry.measure.sampled,
    )


def _ordered(measure: Measure, rows: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """As the tree has them; from the highest value down where the playbook asks for it."""
    if not measure.rank:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: (row.value is None, -(row.value or 0))))


def measures_for(unit: Unit, *, house: House, actor: Actor) -> dict[str, Measure]:
    """The measures that *actor* may see over *unit*, by key, in their declared order."""
    require_figures(actor, unit)
    return dict(house.section(MeasuresSection).measures)


def inquire(
    key: str,
    *,
    house: House,
    unit: Unit,
    actor: Actor,
    period: Period | None = None,
    day: date | None = None,
) -> Inquiry:
    """The measure's question over the unit and time; refused without the ability, and for unknown keys."""
    require_figures(actor, unit)
    measure = measure_of(key, house)
    question = _resolved(key, measure, house)
    _require_told_of(day, question)
    question = replace(
        question,
        bounded=unit.parent_id is not None or _goes_by_the_tree(question),
        begins=period is not None and SOURCES[measure.source].flows,
    )
    return Inquiry(key, measure, house, unit, question, _asked(unit, period, day), period)


def _require_told_of(day: date | None, question: Question) -> None:
    """Refused where *day* is gone by and what was late then is asked: the deadlines of that day are not kept.

    A deadline moves when time is granted, or the matter goes on; what is kept is the one of today.
    """
    if day is None or day >= clock.today() or not question.columns() & OF_TODAY:
        return
    raise Refusal(
        NOT_KEPT,
        zh="超时与否只能看现在：过去某天的办理时限没有留存，算不出当天的数。请不写日期，或改选一段时间。",
        en="Whether time ran over is known as of today alone: the deadlines of a past day are not kept. "
        "Leave the day out, or ask for a period.",
        field="day",
    )


def _goes_by_the_tree(question: Question) -> bool:
    """Whether a whole region is counted faster unit by unit: entries of a kind, whose index begins so.

    Entries of every kind lie in order of their days, where the tree would only be in the way.
    """
    return question.source == "entries" and "kind" in question.columns()


def measure_of(key: str, house: House) -> Measure:
    """The declared measure; refused with the nearest name if there is none."""
    measures = house.section(MeasuresSection).measures
    if key in measures:
        return measures[key]
    near = nearest(key, list(measures))
    raise Refusal(
        "measure.unknown",
        zh=f"方案里没有名为 {key} 的指标。" + (f"是不是 {near}？" if near else ""),
        en=f'no measure is called "{key}".' + (f' Did you mean "{near}"?' if near else ""),
    )


def _resolved(key: str, measure: Measure, house: House) -> Question:
    resolver = Resolver(key, measure, Names.of(house))
    question = resolver.question()
    errors = [fault for fault in resolver.faults if fault.severity == "error"]
    if errors:
        raise Faults(errors)
    if not house.version_id:
        raise Refusal(
            "measure.not-applied",
            zh="方案尚未应用，还不能计数。请先运行 haitang playbook apply。",
            en="This playbook is not applied yet: run haitang playbook apply first.",
        )
    return question


def _asked(unit: Unit, period: Period | None, day: date | None) -> Bindings:
    if period is not None:
        return Bindings(after=period.after, on=period.as_of, first=period.first, unit_id=unit.pk)
    on = require_reckoned(day) if day else clock.today()
    return Bindings(after=on + timedelta(days=1), on=on, unit_id=unit.pk)


def _splits(by: Sequence[str], inquiry: Inquiry) -> tuple[str, str]:
    """The kind of unit and the kind of period in *by*; an unknown word is refused, never passed over."""
    levels = [word for word in by if word not in PERIODS]
    parts = [word for word in by if word in PERIODS]
    unknown = set(levels) - splits_known(inquiry.measure, Names.of(inquiry.house))
    if unknown or len(levels) > 1 or len(parts) > 1:
        raise Refusal(
            "measure.split",
            zh=f"不能按“{'、'.join(by)}”拆分：可选一种单位类型和日、月、季、年之一。",
            en=f"cannot split by {', '.join(by)}: name one kind of unit, one of day, month ….",
        )
    if parts and inquiry.period is None:
        raise Refusal(
            "measure.split-without-period",
            zh="按时间拆分时，请说明起止时间。",
            en="name the period that is to be split.",
        )
    return (levels or [""])[0], (parts or [""])[0]


def _rows(inquiry: Inquiry, level: str, part: str, total: ResultRow) -> Iterator[FigureRow]:
    periods = split(inquiry.period, part) if inquiry.period and part else ()
    if level == CHANNEL:
        yield from _channel_rows(inquiry, periods)
        return
    found = {(row.level, row.part): row for row in _counted(inquiry, level, periods, total)}
    units = _units(inquiry, level, {row.level for row in found.values()}) if level else {None: Text.both("")}
    for unit_id, name in units.items():
        for number, period in enumerate(periods or (None,)):
            row = found.get((unit_id, number), ResultRow(0, 0))
            label = name if level or period is None else period.label
            yield _figure_row(inquiry, label, row, unit_id, period)


def _channel_rows(inquiry: Inquiry, periods: tuple[Period, ...]) -> Iterator[FigureRow]:
    """A row for every declared channel, one that brought nothing too: the question asked of each."""
    names = Names.of(inquiry.house)
    for key, paths in names.known("channels").items():
        question = replace(inquiry.question, where=(*inquiry.question.where, OneOf(CHANNEL, (key,))))
        found = {row.part: row for row in _in_periods(inquiry, question, periods)}
        for number, period in enumerate(periods or (None,)):
            row = found.get(number, ResultRow(0, 0))
            yield _figure_row(inquiry, names.label(paths[0]), row, None, period)


def _counted(inquiry: Inquiry, level: str, periods: tuple[Period, ...], total: ResultRow) -> list[ResultRow]:
    """The split figure's rows; where they do not make up the *total*, those above the level too."""
    bounded = inquiry.unit.parent_id is not None or not level
    question = replace(inquiry.question, level=level, bounded=inquiry.question.bounded and bounded)
    rows = list(_in_periods(inquiry, question, periods))
    whole = sum(row.second for row in rows)
    if level and (whole != total.second or not inquiry.flows):
        rows += _in_periods(inquiry, replace(question, above=True, bounded=inquiry.question.bounded), periods)
    return rows


def _in_periods(inquiry: Inquiry, question: Question, periods: tuple[Period, ...]) -> Iterator[ResultRow]:
    """In one statement what happens on days, period by period what holds on them."""
    if inquiry.flows or not periods:
        cuts = tuple(period.first for period in periods[1:])
        yield from count(replace(question, parts=max(1, len(periods))), replace(inquiry.asked, cuts=cuts))
        return
    for number, period in enumerate(periods):
        for row in count(question, replace(inquiry.asked, on=period.as_of)):
            yield replace(row, part=number)


def _units(inquiry: Inquiry, level: str, found: set[int | None]) -> dict[int | None, Text]:
    """The units that rows are for, in order of their codes: those that count nothing too."""
    within = Q(standing(inquiry.asked.on, "ancestry__"), ancestry__ancestor=inquiry.unit)
    standing_now = Unit.objects.filter(standing(inquiry.asked.on), within, kind__key=level)
    known = {*standing_now.values_list("pk", flat=True), *(one for one in found if one is not None)}
    units = Unit.objects.filter(pk__in=known).order_by("code", "pk").values_list("pk", "name")
    named: dict[int | None, Text] = {pk: Text.both(name) for pk, name in units}
    if None in found:
        label = Names.of(inquiry.house).label(("unit_kinds", level))
        named[None] = Text(zh=f"不属于任何{label.zh}", en=f"in no {label.en.lower()}")
    return named


def _figure_row(
    inquiry: Inquiry, label: Text, row: ResultRow, unit_id: int | None, period: Period | None
) -> FigureRow:
    value = value_of(inquiry.question.aggregate, row)
    return FigureRow(
        label=label,
        value=value,
        shown=shown_by(inquiry.measure, value),
        first=row.first,
        second=row.second,
        unit_id=unit_id,
        period=period,
    )
