from itertools import islice
from typing import Any

from django.db import migrations

from haitang.lib.grams import folded, grams

CHUNK = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """Have the matters there are be found by what they say, as those to come are."""
    matter, words = apps.get_model("matters", "Matter"), apps.get_model("matters", "Words")
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    unsaid = matter.objects.filter(words=None).order_by("pk")
    said = iter(unsaid.values_list("pk", "title", "body").iterator(CHUNK))
    while part := list(islice(said, CHUNK)):
        rows = [(pk, folded(f"{title} {body}")) for pk, title, body in part]
        words.objects.bulk_create(
            words(matter_id=pk, sought=sought, grams="" if on_sqlite else grams(sought)) for pk, sought in rows
        )
        if on_sqlite:
            with schema_editor.connection.cursor() as cursor:
                entered = [(pk, grams(sought)) for pk, sought in rows]
                cursor.executemany("INSERT INTO matters_grams (rowid, grams) VALUES (%s, %s)", entered)


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_words_that_matters_are_found_by")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
