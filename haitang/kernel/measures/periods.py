"""Spans of days that figures are asked for: a day, month, quarter, year, or any other span."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from haitang.lib import clock
from haitang.lib.days import require_reckoned
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

#: More parts than this no page shows and no engine is asked for.
MOST_PARTS = 400


@dataclass(frozen=True, order=True)
class Period:
    """The days from *first* until before *after*."""

    first: date
    after: date
    kind: str = "span"

    def __post_init__(self) -> None:
        if self.after <= self.first:
            raise _unreadable(f"{self.first}/{self.after}")

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after - timedelta(days=1)

    @property
    def as_of(self) -> date:
        """The day that posts, people and units are counted on: its last, or today while it lasts."""
        return min(self.last, max(clock.today(), self.first))

    @property
    def key(self) -> str:
        """How it is written in an address: 2026, 2026-Q3, 2026-11, 2026-11-22, 2026-11-01/2026-12-01."""
        return _KEYS[self.kind](self)

    @property
    def label(self) -> Text:
        """How people call it."""
        return _LABELS[self.kind](self)


def period_of(day: date, kind: str) -> Period:
    """The period of *kind* that *day* lies in."""
    return _AROUND[kind](day)


def read_period(words: str) -> Period:
    """The period that an address or a playbook names; the inverse of ``Period.key``."""
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?", words)
    try:
        if not found:
            first, after = (date.fromisoformat(day) for day in words.split("/"))
            return Period(require_reckoned(first, "period"), require_reckoned(after, "period"))
        year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
        kind = "day" if day else "month" if month else "quarter" if quarter else "year"
        within = date(year, month or quarter * 3 or 1, day or 1)
        return period_of(require_reckoned(within, "period"), kind)
    except ValueError:
        raise _unreadable(words) from None


def split(period: Period, kind: str) -> tuple[Period, ...]:
    """*period* in parts of *kind*, in order; the outer ones are cut to fit."""
    parts: list[Period] = []
    for part in _from(period.first, kind):
        parts.append(_cut(part, period))
        if part.after >= period.after:
            return tuple(parts)
        if len(parts) >= MOST_PARTS:
            break
    raise Refusal(
        "measure.too-many-periods",
        zh=f"这段时间分成的份数超过 {MOST_PARTS}。请缩短时间，或分得粗一些。",
        en=f"This span has more than {MOST_PARTS} parts. Ask for a shorter span or larger parts.",
    )


def _cut(part: Period, within: Period) -> Period:
    first, after = max(part.first, within.first), min(part.after, within.after)
    return part if (first, after) == (part.first, part.after) else Period(first, after)


def _from(first: date, kind: str) -> Iterator[Period]:
    part = period_of(first, kind)
    while True:
        yield part
        part = period_of(part.after, kind)


def _day(day: date) -> Period:
    return Period(day, day + timedelta(days=1), "day")


def _month(day: date) -> Period:
    return Period(day.replace(day=1), _months_on(day.year, day.month, 1), "month")


def _quarter(day: date) -> Period:
    month = (day.month - 1) // 3 * 3 + 1
    return Period(date(day.year, month, 1), _months_on(day.year, month, 3), "quarter")


def _year(day: date) -> Period:
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), "year")


def _months_on(year: int, month: int, months: int) -> date:
    index = year * 12 + month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _quarter_number(period: Period) -> int:
    return (period.first.month + 2) // 3


def _span_label(period: Period) -> Text:
    return Text(zh=f"{period.first} 至 {period.last}", en=f"{period.first} to {period.last}")


_AROUND: Mapping[str, Callable[[date], Period]] = MappingProxyType(
    {"day": _day, "month": _month, "quarter": _quarter, "year": _year}
)
_KEYS: Mapping[str, Callable[[Period], str]] = MappingProxyType(
    {
        "day": lambda p: p.first.isoformat(),
        "month": lambda p: f"{p.first:%Y-%m}",
        "quarter": lambda p: f"{p.first.year}-Q{_quarter_number(p)}",
        "year": lambda p: str(p.first.year),
        "span": lambda p: f"{p.first}/{p.after}",
    }
)
_LABELS: Mapping[str, Callable[[Period], Text]] = MappingProxyType(
    {
        "day": lambda p: Text.both(p.first.isoformat()),
        "month": lambda p: Text(zh=f"{p.first.year} 年 {p.first.month} 月", en=f"{p.first:%B %Y}"),
        "quarter": lambda p: Text(
            zh=f"{p.first.year} 年第{'一二三四'[_quarter_number(p) - 1]}季度",
            en=f"Q{_quarter_number(p)} {p.first.year}",
        ),
        "year": lambda p: Text(zh=f"{p.first.year} 年", en=str(p.first.year)),
        "span": _span_label,
    }
)

#: The words for splitting a figure by time, from short to long.
PERIODS: Mapping[str, Text] = MappingProxyType(
    {
        "day": Text(zh="日", en="day"),
        "month": Text(zh="月", en="month"),
        "quarter": Text(zh="季", en="quarter"),
        "year": Text(zh="年", en="year"),
    }
)


def _unreadable(words: str) -> Refusal:
    return Refusal(
        "measure.period-unreadable",
        zh=f"看不懂时间“{words[:40]}”。请写成 2026、2026-Q3、2026-11 或 2026-11-22。",
        en=f'Cannot read the period "{words[:40]}". Write 2026, 2026-Q3, 2026-11 or 2026-11-22.',
    )
