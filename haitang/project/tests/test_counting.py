import pytest
from django.db import connection

from haitang.project.commands import count_what_there_is


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_a_start_tells_sqlite_to_count_what_there_is(db):
    count_what_there_is()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'django_content_type'")
        assert cursor.fetchone()[0] > 0
