import json
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.db import migrations

GROUND = "此前抹去，当时没有记下依据 erased before this was written down"


def write_down(apps, schema_editor):
    """A row for each erasure there is; it lies under the seal of today, no sealed day takes anything new."""
    notes = apps.get_model("ledger", "Note").objects.filter(erased_at__isnull=False)
    for region, entry, at in notes.values_list("entry__region", "entry__uuid", "erased_at"):
        _write(apps, region, at, entry=entry)
    files = apps.get_model("ledger", "Attachment").objects.filter(erased_at__isnull=False)
    for region, file, at in files.values_list("region", "uuid", "erased_at"):
        _write(apps, region, at, attachment=file)


def _write(apps, region, at, *, entry=None, attachment=None):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    sealed = {
        "at": at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"),
        "attachment": attachment.hex if attachment else None,
        "by": None,
        "entry": entry.hex if entry else None,
        "ground": GROUND,
        "recorded_on": today.isoformat(),
        "region": region,
    }
    said = json.dumps(sealed, ensure_ascii=False, separators=(",", ":"))
    apps.get_model("ledger", "Erasure").objects.create(
        region_id=region,
        entry=entry,
        attachment=attachment,
        ground=GROUND,
        at=at,
        recorded_on=today,
        digest=sha256(b"\x01" + said.encode()).digest(),
    )


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_what_was_erased_and_by_whom")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
