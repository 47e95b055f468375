import json
from datetime import UTC
from hashlib import sha256

from django.db import migrations, models

COLUMNS = (
    "id", "uuid", "above_id", "region_id", "holder_id", "serial", "name", "digest", "ids", "sources", "diff",
    "applied_by_id", "applied_at",
)


def let_rows_be_filled(apps, schema_editor):
    """The guard against changes stands again after migrating, as all guards are made anew then."""
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON playbooks_version"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS playbooks_version_refuses_update{on}")


def prove(apps, schema_editor):
    """The proof of every version there is, over its row as it stands today."""
    versions = apps.get_model("playbooks", "Version").objects
    for number in versions.order_by("pk").values_list("pk", flat=True):
        row = versions.filter(pk=number).values(*COLUMNS).get()
        row["uuid"] = row["uuid"].hex
        at = row["applied_at"].astimezone(UTC).replace(tzinfo=None)
        row["applied_at"] = at.isoformat(" ", "microseconds")
        said = json.dumps([row[name] for name in COLUMNS], ensure_ascii=False, separators=(",", ":"))
        versions.filter(pk=number).update(proof=sha256(said.encode("utf-8")).hexdigest())


class Migration(migrations.Migration):

    dependencies = [("playbooks", "0001_versions_and_identities")]

    operations = [
        migrations.RunPython(let_rows_be_filled, migrations.RunPython.noop),
        migrations.AddField("version", "proof", models.CharField(default="", max_length=64)),
        migrations.RunPython(prove, migrations.RunPython.noop),
    ]
