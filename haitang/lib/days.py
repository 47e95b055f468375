"""Days and instants as people type them: 2026-11-03, 2026/11/3, 2026年11月3日, Excel serial numbers."""

import re
from datetime import date, datetime, time, timedelta

from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

_DAY = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME = re.compile(r"(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?")
_SERIAL = re.compile(r"^\s*(\d{5})(\.\d+)?\s*$")
#: Day 0 of Excel's 1900 calendar as every spreadsheet counts it, with its false leap day of 1900 behind us.
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=ZONE)

#: The days that are reckoned with: people still alive were born after the first.
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2999, 12, 31)


def day_text(day: date) -> Text:
    """A day as people write it, in both languages, for what is kept and read much later."""
    return Text(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {day:%B %Y}")


def read_instant(words: str) -> datetime:
    """The aware instant that *words* say, in the counties' time; midnight where no time is given."""
    try:
        return _serial(words) or _written(words)
    except ValueError:
        raise _unreadable(words) from None


def read_day(words: str) -> date:
    """The day that *words* say; one that can be reckoned with."""
    return require_reckoned(read_instant(words).date())


def require_reckoned(day: date, field: str = "day") -> date:
    """The day itself; refused where no work was ever recorded nor will be: days count on from there."""
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    raise Refusal(
        "day.beyond",
        zh=f"日期“{day.isoformat()}”太远。请写 {FIRST_DAY.year} 年到 {LAST_DAY.year} 年之间的日期。",
        en=f"The day {day.isoformat()} is too far off. Write one from {FIRST_DAY.year} to {LAST_DAY.year}.",
        field=field,
    )


def _serial(words: str) -> datetime | None:
    if not _SERIAL.match(words):
        return None
    return _EXCEL_EPOCH + timedelta(seconds=round(float(words) * 86_400))


def _written(words: str) -> datetime:
    found = _DAY.match(words) or _COMPACT.match(words)
    if found is None:
        raise _unreadable(words)
    year, month, day = (int(part) for part in found.groups())
    clock = _TIME.search(words, found.end())
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    return datetime.combine(date(year, month, day), time(hour, minute, second), ZONE)


def _unreadable(words: str) -> Refusal:
    return Refusal(
        "day.unreadable",
        zh=f"看不懂日期“{words[:40]}”。请写成 2026-11-03 或 2026-11-03 14:05。",
        en=f"Cannot read the day '{words[:40]}'. Write it as 2026-11-03 or 2026-11-03 14:05.",
    )
