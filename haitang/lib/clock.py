"""The only place that asks what time it is; tests set it with time-machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Days are counted as people in the counties count them, wherever the machine stands.
ZONE = ZoneInfo("Asia/Shanghai")


_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let everything inside happen at *instant* (aware): how a sample county comes to have a past."""
    if instant.tzinfo is None:
        raise ValueError("standing_at() needs an aware instant")
    token = _standing.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def today() -> date:
    """The calendar day in the counties' own time."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The counties' calendar day that *instant* (aware) falls on."""
    return instant.astimezone(ZONE).date()
