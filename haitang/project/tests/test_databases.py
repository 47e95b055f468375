from pathlib import Path

import pytest

from haitang.project.databases import PLANNED_AFTER, database


@pytest.mark.parametrize(
    ("asked", "kept_after"),
    [("", PLANNED_AFTER), ("?prepare_threshold=7", 7), ("?prepare_threshold=never", None)],
)
def test_behind_a_pooler_postgresql_can_be_told_to_keep_no_plans(asked, kept_after, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgres://someone@127.0.0.1/somewhere{asked}")
    assert database(Path())["OPTIONS"]["prepare_threshold"] == kept_after
