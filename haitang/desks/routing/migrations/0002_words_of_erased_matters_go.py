"""Words that decided are forgotten where the matter's own words were erased, or numbers taken out of them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

ERASED_TITLE = "(文字已依法抹去 words erased)"


def forget(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Empty what repeats words that are gone."""
    matters = apps.get_model("matters", "Matter").objects.using(editor.connection.alias)
    suggestions = apps.get_model("routing", "Suggestion").objects.using(editor.connection.alias)
    blank = matters.filter(title=ERASED_TITLE, body="")
    looked_through = matters.filter(cleared_at__isnull=False)
    repeated = Q(matter__in=blank) | Q(matter__in=looked_through, words__regex=r"[0-9]")
    suggestions.filter(repeated).exclude(words="[]").update(words="[]")


class Migration(migrations.Migration):
    """Nothing to undo: what is forgotten stays so."""

    dependencies = [
        ("matters", "0011_when_typed_numbers_were_taken_out"),
        ("routing", "0001_what_was_learned"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
