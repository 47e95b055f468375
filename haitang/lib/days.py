"""Days and instants as people type them: 2026-11-03, 2026/11/3, 2026年11月3日, Excel serial numbers."""

import re
from datetime import date, datetime, time, timedelta

from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Refusal

_DAY = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME = re.compile(r"(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2}))?")
_SERIAL = re.compile(r"^\s*(\d{5})(\.\d+)?\s*$")
#: Day 0 of Excel's 1900 calendar as every spreadsheet counts it, with its false leap day of 1900 behind us.
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=ZONE)


def read_instant(words: str) -> datetime:
    """The aware instant that *words* say, in the counties' time; midnight where no time is given."""
    try:
        return _serial(words) or _written(words)
    except ValueError:
        raise _unreadable(words) from None


def read_day(words: str) -> date:
    """The day that *words* say."""
    return read_instant(words).date()


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
