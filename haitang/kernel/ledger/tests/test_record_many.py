from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from haitang.kernel.ledger.api import record, record_many, verify
from haitang.kernel.ledger.models import Entry, Fact, Note
from haitang.kernel.registry.api import SYSTEM
from haitang.lib.diagnostics import Refusal


def test_what_can_be_recorded_is_and_the_rest_is_named_by_its_place(county):
    good, late, strange = county.visit(), county.visit(quantity=21), county.visit(kind="vist")
    report = record_many([good, late, strange, county.visit(note="二")], actor=county.wang)
    assert (report.recorded, report.repeated, report.seen) == (2, 0, 4)
    assert [(place, refusal.code) for place, refusal in report.refused] == [
        (1, "ledger.quantity"),
        (2, "ledger.unknown_kind"),
    ]
    assert (Entry.objects.count(), Fact.objects.count(), Note.objects.count()) == (2, 2, 1)
    assert verify(county.region).holds


def test_it_says_what_recording_one_by_one_says(county):
    drafts = [
        county.visit(answers={"need": "repair", "people": 3}, served_unit=county.household.pk, note="x")
    ]
    record_many(drafts, actor=county.wang)
    record(drafts[0], actor=county.wang)
    one = record(drafts[0].model_copy(update={"uuid": county.visit().uuid}), actor=county.wang)
    many = Entry.objects.get(uuid=drafts[0].uuid)
    differs = {"id", "uuid", "digest", "recorded_at", "note_digest"}
    for field in Entry._meta.concrete_fields:
        if field.name not in differs:
            assert getattr(one, field.attname) == getattr(many, field.attname)
    first, second = Fact.objects.order_by("pk")
    for field in Fact._meta.concrete_fields:
        if not field.primary_key:
            assert getattr(first, field.attname) == getattr(second, field.attname)


def test_sent_again_nothing_is_written_twice(county):
    drafts = [county.visit(note=str(number)) for number in range(5)]
    record_many(drafts[:3], actor=county.wang)
    report = record_many(drafts, actor=county.wang)
    assert (report.recorded, report.repeated, report.refused) == (2, 3, [])
    changed = [draft.model_copy(update={"quantity": 2}) for draft in drafts]
    report = record_many(changed, actor=county.wang)
    assert [refusal.code for _, refusal in report.refused] == ["ledger.uuid_taken"] * 5
    assert Entry.objects.count() == 5


def test_twins_within_one_list_are_one_entry_and_false_twins_a_conflict(county):
    draft = county.visit(note="一")
    false = draft.model_copy(update={"note": "二"})
    report = record_many([draft, draft, false], actor=county.wang)
    assert (report.recorded, report.repeated) == (1, 1)
    assert [(place, refusal.code) for place, refusal in report.refused] == [(2, "ledger.uuid_taken")]


def test_it_streams_in_chunks_and_tells_how_far_it_is(county):
    told: list[int] = []
    drafts = (county.visit() for _ in range(8))
    assert record_many(drafts, actor=county.wang, progress=told.append, chunk=3).recorded == 8
    assert told == [3, 6, 8]


def test_a_chunk_is_written_whole_or_not_at_all(county):
    drafts = [county.visit() for _ in range(4)]

    def source():
        yield from drafts[:3]
        raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        record_many(source(), actor=county.wang, chunk=2)
    assert Entry.objects.count() == Fact.objects.count() == 2
    assert record_many(drafts, actor=county.wang).recorded == 2


def test_only_the_house_says_when_it_was_recorded(county):
    moment = datetime(2026, 3, 2, 4, tzinfo=UTC)
    draft = county.visit(day=date(2026, 3, 2))
    [(_, refusal)] = record_many([draft], actor=county.wang, at=moment).refused
    assert refusal.code == "ledger.recorded_at"
    house = SYSTEM(county.region)
    later = datetime.now(UTC) + timedelta(days=1)
    assert record_many([draft], actor=house, at=later).refused[0][1].code == "ledger.recorded_at"
    assert record_many([draft], actor=house, at=moment).recorded == 1
    assert Entry.objects.get().recorded_on == date(2026, 3, 2)


def test_a_deed_cannot_lie_after_its_recording(county):
    draft = county.visit(day=date(2026, 3, 3), recorded_at=datetime(2026, 3, 2, 4, tzinfo=UTC))
    [(_, refusal)] = record_many([draft], actor=SYSTEM(county.region)).refused
    assert "ledger.in_the_future" in {one.code for one in refusal.refusals}


def test_days_are_counted_in_the_counties_own_time(county):
    with time_machine.travel(datetime(2026, 3, 2, 17, tzinfo=UTC), tick=False):
        entry = record(county.visit(day=date(2026, 3, 3)), actor=county.wang)
    assert entry.recorded_on == date(2026, 3, 3)


#: The database itself says what it says when its disk is full; PostgreSQL in whatever language.
FULL = {
    "sqlite": """CREATE TRIGGER full BEFORE INSERT ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END""",
    "postgresql": """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '设备上没有空间' USING ERRCODE = '53100';
        END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON ledger_entry EXECUTE FUNCTION no_room()""",
}


def test_a_full_disk_is_said_in_words_and_nothing_is_written(county):
    with connection.cursor() as cursor:
        cursor.execute(FULL[connection.vendor])
    with pytest.raises(Refusal) as refusal:
        record_many([county.visit()], actor=county.wang)
    assert refusal.value.code == "storage.full"
    assert Entry.objects.count() == 0
