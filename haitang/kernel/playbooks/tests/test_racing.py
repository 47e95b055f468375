"""Two people applying at once: the second waits for the first, and then its plan is stale."""

import psycopg
import pytest
from django.db import OperationalError, connection

from haitang.kernel.playbooks.actions import APPLY_LOCK
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.playbooks.models import Version

TEXT = "haitang: 1\nplaybook: county\ndeeds: {visit: {label: {zh: 走访, en: Visit}}}\n"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time anyway")
def test_apply_waits_for_whoever_is_applying_in_the_same_region(deeds, write, county, house_itself):
    made = plan(write("county", main=TEXT), at=county)
    elsewhere = psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None})
    with elsewhere, elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [APPLY_LOCK, county.region_id])
        connection.cursor().execute("SET LOCAL lock_timeout = '100ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            apply(made, actor=house_itself)
        assert not Version.objects.exists()
    assert apply(made, actor=house_itself).serial == 1
