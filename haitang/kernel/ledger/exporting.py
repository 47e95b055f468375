"""The ledger as Parquet for the lake: ``region=KEY/month=YYYY-MM/part-0.parquet``, and a manifest.

One row a standing entry, with the slots of its fact; months are those of the deed. Free text and
attachments stay at home. The manifest says what the numbers in the columns mean, and the digest of each
file. A month is written under another name and then moved: a reader never sees half of one.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import file_digest
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from haitang.kernel.ledger.facts import SLOTS
from haitang.kernel.ledger.models import Seal
from haitang.kernel.ledger.sealing import instant
from haitang.kernel.ledger.storage import speaking_of_place, speaking_of_storage
from haitang.kernel.ledger.verify.rows import Raw, raw_column, snapshot
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.models import Region
from haitang.lib import clock

#: Rows a group: what is held in memory at once, and what a reader may skip.
GROUP = 50_000

_NUMBER, _TEXT = pa.int64(), pa.string()
_ENTRY = {
    "id": _NUMBER,
    "uuid": _TEXT,
    "kind_id": _NUMBER,
    "version_id": _NUMBER,
    "unit_id": _NUMBER,
    "day": _TEXT,
    "person_id": _NUMBER,
    "served_unit_id": _NUMBER,
    "served_person_id": _NUMBER,
    "quantity": _NUMBER,
    "data": _TEXT,
    "matter": _TEXT,
    "recorded_by_id": _NUMBER,
    "recorded_at": _TEXT,
    "recorded_on": _TEXT,
    "channel": _TEXT,
}
_SLOT_TYPES = {"choice": _TEXT, "number": _NUMBER, "day": _TEXT, "flag": pa.int64()}
_READ = pa.schema([*_ENTRY.items(), *((slot, _SLOT_TYPES[slot.rstrip("0123456789")]) for slot in SLOTS)])
_WRITTEN_TYPES = {"day": pa.date32(), "recorded_on": pa.date32(), "flag": pa.bool_()}
_WRITTEN = pa.schema(
    (field.name, _WRITTEN_TYPES.get(field.name.rstrip("0123456789"), field.type)) for field in _READ
)


@dataclass(frozen=True)
class Part:
    """One written month."""

    month: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """What was written of a region."""

    region: str
    rows: int
    parts: list[Part]
    manifest: Path


def export(folder: Path, region: Region) -> Export:
    """Write every standing entry of *region* under *folder*; an earlier export of it is replaced."""
    root = folder / f"region={region.key}"
    with speaking_of_storage(), speaking_of_place(folder), snapshot():
        root.mkdir(parents=True, exist_ok=True)
        parts = [_month(root, month, rows) for month, rows in groupby(_rows(region.pk), key=_month_of)]
        _remove_others(root, parts)
        manifest = _manifest(root, region, parts)
    return Export(region.key, sum(part.rows for part in parts), parts, manifest)


def _rows(region: int) -> Iterator[Raw]:
    entry = ",".join(raw_column("e", column) for column in _ENTRY)
    slots = ",".join(raw_column("f", slot) for slot in SLOTS)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {entry},{slots} FROM ledger_fact f JOIN ledger_entry e ON e.id = f.entry_id"  # noqa: S608 -- constants
            " WHERE f.region_id = %s ORDER BY e.day, e.id",
            [region],
        )
        while part := cursor.fetchmany(5000):
            yield from part


_DAY_AT = list(_ENTRY).index("day")


def _month_of(row: Raw) -> str:
    return str(row[_DAY_AT])[:7]


def _month(root: Path, month: str, rows: Iterator[Raw]) -> Part:
    path = root / f"month={month}" / "part-0.parquet"
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    try:
        count = _write(unfinished, rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    with path.open("rb") as file:
        return Part(month, str(path.relative_to(root)), count, file_digest(file, "sha256").hexdigest())


def _write(path: Path, rows: Iterator[Raw]) -> int:
    count, group = 0, []
    with pq.ParquetWriter(path, _WRITTEN, compression="zstd") as writer:
        for row in rows:
            group.append(row)
            if len(group) == GROUP:
                writer.write_table(_table(group))
                count, group = count + GROUP, []
        if group:
            writer.write_table(_table(group))
    return count + len(group)


def _table(group: list[Raw]) -> pa.Table:
    columns = [
        pa.array(column, field.type) for column, field in zip(zip(*group, strict=True), _READ, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=_READ).cast(_WRITTEN)


def _remove_others(root: Path, parts: list[Part]) -> None:
    """Months of an earlier export in which nothing stands any more."""
    kept = {part.file for part in parts}
    for path in root.glob("month=*/part-0.parquet"):
        if str(path.relative_to(root)) not in kept:
            path.unlink()


def _manifest(root: Path, region: Region, parts: list[Part]) -> Path:
    seal = Seal.objects.filter(region=region).order_by("-day").first()
    said = {
        "region": {"key": region.key, "code": region.code, "id": region.pk},
        "exported_at": instant(clock.now()),
        "sealed_through": seal.day.isoformat() if seal else None,
        "chain": seal.chain if seal else None,
        "rows": sum(part.rows for part in parts),
        "parts": [asdict(part) for part in parts],
        "declared": _declared(region),
    }
    path = root / "manifest.json"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return path


def _declared(region: Region) -> list[dict[str, object]]:
    """What the identities in ``kind_id`` and ``data`` are called, and which slot each field has."""
    names = ("id", "parent_id", "section", "key", "slot")
    rows = Declared.objects.filter(region=region).order_by("pk").values_list(*names)
    return [dict(zip(names, row, strict=True)) for row in rows]
