"""Each erasure against its own digest; and what of the ledger they say is gone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from haitang.kernel.ledger.sealing import ErasedRow, erasure_digest, erasure_leaf_of
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import Raw, raw_column, whole

_COLUMNS = ("at", "attachment", "by_id", "entry", "ground", "recorded_on", "region_id", "digest")


@dataclass(frozen=True)
class ErasedParts:
    """The entries and files, by UUID, that somebody erased; and the leaves of each day."""

    entries: frozenset[str]
    files: frozenset[str]
    leaves: Mapping[Any, Sequence[bytes]]  # reason: a damaged row's own day


def read_erasures(region: int, report: VerifyReport) -> ErasedParts:
    """Every erasure of *region*, each checked against its digest."""
    rows = _rows(region)
    leaves: dict[Any, list[bytes]] = defaultdict(list)
    for number, *said, digest in rows:
        row = ErasedRow(whole(said[0]), *said[1:])
        proved = erasure_digest(row)
        if proved != bytes(digest or b""):
            zh, en = "抹去的记录被改动过。", "the note of an erasure was changed."
            report.find(row.recorded_on, zh, en, str(row.entry or row.attachment))
        leaves[row.recorded_on].append(erasure_leaf_of(number, proved))
    report.erasures = len(rows)
    return ErasedParts(
        entries=frozenset(str(row[4]) for row in rows if row[4]),
        files=frozenset(str(row[2]) for row in rows if row[2]),
        leaves=leaves,
    )


def _rows(region: int) -> list[Raw]:
    columns = ",".join(raw_column("e", column) for column in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id,{columns} FROM ledger_erasure e WHERE e.region_id = %s ORDER BY e.id",  # noqa: S608 -- constants
            [region],
        )
        return list(cursor.fetchall())
