"""Whoever gets past the triggers is found out: one byte anywhere, and the day is named."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from click.testing import CliRunner
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from haitang.kernel.ledger.api import (
    erase_note,
    keep_attachment,
    record,
    record_many,
    seal_through,
    verify,
    void,
)
from haitang.kernel.ledger.cli import ledger
from haitang.kernel.ledger.models import Entry, Fact, Seal
from haitang.kernel.ledger.tests.bypass import guards_lowered, run, settle, undone
from haitang.kernel.ledger.tests.tampering import ENTRY_COLUMNS, SEALED_DAYS, found, missed, raw_value, tamper
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock


def test_an_untouched_ledger_holds(full):
    report = verify(full.region)
    assert report.findings == []
    assert (report.entries, report.facts, report.notes, report.files) == (12, 10, 10, 1)
    assert (report.sealed_days, report.sealed_through) == (3, "2026-03-06")
    assert report.head == Seal.objects.get(day=date(2026, 3, 6)).chain


PER_ENTRY = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.mark.slow(reason="changes every column in turn")
@PER_ENTRY
@given(column=st.sampled_from(ENTRY_COLUMNS), place=st.integers(0, 11), byte=st.integers(0, 200))
def test_one_changed_byte_in_any_column_of_any_entry_is_found(open_full, column, place, byte):
    numbers = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assume(
        column != "id" or place < 10
    )  # a void entry's place in the ledger is sealed with its day, not before
    with undone():
        tamper("ledger_entry", column, "id", numbers[place], byte)
        assert found(open_full), (column, place)


@pytest.mark.parametrize("place", [0, 8, 9], ids=["sealed", "last sealed", "open"])
def test_every_column_is_watched_sealed_or_not(open_full, place):
    number = list(Entry.objects.order_by("pk").values_list("pk", flat=True))[place]
    day = raw_value("ledger_entry", "recorded_on", "id", number)
    unnamed = []
    for column in ENTRY_COLUMNS:
        with undone():
            tamper("ledger_entry", column, "id", number, 0)
            findings = found(open_full)
            assert findings, column
            if str(day) not in {one.day for one in findings}:
                unnamed.append(column)
    assert set(unnamed) <= {"id", "region_id", "recorded_on"}, "for all others the day is named"


def test_a_changed_note_is_found(open_full):
    number = Entry.objects.order_by("pk")[0].pk
    columns = ["salt", "text", "answers", "entry_id"]
    assert missed(open_full, "ledger_note", "entry_id", number, columns) == []


def test_a_changed_fact_is_found(open_full):
    number = Entry.objects.order_by("pk")[0].pk
    columns = [field.column for field in Fact._meta.concrete_fields]
    assert len(columns) > 20
    assert missed(open_full, "ledger_fact", "entry_id", number, columns) == []


@pytest.mark.parametrize("day", SEALED_DAYS)
def test_a_changed_seal_is_found(open_full, day):
    number = Seal.objects.get(day=date(2026, 3, day)).pk
    columns = [field.column for field in Seal._meta.concrete_fields if field.name != "id"]
    assert missed(open_full, "ledger_seal", "id", number, columns) == []


def test_a_deleted_entry_is_found_in_a_sealed_day(open_full):
    entry = Entry.objects.order_by("pk")[4]
    for table, key in (("ledger_note", "entry_id"), ("ledger_fact", "entry_id"), ("ledger_entry", "id")):
        run(f"DELETE FROM {table} WHERE {key} = %s", entry.pk)
    [finding] = found(open_full)
    assert finding.day == "2026-03-03"
    assert "3 entries were sealed, 2 are there" in finding.what.en


def test_a_whole_day_gone_is_found(open_full):
    for entry in Entry.objects.filter(recorded_on=date(2026, 3, 3)):
        for table, key in (("ledger_note", "entry_id"), ("ledger_fact", "entry_id"), ("ledger_entry", "id")):
            run(f"DELETE FROM {table} WHERE {key} = %s", entry.pk)
    assert [finding.day for finding in found(open_full)] == ["2026-03-03"]


@pytest.mark.parametrize("day", ["2026-03-03", "2026-03-04"], ids=["sealed day", "day sealed as empty"])
def test_an_entry_slipped_into_the_past_is_found_though_its_digest_is_right(open_full, day):
    moment = datetime.fromisoformat(f"{day}T04:00:00+00:00")
    seals = list(Seal.objects.order_by("day"))
    run("DELETE FROM ledger_seal")
    late = open_full.visit(day=moment.date(), recorded_at=moment)
    assert record_many([late], actor=SYSTEM(open_full.region)).recorded == 1
    Seal.objects.bulk_create(seals)
    assert day in {finding.day for finding in found(open_full)}


def test_a_removed_seal_breaks_the_chain(open_full):
    run("DELETE FROM ledger_seal WHERE day = %s", "2026-03-03")
    assert {finding.day for finding in found(open_full)} == {"2026-03-03", "2026-03-06"}


def test_a_removed_fact_and_one_brought_back_are_found(open_full):
    entry = Entry.objects.order_by("pk")[0]
    with undone():
        run("DELETE FROM ledger_fact WHERE entry_id = %s", entry.pk)
        assert [finding.entry for finding in found(open_full)] == [entry.uuid.hex]
    voided = Entry.objects.get(uuid=Entry.objects.get(voids__isnull=False).voids)
    run("UPDATE ledger_fact SET entry_id = %s WHERE entry_id = %s", voided.pk, entry.pk)
    assert voided.uuid.hex in {finding.entry for finding in found(open_full)}


def test_a_fact_and_an_erasure_of_no_entry_are_named_with_their_day(open_full):
    entry = Entry.objects.order_by("pk")[3]
    erase_note(entry, actor=open_full.li)
    if connection.vendor == "postgresql":
        settle()
        run("SET session_replication_role = replica")
    with undone():
        run("UPDATE ledger_fact SET entry_id = 987654 WHERE entry_id = %s", entry.pk)
        run("UPDATE ledger_erasure SET entry = %s", "019a0000000070008000000000000009")
        said = {one.what.en: one.day for one in found(open_full)}
    assert said["1 facts have no entry of this region."] == "2026-03-03"
    assert said["1 erasures have no entry of this region."] == str(clock.today())


def test_an_erased_note_leaves_the_seals_whole(full):
    entry = Entry.objects.order_by("pk")[0]
    erase_note(entry, actor=full.li)
    report = verify(full.region)
    assert report.holds
    assert (report.notes_erased, report.erasures) == (1, 1)
    assert Entry.objects.select_related("note").get(pk=entry.pk).note.text == ""


def test_what_was_stamped_at_exactly_a_whole_second_holds_and_a_change_of_it_is_found(county, files):
    with clock.standing_at(datetime(2026, 3, 2, 4, 0, 0, tzinfo=UTC)):
        entry = record(county.visit(day=date(2026, 3, 2), note="屋顶漏水"), actor=county.wang)
        void(
            record(county.visit(day=date(2026, 3, 2)), actor=county.wang), reason="记错了", actor=county.wang
        )
        out = BytesIO()
        Image.new("RGB", (4, 4), "red").save(out, "PNG")
        keep_attachment(BytesIO(out.getvalue()), actor=county.wang, region=county.region)
        erase_note(entry, actor=county.li)
    with clock.standing_at(datetime(2026, 3, 3, 4, 0, 0, tzinfo=UTC)):
        [seal] = seal_through(date(2026, 3, 2), county.region)
    assert seal.sealed_at.microsecond == 0
    report = verify(county.region)
    assert (report.findings, report.sealed_days, report.erasures) == ([], 1, 1)
    with guards_lowered():
        run("UPDATE ledger_seal SET sealed_at = %s", datetime(2026, 3, 3, 4, 0, 1, tzinfo=UTC))
    assert [one.what.en for one in verify(county.region).findings] == ["the seal itself was changed."]


def test_a_chain_cut_short_is_found_by_whoever_kept_its_published_head(open_full):
    head = verify(open_full.region).head
    assert not [
        one for one in verify(open_full.region, published=head).findings if "published" in one.what.en
    ]
    run("DELETE FROM ledger_seal WHERE day = %s", "2026-03-06")
    assert found(open_full) == [], "nothing inside the database can tell"
    assert [one for one in verify(open_full.region, published=head).findings if "published" in one.what.en]
    assert "published" in CliRunner().invoke(ledger, ["verify", "--published", head]).output


def test_missing_triggers_are_a_finding(full):
    with guards_lowered():
        assert not verify(full.region).holds


def test_the_command_names_the_day_and_fails(open_full):
    number = Entry.objects.order_by("pk")[4].pk
    run("UPDATE ledger_entry SET quantity = 20 WHERE id = %s", number)
    done = CliRunner().invoke(ledger, ["verify"])
    assert done.exit_code == 1
    assert "2026-03-03" in done.output


def test_the_command_is_content_with_a_sound_ledger(full):
    done = CliRunner().invoke(ledger, ["verify", "--region", "test"])
    assert (done.exit_code, "holds" in done.output) == (0, True)
    assert CliRunner().invoke(ledger, ["verify", "--region", "tset"]).exit_code == 1
