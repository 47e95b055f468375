import pytest
from django.db import IntegrityError, connection, transaction

from haitang.kernel.ledger.admission import DeedAdmission
from haitang.kernel.ledger.api import record, unindexed
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.ledger.storing import store_many
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL
from haitang.lib import clock


def laid() -> dict[str, list[str]]:
    """The declared indexes of both tables that stand, each with its columns."""
    declared = {index.name for model in (Entry, Fact) for index in model._meta.indexes}
    with connection.cursor() as cursor:
        found = [
            connection.introspection.get_constraints(cursor, model._meta.db_table) for model in (Entry, Fact)
        ]
    return {name: one["columns"] for several in found for name, one in several.items() if name in declared}


def foreign_keys() -> list[tuple[str, str]]:
    """What rows of both tables must name, with the definition; PostgreSQL's catalogue tells it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text || conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid IN ('ledger_entry'::regclass, 'ledger_fact'::regclass)"
            " ORDER BY 1"
        )
        return cursor.fetchall()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite cannot add a foreign key to a table")
def test_what_entries_name_is_looked_at_all_at_once_at_the_end(county):
    before = foreign_keys()
    with unindexed():
        assert foreign_keys() == []
        record(county.visit(), actor=county.wang)
    assert foreign_keys() == before != []


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite cannot add a foreign key to a table")
def test_an_entry_that_names_nothing_is_refused_at_the_end(county):
    admission = DeedAdmission(county.wang, clock.now())
    admission.learn([draft := county.visit()])
    good = admission.admit(draft)
    with pytest.raises(IntegrityError), transaction.atomic(), unindexed():
        store_many([good._replace(row=good.row._replace(unit=10**12))])
    assert not Entry.objects.exists()
    assert foreign_keys() != []


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
