"""Let the clock look again at what runs against a time limit, so that what ran over is marked as it does."""

from django.db import migrations
from django.db.models import F, Q
from django.db.models.functions import Least


def look_again(apps, schema_editor):
    waiting = apps.get_model("matters", "Matter").objects.filter(
        closed_at=None, gathered_under=None, paused_at=None, due_at__isnull=False, overran=False
    )
    waiting.filter(clock_at=None).update(clock_at=F("due_at"))
    waiting.filter(Q(clock_at__gt=F("due_at"))).update(clock_at=Least("clock_at", "due_at"))


class Migration(migrations.Migration):
    dependencies = [("matters", "0006_matters_are_found_by_their_words")]

    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
