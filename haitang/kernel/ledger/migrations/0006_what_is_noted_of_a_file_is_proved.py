import json
from datetime import UTC
from hashlib import sha256

from django.db import migrations, models

COLUMNS = (
    "region_id", "uuid", "digest", "media_type", "size_bytes", "width", "height", "uploaded_by_id", "uploaded_at",
)


def prove(apps, schema_editor):
    """The proof of every file there is, over its row as it stands today."""
    files = apps.get_model("ledger", "Attachment").objects
    for kept in files.order_by("pk").values("pk", *COLUMNS).iterator(chunk_size=500):
        kept["uuid"] = kept["uuid"].hex
        kept["uploaded_at"] = kept["uploaded_at"].astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        said = json.dumps([kept[name] for name in COLUMNS], ensure_ascii=False, separators=(",", ":"))
        files.filter(pk=kept["pk"]).update(proof=sha256(said.encode("utf-8")).hexdigest())


class Migration(migrations.Migration):

    dependencies = [("ledger", "0005_past_erasures_are_written_down")]

    operations = [
        migrations.AddField("attachment", "proof", models.CharField(default="", max_length=64)),
        migrations.RunPython(prove, migrations.RunPython.noop),
    ]
