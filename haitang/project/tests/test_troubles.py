import errno

import pytest
from django.db.utils import OperationalError, ProgrammingError

from haitang.lib.diagnostics import Refusal
from haitang.project.troubles import FULL, NO_TABLES, explain


@pytest.mark.parametrize(
    "trouble",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("database or disk is full"),
        OperationalError('could not extend file "base/1": No space left on device'),
    ],
)
def test_a_full_disk_is_said_in_words(trouble):
    assert explain(trouble) == FULL


def test_an_unreachable_database_is_named_without_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://ann:secret@db.example:5433/county")
    words = explain(OperationalError("connection refused"))
    assert "postgres://db.example:5433/county" in words
    assert "secret" not in words


def test_a_refusal_speaks_both_languages():
    assert explain(Refusal("x", zh="不行。", en="No.")) == "不行。\nNo."


def test_what_is_our_own_fault_keeps_its_traceback():
    assert explain(OperationalError("no such column: x")) == ""
    assert explain(OSError(errno.EACCES, "x")) == ""


@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("no such table: registry_unit"),
        ProgrammingError('relation "registry_unit" does not exist'),
    ],
)
def test_a_database_without_tables_says_which_command_makes_them(trouble):
    assert explain(trouble) == NO_TABLES
