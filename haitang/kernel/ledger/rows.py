"""Between an entry's model and the row that is sealed."""

from datetime import UTC, date, datetime
from uuid import UUID

from haitang.kernel.ledger.admission import AdmittedDeed
from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.sealing import SealedRow, instant


def row_of(entry: Entry) -> SealedRow:
    """The sealed row of a stored entry."""
    return SealedRow(
        attached=entry.attached,
        channel=entry.channel,
        data=entry.data,
        day=entry.day.isoformat(),
        kind=entry.kind_id,
        matter=entry.matter.hex if entry.matter else None,
        note=entry.note_digest,
        person=entry.person_id,
        quantity=entry.quantity,
        reason=entry.reason,
        recorded_at=instant(entry.recorded_at),
        recorded_by=entry.recorded_by_id,
        recorded_on=entry.recorded_on.isoformat(),
        region=entry.region_id,
        served_person=entry.served_person_id,
        served_unit=entry.served_unit_id,
        unit=entry.unit_id,
        uuid=entry.uuid.hex,
        version=entry.version_id,
        voids=entry.voids.hex if entry.voids else None,
    )


#: As ``Model.__init__`` takes them without names, which takes it half as long.
_COLUMNS = [field.attname for field in Entry._meta.concrete_fields]  # noqa: SLF001 -- documented by Django


def entry_of(number: int, stored: AdmittedDeed) -> Entry:
    """The entry just stored, without asking the database for it."""
    row = stored.row
    values = {
        "id": number,
        "region_id": row.region,
        "uuid": UUID(row.uuid),
        "kind_id": row.kind,
        "version_id": row.version,
        "unit_id": row.unit,
        "day": date.fromisoformat(row.day),
        "person_id": row.person,
        "served_unit_id": row.served_unit,
        "served_person_id": row.served_person,
        "quantity": row.quantity,
        "data": row.data,
        "note_digest": row.note,
        "attached": row.attached,
        "matter": UUID(row.matter) if row.matter else None,
        "recorded_by_id": row.recorded_by,
        "recorded_at": datetime.fromisoformat(row.recorded_at).replace(tzinfo=UTC),
        "recorded_on": date.fromisoformat(row.recorded_on),
        "channel": row.channel,
        "voids": UUID(row.voids) if row.voids else None,
        "reason": row.reason,
        "digest": stored.digest,
    }
    return Entry.from_db("default", _COLUMNS, [values[name] for name in _COLUMNS])
