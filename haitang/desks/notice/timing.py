"""When a message may leave: not in the quiet hours, the daily one at its time."""

from datetime import datetime, timedelta

from haitang.lib.clock import ZONE

_DAY = 24 * 60


def is_quiet(minute: int, *, since: int, until: int) -> bool:
    """Whether the *minute* of the day lies in the quiet hours, which may go past midnight."""
    return since <= minute < until if since <= until else minute >= since or minute < until


def after_quiet(moment: datetime, *, since: int, until: int) -> datetime:
    """*moment*, or the end of the quiet hours it falls in."""
    if not is_quiet(_minute(moment), since=since, until=until):
        return moment
    return next_time(moment, until)


def next_time(moment: datetime, minute: int) -> datetime:
    """The next time after *moment* that the day is so many minutes old."""
    local = moment.astimezone(ZONE)
    at = local.replace(hour=minute // 60 % 24, minute=minute % 60, second=0, microsecond=0)
    return at if at > local else at + timedelta(days=1)


def _minute(moment: datetime) -> int:
    local = moment.astimezone(ZONE)
    return (local.hour * 60 + local.minute) % _DAY
