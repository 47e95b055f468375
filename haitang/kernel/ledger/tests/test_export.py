import errno
import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from haitang.kernel.ledger.api import record, record_many, seal_through, void
from haitang.kernel.ledger.cli import ledger
from haitang.kernel.ledger.exporting import export
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.ledger.storage import speaking_of_place
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.diagnostics import Refusal


def filled(county) -> None:
    drafts = [
        county.visit(
            day=date(2026, month, 2),
            recorded_at=datetime(2026, month, 2, 4, tzinfo=UTC),
            answers={"need": "repair", "people": month, "again_on": "2026-12-01", "alone": month == 3},
            quantity=month,
            note="屋顶漏水",
        )
        for month in (1, 2, 3)
        for _ in range(4)
    ]
    assert record_many(drafts, actor=SYSTEM(county.region)).recorded == 12
    void(Entry.objects.order_by("pk")[0], reason="记错了", actor=county.li)


def test_duckdb_counts_what_stands(county, tmp_path):
    filled(county)
    done = export(tmp_path, county.region)
    lake = f"read_parquet('{tmp_path}/*/*/*.parquet', hive_partitioning = true)"
    rows = duckdb.sql(
        f"SELECT region, month, count(*), sum(quantity), sum(number1) FROM {lake} GROUP BY ALL ORDER BY 2"
    )
    assert rows.fetchall() == [
        ("test", "2026-01", 3, 3, 3),
        ("test", "2026-02", 4, 8, 8),
        ("test", "2026-03", 4, 12, 12),
    ]
    assert done.rows == Fact.objects.count() == 11
    typed = duckdb.sql(f"SELECT DISTINCT choice1, day1, flag1, day FROM {lake} WHERE flag1").fetchall()
    assert typed == [("repair", date(2026, 12, 1), True, date(2026, 3, 2))]


def test_the_manifest_names_every_part_with_its_digest(county, tmp_path):
    filled(county)
    seal_through(date(2026, 3, 31), county.region)
    done = export(tmp_path, county.region)
    said = json.loads(done.manifest.read_text(encoding="utf-8"))
    assert (said["rows"], said["sealed_through"], len(said["chain"])) == (11, "2026-03-02", 64)
    for part in said["parts"]:
        path = tmp_path / "region=test" / part["file"]
        assert sha256(path.read_bytes()).hexdigest() == part["sha256"]
        assert pq.ParquetFile(path).metadata.num_rows == part["rows"]
    assert {"entries", "fields", "options"} <= {one["section"] for one in said["declared"]}


def test_free_text_stays_at_home(county, tmp_path):
    filled(county)
    export(tmp_path, county.region)
    for path in tmp_path.rglob("*.parquet"):
        assert "屋顶漏水" not in str(pq.read_table(path).to_pydict())


def test_a_second_export_replaces_the_first(county, tmp_path):
    filled(county)
    export(tmp_path, county.region)
    for entry in Entry.objects.filter(day__month=2, voids=None):
        void(entry, reason="记错了", actor=county.li)
    done = export(tmp_path, county.region)
    assert sorted(path.parent.name for path in tmp_path.rglob("*.parquet")) == [
        "month=2026-01",
        "month=2026-03",
    ]
    assert done.rows == 7
    assert not list(tmp_path.rglob("*.unfinished"))


def test_the_command_writes_every_region(county, tmp_path):
    record(county.visit(), actor=county.wang)
    done = CliRunner().invoke(ledger, ["export", str(tmp_path / "lake")])
    assert (done.exit_code, "1 rows" in done.output) == (0, True)
    seal = CliRunner().invoke(ledger, ["seal", "--through", "2026-01-31"])
    assert (seal.exit_code, "Nothing to seal" in seal.output) == (0, True)


@pytest.mark.parametrize("where", ["/proc/x", "/proc/version/x", "/proc/version/x/y", "n" * 300])
def test_a_place_that_cannot_be_made_is_said_in_words(county, where):
    with pytest.raises(Refusal) as refusal:
        export(Path(where), county.region)
    assert refusal.value.code == "storage.no_place"
    assert where in refusal.value.zh


def test_a_folder_in_which_one_may_not_write_is_named_and_a_fault_of_ours_is_not_hidden():
    with pytest.raises(Refusal, match="to lake: Permission denied"), speaking_of_place(Path("lake")):
        raise PermissionError(errno.EACCES, "no")
    with pytest.raises(OSError, match="ours"), speaking_of_place(Path("lake")):
        raise OSError(errno.EBADF, "ours")
