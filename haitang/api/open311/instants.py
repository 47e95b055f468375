"""Instants as the protocol writes them: ISO 8601 with an offset, in the counties' own time."""

import re
from datetime import date, datetime, time

from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Refusal


def written(instant: datetime | None) -> str | None:
    """*instant* to the second, with its offset."""
    return instant.astimezone(ZONE).isoformat(timespec="seconds") if instant else None


def read(said: str, *, field: str) -> datetime:
    """The instant that *said* says; a day alone is its beginning."""
    # A "+" that was not escaped arrives as a blank.
    text = re.sub(r" (?=\d\d:?\d\d$)", "+", said.strip())
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        found = datetime.combine(day, time(), ZONE) if day else datetime.fromisoformat(text)
    except ValueError:
        raise _unread(said, field) from None
    # Far years leave the range of instants once they are reckoned in another zone.
    if found.tzinfo is None or not 1900 <= found.year <= 9000:
        raise _unread(said, field)
    return found


def _unread(said: str, field: str) -> Refusal:
    sample = "2026-01-01T00:00:00Z"
    zh = f"{field} 读不懂“{said}”，请写成 {sample}，要带时区。"
    en = f'{field}: "{said}" is no such date; write {sample}, with its offset.'
    return Refusal("open311.date", zh=zh, en=en, field=field)
