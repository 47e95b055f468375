"""What proves an applied version whole: one digest over its row, as its ``digest`` is over its text alone.

``proof`` is the SHA-256 of a JSON array of the columns below in UTF-8, without spaces, non-ASCII characters
as themselves; ``applied_at`` in UTC with microseconds (``2026-11-22 01:02:03.000004``), ``uuid`` as 32 hex
digits. The text is in it by its ``digest``, on which every entry's own digest rests.
"""

from hashlib import sha256
from json import dumps
from typing import NamedTuple


class AppliedRow(NamedTuple):
    """A version's row as it is proved, in the order of the proved columns."""

    id: int
    uuid: str
    above_id: int | None
    region_id: int
    holder_id: int
    serial: int
    name: str
    digest: str
    ids: str
    sources: str
    diff: str
    applied_by_id: int | None
    applied_at: str


def proof_of(row: "AppliedRow | tuple[object, ...]") -> str:
    """The proof of one version; bytes that are no text, as only a damaged row has, as they are stored."""
    said = dumps(list(row), ensure_ascii=False, separators=(",", ":"), default=repr)
    return sha256(said.encode("utf-8", "surrogateescape")).hexdigest()
