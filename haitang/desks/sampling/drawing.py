"""The draw itself: who comes first is decided by a sealed day's root, which nobody chooses.

Once it is over anybody can repeat it with what the page shows; before, the page keeps the root back:

    rank = HMAC-SHA256(key = the root's bytes, message = "<sampling> <first day> <uuid>")

in hexadecimal; the smallest ranks are drawn. Each matter's rank is its own: to add or keep back another one
moves nobody up or down but past it.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

_MONTHS = {"month": 1, "quarter": 3}


def rank(root: str, name: str, matter: UUID) -> str:
    """Where *matter* stands in the draw called *name*."""
    return hmac.new(bytes.fromhex(root), f"{name} {matter}".encode(), hashlib.sha256).hexdigest()


def chosen(frame: Iterable[UUID], *, root: str, name: str, size: int) -> list[UUID]:
    """Who is drawn of *frame*, the smallest rank first."""
    return sorted(frame, key=lambda matter: rank(root, name, matter))[:size]


def digest_of(frame: Iterable[UUID]) -> str:
    """SHA-256 over the frame, a UUID a line in ascending order: what was there to be drawn from."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(frame)).encode()).hexdigest()


def period_of(day: date, every: str) -> tuple[date, date]:
    """The first day of the week, month or quarter that *day* lies in, and of the one before."""
    if every == "week":
        first = day - timedelta(days=day.weekday())
        return first, first - timedelta(days=7)
    months = _MONTHS[every]
    number = day.year * 12 + day.month - 1
    number -= number % months
    return _first(number), _first(number - months)


def _first(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
