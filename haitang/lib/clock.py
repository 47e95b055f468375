"""The only place that asks what time it is; tests set it with time-machine."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: Days are counted as people in the counties count them, wherever the machine stands.
ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in the counties' own time."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The counties' calendar day that *instant* (aware) falls on."""
    return instant.astimezone(ZONE).date()
