"""What lies beside the entries is watched too: files, applied playbooks, and text that is none any more."""

import json
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.db import connection

from haitang.kernel.ledger.api import attachment_path, keep_attachment, verify
from haitang.kernel.ledger.cli import ledger
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.ledger.tests.bypass import run, undone
from haitang.kernel.ledger.tests.tampering import DAYS, found, missed
from haitang.kernel.playbooks.models import Version
from haitang.lib import clock

TEXTS = [f"ledger_entry.{name}" for name in ("data", "channel", "attached", "note_digest", "reason", "day")]
TEXTS += ["ledger_note.text", "ledger_note.salt", "ledger_note.answers", "ledger_fact.choice1"]


def test_a_changed_file_is_found(full):
    path = next(p for p in (attachment_path("00").parent.parent).rglob("*") if p.is_file())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert ["changed" in one.what.en for one in verify(full.region).findings] == [True]
    path.unlink()
    assert ["gone" in one.what.en for one in verify(full.region).findings] == [True]


ATTACHMENT = [
    field.column for field in Attachment._meta.concrete_fields if field.name not in ("id", "erased_at")
]


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "unnamed"])
def test_whatever_is_noted_of_a_file_is_held_against_its_proof(open_full, is_named):
    number = Attachment.objects.get().pk
    if not is_named:
        number = keep_attachment(
            BytesIO(b"%PDF-1.7\n%%EOF\n"), actor=open_full.li, region=open_full.region
        ).pk
    if connection.vendor == "postgresql":
        run("SET session_replication_role = replica")
    assert found(open_full) == []
    assert missed(open_full, "ledger_attachment", "id", number, ATTACHMENT) == []


def test_a_file_whose_row_is_gone_is_found_on_the_day_of_each_entry_that_names_it(open_full):
    run("DELETE FROM ledger_attachment")
    assert {one.day for one in found(open_full)} == {*DAYS, str(clock.today())}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses text that is not UTF-8")
@pytest.mark.parametrize("column", TEXTS)
def test_a_byte_that_makes_text_no_text_is_found_and_its_day_is_named(open_full, column):
    number = Entry.objects.filter(recorded_on=date(2026, 3, 3)).order_by("pk")[1].pk
    table, _, name = column.partition(".")
    key = "id" if table == "ledger_entry" else "entry_id"
    run(f"UPDATE {table} SET {name} = CAST(%s AS TEXT) WHERE {key} = %s", b'{"1":"a\xff"}', number)
    report = verify(open_full.region)
    assert report.entries == 12
    assert "2026-03-03" in {one.day for one in report.findings if one.entry}
    done = CliRunner().invoke(ledger, ["verify"])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "2026-03-03" in done.output


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses text that is not UTF-8")
@pytest.mark.parametrize("column", ["day", "root", "previous", "chain", "sealed_at"])
def test_a_seal_that_is_no_text_is_found(open_full, column):
    run(f"UPDATE ledger_seal SET {column} = CAST(%s AS TEXT) WHERE day = %s", b"2026-03-0\xff", "2026-03-03")
    assert CliRunner().invoke(ledger, ["verify"]).exit_code == 1
    assert found(open_full)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses text that is not UTF-8")
@pytest.mark.parametrize("column", ["digest", "media_type", "uploaded_at"])
def test_a_files_row_that_is_no_text_stops_nothing(open_full, column):
    run(f"UPDATE ledger_attachment SET {column} = CAST(%s AS TEXT)", b"a\xff")
    report = verify(open_full.region)
    assert report.entries == 12
    assert found(open_full) or column == "uploaded_at"


def test_a_changed_playbook_is_found_and_named(open_full):
    run("UPDATE playbooks_version SET text = replace(text, %s, %s)", "走访", "走防")
    assert ["方案 test_county 第 1 版" in one.what.zh for one in found(open_full)] == [True]


VERSION_COLUMNS = [field.column for field in Version._meta.concrete_fields]


def test_one_changed_byte_in_any_column_of_an_applied_playbook_is_found(open_full):
    number = Version.objects.get().pk
    if connection.vendor == "postgresql":
        run("SET session_replication_role = replica")
    assert {"ids", "serial", "sources", "proof"} <= set(VERSION_COLUMNS)
    assert missed(open_full, "playbooks_version", "id", number, VERSION_COLUMNS) == []


def test_two_identities_that_change_places_are_found_with_the_day_of_the_version(open_full):
    version = Version.objects.get()
    (one, first, *a), (other, second, *b), *rest = json.loads(version.ids)
    said = json.dumps([[one, second, *a], [other, first, *b], *rest], ensure_ascii=False)
    run("UPDATE playbooks_version SET ids = %s WHERE id = %s", said, version.pk)
    assert [one.day for one in found(open_full)] == [str(clock.day_of(version.applied_at))]


def test_a_fill_opened_again_hides_no_changed_fact_and_is_found_once_its_job_must_be_done(open_full):
    """The kind is marked as not yet filled; what its facts say is held against the answers all the same."""
    number = Entry.objects.order_by("pk")[0].pk
    run("UPDATE ledger_fill SET finished_at = NULL, done_through = 0")
    assert found(open_full) == []
    with undone():
        run("UPDATE ledger_fact SET number1 = 4 WHERE entry_id = %s", number)
        assert ["differs from its answers" in one.what.en for one in found(open_full)] == [True]
    with undone():
        run("UPDATE ledger_fact SET choice1 = 'nothing' WHERE entry_id = %s", number)
        assert len(found(open_full)) == 1
    run("UPDATE playbooks_version SET applied_at = %s", datetime(2026, 3, 1, tzinfo=UTC))
    assert any("should long have been filled" in one.what.en for one in found(open_full))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL refuses text that is not UTF-8")
def test_a_playbook_that_is_no_text_any_more_stops_nothing_and_is_named(open_full):
    run("UPDATE playbooks_version SET text = CAST(CAST(text AS BLOB) || %s AS TEXT)", b"\xff")
    assert verify(open_full.region).entries == 12
    assert ["方案 test_county 第 1 版" in one.what.zh for one in found(open_full)] == [True]
    done = CliRunner().invoke(ledger, ["verify"])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert "test_county" in done.output
