"""What this phone told or followed lately, kept in its session for a day and forgotten on request.

Sealed with the contact key: a session is a row in the database, and who reads that must not follow.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from time import time

from django.contrib.sessions.backends.base import SessionBase
from pydantic import BaseModel, ConfigDict, TypeAdapter

from haitang.kernel.registry.api import seal, unseal
from haitang.lib.diagnostics import Refusal

KEY = "requests"
KEPT_SECONDS = 24 * 60 * 60
KEPT_MATTERS = 20


class Slip(BaseModel):
    """A number with its follow code; ``draft`` is the page it was told on, if it was told on this phone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str
    number: str
    code: str
    draft: str
    kept_at: float


_SLIPS = TypeAdapter(list[Slip])


class Pocket:
    """The slips in a session."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def keep(self, region: str, number: str, code: str, *, draft: str = "") -> None:
        """Put a slip in; the newest stands first, an older one for the same matter goes."""
        kept = [slip for slip in self._slips() if (slip.region, slip.number) != (region, number)]
        new = Slip(region=region, number=number, code=code, draft=draft, kept_at=time())
        self._put([new, *kept][:KEPT_MATTERS])

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

    def _slips(self) -> Iterable[Slip]:
        """The slips of the last day; none where an older house or another key wrote them."""
        try:
            held = _SLIPS.validate_json(unseal(b64decode(self.session.get(KEY, "")), KEY) or "[]")
        except (ValueError, TypeError, Refusal):
            return ()
        return [slip for slip in held if slip.kept_at > time() - KEPT_SECONDS]

    def _put(self, slips: list[Slip]) -> None:
        self.session[KEY] = b64encode(seal(_SLIPS.dump_json(slips).decode(), KEY)).decode()
