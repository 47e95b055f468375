"""What every request asks anew is planned once, and is still counted and answered as any query is."""

import pytest
from django.db import DataError, connection

from haitang.kernel.registry.models import Region
from haitang.kernel.registry.planned import planned_once, plans_kept

pytestmark = pytest.mark.django_db

QUESTION = "SELECT key FROM registry_region WHERE code = %s AND id > %s"


def ask(code: str) -> list[tuple[str]]:
    with planned_once() as cursor:
        cursor.execute(QUESTION, (code, 0))
        return cursor.fetchall()


def test_each_query_counts_as_one(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert ask("nowhere") == ask("elsewhere") == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in microseconds")
def test_postgresql_keeps_the_plan_of_what_is_asked_often():
    for number in range(connection.settings_dict["OPTIONS"]["prepare_threshold"] + 1):
        ask(f"nowhere {number}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [statement for (statement,) in cursor.fetchall()]
    assert QUESTION.replace("%s", "$1", 1).replace("%s", "$2") in planned


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in microseconds")
def test_what_is_asked_through_the_models_is_planned_once_where_that_is_wanted():
    for number in range(connection.settings_dict["OPTIONS"]["prepare_threshold"] + 1):
        list(Region.objects.filter(code=f"nowhere {number}"))
        with plans_kept():
            list(Region.objects.filter(key=f"nowhere {number}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        planned = [statement for (statement,) in cursor.fetchall() if "registry_region" in statement]
    assert any('"key" = $1' in statement for statement in planned)
    assert not any('"code" =' in statement for statement in planned)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes any text for a number")
def test_what_the_database_refuses_is_raised_as_djangos_own():
    with pytest.raises(DataError), planned_once() as cursor:
        cursor.execute("SELECT %s::bigint", ("many",))
