from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import time_machine

from haitang.kernel.ledger.api import last_sealable, record_many, seal_through, verify
from haitang.kernel.ledger.models import Entry, Seal
from haitang.kernel.ledger.rows import row_of
from haitang.kernel.ledger.sealing import GENESIS, SealedRow, digest_of, leaf_of
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.diagnostics import Refusal
from haitang.lib.merkle import root_of


def recorded(county, *days: int, number: int = 2) -> None:
    drafts = [
        county.visit(day=date(2026, 3, day), recorded_at=datetime(2026, 3, day, 4, tzinfo=UTC))
        for day in days
        for _ in range(number)
    ]
    assert record_many(drafts, actor=SYSTEM(county.region)).recorded == len(drafts)


def test_each_day_is_chained_to_the_sealed_day_before(county):
    recorded(county, 2, 3, 6)
    seals = seal_through(date(2026, 3, 31), county.region)
    assert [(seal.day.day, seal.count) for seal in seals] == [(2, 2), (3, 2), (6, 2)]
    assert [seal.previous for seal in seals] == [GENESIS, seals[0].chain, seals[1].chain]
    assert seal_through(date(2026, 3, 31), county.region) == []


def test_the_root_is_that_of_the_days_digests_in_order(county):
    recorded(county, 2, number=5)
    [seal] = seal_through(date(2026, 3, 2), county.region)
    entries = Entry.objects.order_by("pk")
    versions = {entry.version_id: entry.version.digest for entry in entries}
    leaves = [leaf_of(entry.pk, digest_of(row_of(entry), versions)) for entry in entries]
    assert seal.root == root_of(leaves).hex()


def test_only_the_days_asked_for_are_sealed(county):
    recorded(county, 2, 3)
    assert [seal.day.day for seal in seal_through(date(2026, 3, 2), county.region)] == [2]
    assert Seal.objects.count() == 1


def test_a_day_that_is_not_over_is_not_sealed(county):
    with time_machine.travel(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)):
        assert last_sealable() == date(2026, 11, 21)
    with time_machine.travel(datetime(2026, 11, 22, 16, 5, tzinfo=UTC)):
        assert last_sealable() == date(2026, 11, 21), "five past midnight: writers may still be under way"
        with pytest.raises(Refusal, match="not over"):
            seal_through(date(2026, 11, 22), county.region)
    with time_machine.travel(datetime(2026, 11, 22, 16, 11, tzinfo=UTC)):
        assert last_sealable() == date(2026, 11, 22)


def test_nothing_is_added_to_a_sealed_day(county):
    recorded(county, 2)
    seal_through(date(2026, 3, 2), county.region)
    late = county.visit(day=date(2026, 3, 1), recorded_at=datetime(2026, 3, 1, 4, tzinfo=UTC))
    report = record_many([late, county.visit()], actor=SYSTEM(county.region))
    assert [(place, refusal.code) for place, refusal in report.refused] == [(0, "ledger.day_sealed")]
    assert report.recorded == 1
    assert verify(county.region).holds


def test_the_sealed_bytes_are_those_written_down():
    """A golden entry: whoever changes the format changes its first byte and keeps reading this one."""
    row = SealedRow("", "web", '{"17":23}', "2026-11-22", 5, None, "", 7, 2, "", "2026-11-22 01:02:03.000004",
              7, "2026-11-22", 1, None, 9, 3, "019a" + "0" * 28, 4, None)  # fmt: skip
    sealed = (
        b'\x01{"attached":"","channel":"web","data":"{\\"17\\":23}","day":"2026-11-22","kind":5,"matter":null,'
        b'"note":"","person":7,"quantity":2,"reason":"","recorded_at":"2026-11-22 01:02:03.000004",'
        b'"recorded_by":7,"recorded_on":"2026-11-22","region":1,"served_person":null,"served_unit":9,"unit":3,'
        b'"uuid":"019a0000000000000000000000000000","version":"abc","voids":null}'
    )
    assert digest_of(row, {4: "abc"}) == sha256(sealed).digest()
