import pytest
from django.db import connection, transaction

from haitang.kernel.ledger.api import record, unindexed
from haitang.kernel.ledger.models import Entry, Fact


def laid() -> dict[str, list[str]]:
    """The declared indexes of both tables that stand, each with its columns."""
    declared = {index.name for model in (Entry, Fact) for index in model._meta.indexes}
    with connection.cursor() as cursor:
        found = [
            connection.introspection.get_constraints(cursor, model._meta.db_table) for model in (Entry, Fact)
        ]
    return {name: one["columns"] for several in found for name, one in several.items() if name in declared}


def test_indexes_are_out_of_the_way_while_entries_are_written_and_the_same_afterwards(county):
    before = laid()
    record(county.visit(), actor=county.wang)
    with unindexed():
        assert laid() == {}
        record(county.visit(), actor=county.wang)
    assert laid() == before
    assert Fact.objects.count() == 2


def test_what_fails_meanwhile_leaves_them_as_they_were(county):
    before = laid()

    def fail() -> None:
        with transaction.atomic(), unindexed():
            record(county.visit(), actor=county.wang)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert laid() == before
    assert not Entry.objects.exists()
