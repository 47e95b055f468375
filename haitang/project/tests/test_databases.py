from pathlib import Path

import pytest
from django.db import connection

from haitang.project.databases import AS_WE_ASK, PLANNED_AFTER, database


@pytest.mark.parametrize(
    ("asked", "kept_after"),
    [("", PLANNED_AFTER), ("?prepare_threshold=7", 7), ("?prepare_threshold=never", None)],
)
def test_behind_a_pooler_postgresql_can_be_told_to_keep_no_plans(asked, kept_after, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgres://someone@127.0.0.1/somewhere{asked}")
    assert database(Path())["OPTIONS"]["prepare_threshold"] == kept_after


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ("", AS_WE_ASK),
        ("?options=-c%20jit%3Don", f"{AS_WE_ASK} -c jit=on"),
        ("?currentSchema=ours", f"{AS_WE_ASK} -c search_path=ours"),
        ("?prepare_threshold=never", None),
        ("?prepare_threshold=never&options=-c%20jit%3Doff", "-c jit=off"),
    ],
)
def test_postgresql_is_asked_to_compile_nothing_and_the_address_has_the_last_word(
    asked, options, monkeypatch
):
    monkeypatch.setenv("DATABASE_URL", f"postgres://someone@127.0.0.1/somewhere{asked}")
    assert database(Path())["OPTIONS"].get("options") == options


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL compiles")
def test_no_statement_is_compiled():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
