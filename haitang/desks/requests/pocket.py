"""What this phone told or followed lately, kept in its session for a day and forgotten on request."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import time
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

KEY = "requests"
KEPT_SECONDS = 24 * 60 * 60
KEPT_MATTERS = 20


@dataclass(frozen=True)
class Slip:
    """A number with its follow code; ``draft`` is the page it was told on, if it was told on this phone."""

    region: str
    number: str
    code: str
    draft: str
    kept_at: float


class Pocket:
    """The slips in a session."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def keep(self, region: str, number: str, code: str, *, draft: str = "") -> None:
        """Put a slip in; the newest stands first, an older one for the same matter goes."""
        kept = [slip for slip in self._slips() if (slip.region, slip.number) != (region, number)]
        self._put([Slip(region, number, code, draft, time()), *kept][:KEPT_MATTERS])

    def slip(self, region: str, number: str) -> Slip | None:
        """The slip of a matter."""
        return next((slip for slip in self.of(region) if slip.number == number), None)

    def told(self, region: str, draft: str) -> Slip | None:
        """The slip of what was told on the page *draft*."""
        return next((slip for slip in self.of(region) if slip.draft == draft), None)

    def of(self, region: str) -> list[Slip]:
        """The slips of a region, newest first."""
        return [slip for slip in self._slips() if slip.region == region]

    def empty(self, region: str) -> None:
        """Forget all slips of a region."""
        self._put([slip for slip in self._slips() if slip.region != region])

    def _slips(self) -> Iterator[Slip]:
        held: list[dict[str, Any]] = self.session.get(KEY, [])  # reason: sessions hold JSON
        slips = (Slip(**each) for each in held)
        return (slip for slip in slips if slip.kept_at > time() - KEPT_SECONDS)

    def _put(self, slips: list[Slip]) -> None:
        self.session[KEY] = [vars(slip) for slip in slips]
