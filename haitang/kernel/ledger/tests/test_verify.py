"""Whoever gets past the triggers is found out: one byte anywhere, and the day is named."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from haitang.kernel.ledger.api import (
    attachment_path,
    erase_note,
    keep_attachment,
    record,
    record_many,
    seal_through,
    verify,
    void,
)
from haitang.kernel.ledger.cli import ledger
from haitang.kernel.ledger.models import Attachment, Entry, Fact, Seal
from haitang.kernel.ledger.tests.bypass import guards_lowered, run, settle, undone
from haitang.kernel.playbooks.models import Version
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock

SEALED_DAYS = (2, 3, 6)
DAYS = [f"2026-03-{day:02}" for day in SEALED_DAYS]
TEXTS = [f"ledger_entry.{name}" for name in ("data", "channel", "attached", "note_digest", "reason", "day")]
TEXTS += ["ledger_note.text", "ledger_note.salt", "ledger_note.answers", "ledger_fact.choice1"]


@pytest.fixture
def full(county, files):
    """Sealed and open days, notes, answers, files, a voided entry, another region's unit to point to."""
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    kept = keep_attachment(BytesIO(out.getvalue()), actor=county.wang, region=county.region)
    house = SYSTEM(county.region)
    answers = {"need": "repair", "people": 3, "again_on": "2026-12-01", "alone": True, "words": "想换瓦"}
    drafts = [
        county.visit(
            day=date(2026, 3, day),
            recorded_at=datetime(2026, 3, day, 4, 5, 6, 7, tzinfo=UTC),
            answers=answers,
            note="屋顶漏水",
            person=county.people["wang"].pk,
            served_unit=county.household.pk,
            attachments=[kept.uuid],
            matter="019a0000-0000-7000-8000-000000000001",
        )
        for day in SEALED_DAYS
        for _ in range(3)
    ]
    assert record_many(drafts, actor=house).recorded == 9
    seal_through(date(2026, 3, 31), county.region)
    record(county.visit(note="今天", answers=answers, attachments=[kept.uuid]), actor=county.wang)
    void(record(county.visit(), actor=county.wang), reason="记错了", actor=county.wang)
    return county


def test_an_untouched_ledger_holds(full):
    report = verify(full.region)
    assert report.findings == []
    assert (report.entries, report.facts, report.notes, report.files) == (12, 10, 10, 1)
    assert (report.sealed_days, report.sealed_through) == (3, "2026-03-06")
    assert report.head == Seal.objects.get(day=date(2026, 3, 6)).chain


ENTRY_COLUMNS = [field.column for field in Entry._meta.concrete_fields]
#: Where another value of a foreign key stands that exists.
OTHER = {
    "region_id": "registry_region",
    "kind_id": "playbooks_declared",
    "version_id": "playbooks_version",
    "unit_id": "registry_unit",
    "served_unit_id": "registry_unit",
    "person_id": "registry_person",
    "served_person_id": "registry_person",
    "recorded_by_id": "registry_person",
    "uploaded_by_id": "registry_person",
    "applied_by_id": "registry_person",
    "holder_id": "registry_unit",
    "above_id": "playbooks_version",
}


_ABSENT = {
    **dict.fromkeys(("matter", "voids"), "019a0000000070008000000000000009"),
    **dict.fromkeys(("day1", "day2"), "2026-01-01"),
    **dict.fromkeys(("flag1", "flag2"), True),
}


def changed(value: object, column: str, byte: int) -> object:
    """*value* with one byte, bit or unit of it changed."""
    match value:
        case None:
            return _ABSENT.get(column, 1)
        case int():
            return value + (1000 if column in {"id", "entry_id"} else 1) if value is not True else False
        case datetime():
            return value.replace(microsecond=value.microsecond ^ 1)
        case date():
            return value.replace(day=(value.day + 13) % 28 + 1)
        case bytes() | memoryview():
            raw = bytearray(value)
            raw[byte % len(raw)] ^= 1
            return bytes(raw)
    return _other_text(value.hex if isinstance(value, UUID) else str(value) or "x", byte)


def _other_text(text: str, byte: int) -> str:
    at = byte % len(text)
    return text[:at] + ("1" if text[at] == "0" else "0") + text[at + 1 :]


def raw_value(table: str, column: str, key: str, number: int) -> object:
    plus = "+" if connection.vendor == "sqlite" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {plus}{column} FROM {table} WHERE {key} = %s", [number])
        return cursor.fetchone()[0]


def tamper(table: str, column: str, key: str, number: int, byte: int) -> None:
    old = raw_value(table, column, key, number)
    new = changed(old, column, byte)
    if column in OTHER or column.endswith("entry_id"):
        run("SET session_replication_role = replica") if connection.vendor == "postgresql" else None
    run(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", new, number)
    assert raw_value(table, column, key, new if column == key else number) != old


@pytest.fixture
def open_full(full):
    """The full ledger without its triggers, and without the constraints that would already refuse."""
    if connection.vendor == "sqlite":
        run("PRAGMA defer_foreign_keys = ON")
        run("PRAGMA ignore_check_constraints = ON")
    else:
        settle()
        run("ALTER TABLE ledger_entry DROP CONSTRAINT a_voiding_entry_gives_its_reason")
    with guards_lowered():
        yield full
    if connection.vendor == "sqlite":
        run("PRAGMA ignore_check_constraints = OFF")


def found(full) -> list:
    """Findings other than the lowered triggers."""
    return [one for one in verify(full.region).findings if "trigger" not in one.what.en]


PER_ENTRY = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


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


def missed(county, table: str, key: str, number: int, columns: list[str]) -> list[str]:
    """Those of *columns* in which a changed byte would not be found."""
    unseen = []
    for column in columns:
        with undone():
            tamper(table, column, key, number, 5)
            if not found(county):
                unseen.append(column)
    return unseen


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
