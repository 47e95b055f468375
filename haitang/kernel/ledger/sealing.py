"""What is sealed, to the byte.

**Entry, version 1.** The sealed bytes are ``0x01`` followed by one JSON object in UTF-8: no spaces, keys in
alphabetical order, non-ASCII characters as themselves, absent values ``null``. ``digest`` is their SHA-256.

============= ==============================================================================
key           value
============= ==============================================================================
attached      SHA-256 of each attached file in hex, comma-separated, in the order given
channel       how the entry came (``web``, ``phone``, ``import`` …)
data          the canonical JSON of the answers, *as a string*: ``{"17":23}``, where 17 is the
              identity of the field and 23 that of the option chosen
day           the day of the deed, ``2026-11-22``
kind          the identity of the entry kind, never its key or label
matter        UUID of the matter it came from, 32 hex digits
note          SHA-256 of salt, note and textual answers in hex; empty without any. The free text
              itself stays outside, so that it can be erased and the seal still holds
person        row of who did it; never a name
quantity      an integer in the kind's smallest unit
reason        why the entry it voids is void; empty otherwise
recorded_at   the instant of recording in UTC, ``2026-11-22 01:02:03.000004``
recorded_by   row of who wrote it down
recorded_on   the counties' calendar day of ``recorded_at``: the day under whose seal it lies
region        row of the region
served_person row of the person served
served_unit   row of the unit served
unit          row of the unit it counts for
uuid          the client's UUID, 32 hex digits
version       SHA-256 of the playbook version by which ``data`` is read
voids         UUID of the entry it voids, 32 hex digits
============= ==============================================================================

**Erasure.** Its bytes are written like an entry's, with the keys ``at`` (an instant), ``attachment`` or
``entry`` (UUID, 32 hex digits; the other ``null``), ``by`` (row of who erased), ``ground``, ``recorded_on``
and ``region``.

**Day.** A leaf is the entry's row number in eight bytes, big-endian, followed by its digest; leaves stand in
order of row number; after them those of the day's erasures, each ``0x02``, row number and digest; the root is
RFC 6962's. ``chain`` is the SHA-256 of ``0x01`` and a JSON array of region, day, count of leaves, root,
sealed_at and the chain of the sealed day before (64 zeros before the first).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from json import JSONEncoder, encoder
from typing import NamedTuple

#: The first byte of everything sealed: which of the formats above it is in.
FORMAT = b"\x01"

#: What the first sealed day of a region is chained to.
GENESIS = "0" * 64

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_quoted = encoder.encode_basestring


class SealedRow(NamedTuple):
    """An entry as it is sealed and stored: plain text and numbers, in the order of the sealed keys."""

    attached: str
    channel: str
    data: str
    day: str
    kind: int
    matter: str | None
    note: str
    person: int | None
    quantity: int
    reason: str
    recorded_at: str
    recorded_by: int | None
    recorded_on: str
    region: int
    served_person: int | None
    served_unit: int | None
    unit: int
    uuid: str
    version: int
    voids: str | None


KEYS = SealedRow._fields
_VERSION = KEYS.index("version")
_SEALED = FORMAT.decode() + "{" + ",".join(f'"{key}":%s' for key in KEYS) + "}"


def digest_of(row: "SealedRow | tuple[object, ...]", versions: Mapping[int, str]) -> bytes:
    """The digest of one entry; *versions* gives each version's hash by its row."""
    values: list[object] = [*row]
    values[_VERSION] = versions.get(row[_VERSION], "")  # type: ignore[call-overload]  # a raw row is untyped
    # Written out, not called for each of twenty values: a million entries feel it.
    written = [
        _quoted(value)
        if value.__class__ is str
        else "null"
        if value is None
        else repr(value)
        if value.__class__ is int
        else _encode(value)
        for value in values
    ]
    return sha256(_bytes(_SEALED % tuple(written))).digest()


def _bytes(text: str) -> bytes:
    """*text* in UTF-8; bytes that are none, which only a damaged row holds, come out as they are stored."""
    return text.encode("utf-8", "surrogateescape")


def note_digest(salt: str, text: str, answers: str) -> str:
    """What an entry seals of its free text."""
    return sha256(FORMAT + _bytes(_encode([salt, text, answers]))).hexdigest()


def leaf_of(entry_id: int, digest: bytes) -> bytes:
    """An entry's leaf in its day's tree: its place in the ledger, and what it says."""
    return entry_id.to_bytes(8, "big", signed=True) + digest


class ErasedRow(NamedTuple):
    """An erasure as it is sealed, in the order of the sealed keys."""

    at: str
    attachment: str | None
    by: int | None
    entry: str | None
    ground: str
    recorded_on: str
    region: int


def erasure_digest(row: "ErasedRow | tuple[object, ...]") -> bytes:
    """The digest of one erasure."""
    return sha256(FORMAT + _bytes(_encode(dict(zip(ErasedRow._fields, row, strict=True))))).digest()


def erasure_leaf_of(erasure_id: int, digest: bytes) -> bytes:
    """An erasure's leaf in its day's tree; no entry's is as long."""
    return b"\x02" + leaf_of(erasure_id, digest)


class DayOf(NamedTuple):
    """What a day's seal says, in the order in which it is chained."""

    region: int
    day: str
    leaves: int
    root: str
    sealed_at: str
    previous: str


def chain_of(day: DayOf) -> str:
    """The link that a day's seal adds to the chain."""
    return sha256(FORMAT + _bytes(_encode(list(day)))).hexdigest()


def instant(moment: datetime) -> str:
    """*moment* as it is sealed: UTC, always with microseconds."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
