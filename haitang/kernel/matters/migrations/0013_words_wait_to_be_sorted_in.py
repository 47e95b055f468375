"""Whoever takes in a matter no longer sorts the words of those before it into the index: the worker does."""

from django.db import migrations

#: As it was when this was written: what the house says later is for a migration of its own.
WAITING_KIB = 32_768


def let_wait(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX matters_grams SET (gin_pending_list_limit = {WAITING_KIB})")


class Migration(migrations.Migration):

    dependencies = [
        ("matters", "0012_what_was_seen_before_it_came"),
    ]

    operations = [migrations.RunPython(let_wait, migrations.RunPython.noop)]
