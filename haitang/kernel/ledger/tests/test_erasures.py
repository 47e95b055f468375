"""Erasing leaves evidence of who did it and on what ground, sealed like entries; without it, it is found."""

from datetime import timedelta
from importlib import import_module
from io import BytesIO

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from PIL import Image

from haitang.kernel.ledger.actions.erase_files import erase_files_of
from haitang.kernel.ledger.api import erase_note, keep_attachment, record, seal_through, verify
from haitang.kernel.ledger.models import Attachment, Entry, Erasure, Note, Seal
from haitang.kernel.ledger.tests.bypass import guards_lowered, run, undone
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden, Refusal
from haitang.lib.ids import new_id

GROUND = "本人申请 as asked by the person"


@pytest.fixture
def entry(county) -> Entry:
    return record(county.visit(note="屋顶漏水"), actor=county.wang)


def picture(county, colour: str) -> Attachment:
    out = BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return keep_attachment(BytesIO(out.getvalue()), actor=county.wang, region=county.region)


def said(county) -> list[str]:
    return [one.what.en for one in verify(county.region).findings]


def test_who_erased_a_note_on_what_ground_and_when_is_written_down_once(county, entry):
    erase_note(entry, actor=county.li, ground=f" {GROUND} ")
    erase_note(entry, actor=county.li)
    row = Erasure.objects.get()
    assert (row.entry, row.attachment, row.by, row.ground) == (entry.uuid, None, county.people["li"], GROUND)
    assert (row.recorded_on, row.at <= Note.objects.get().erased_at) == (clock.day_of(row.at), True)
    assert verify(county.region).holds


@pytest.mark.parametrize("ground", ["长" * 301, "a\0b"])
def test_a_ground_that_cannot_be_kept_erases_nothing(county, entry, ground):
    with pytest.raises(Refusal) as refused:
        erase_note(entry, actor=county.li, ground=ground)
    assert refused.value.code == "ledger.ground"
    assert Note.objects.get().text == "屋顶漏水"


def test_who_may_not_erase_leaves_no_trace_of_having_done_so(county, entry):
    with pytest.raises(Forbidden):
        erase_note(entry, actor=county.wang)
    assert not Erasure.objects.exists()


def test_a_note_that_is_blanked_without_saying_by_whom_is_found(county, entry):
    Note.objects.update(salt="", text="", answers="", erased_at=clock.now())
    assert said(county) == ["its note was erased and nothing says by whom."]


def test_a_note_that_came_back_is_found(county, entry):
    note = Note.objects.get()
    erase_note(entry, actor=county.li)
    note.save()
    assert said(county) == ["its note is said to be erased and is there."]


def test_a_file_erased_says_by_whom_and_one_blanked_behind_the_acts_is_found(county, files):
    kept, matter = picture(county, "red"), new_id()
    record(county.visit(attachments=[kept.uuid]), actor=county.wang)
    with undone():
        Attachment.objects.update(erased_at=clock.now())
        assert "nothing says by whom" in " ".join(said(county))
    other = picture(county, "blue")
    erase_files_of(matter, [other], actor=county.li, ground=GROUND)
    row = Erasure.objects.get()
    assert (row.attachment, row.by, row.ground) == (other.uuid, county.people["li"], GROUND)
    assert verify(county.region).holds


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_erasure SET ground = 'x'",
        "DELETE FROM ledger_erasure",
        "UPDATE ledger_erasure SET by_id = NULL",
    ],
)
def test_an_erasure_is_neither_changed_nor_removed_and_whoever_does_is_found(county, entry, sql):
    erase_note(entry, actor=county.li, ground=GROUND)
    with pytest.raises(DatabaseError), transaction.atomic():
        run(sql)
    with guards_lowered(), undone():
        run(sql)
        assert said(county)


def test_the_days_seal_takes_its_erasures_in_and_then_no_more(county, entry, time_machine):
    erase_note(entry, actor=county.li, ground=GROUND)
    today = clock.today()
    time_machine.move_to(clock.now() + timedelta(days=2))
    late = record(county.visit(note="晚些"), actor=county.wang)
    seal_through(today, county.region)
    assert Seal.objects.get().count == 2
    row = Erasure.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Erasure.objects.create(
            region=county.region, entry=late.uuid, ground="x", at=row.at, recorded_on=today, digest=row.digest
        )
    with guards_lowered(), undone():
        run("DELETE FROM ledger_erasure")
        assert any("2 entries were sealed" in one for one in said(county))
    assert verify(county.region).holds


def test_a_day_of_erasures_alone_is_sealed_and_proved(county, entry, time_machine):
    first = clock.today()
    time_machine.move_to(clock.now() + timedelta(days=1))
    erase_note(entry, actor=county.li, ground=GROUND)
    time_machine.move_to(clock.now() + timedelta(days=2))
    days = [seal.day for seal in seal_through(first + timedelta(days=1), county.region)]
    assert days == [first, first + timedelta(days=1)]
    assert verify(county.region).holds
    with guards_lowered(), undone():
        run("UPDATE ledger_erasure SET ground = 'x'")
        assert any("do not have the sealed root" in one for one in said(county))
    with guards_lowered(), undone():
        run("DELETE FROM ledger_erasure")
        assert "all the sealed entries of this day are gone." in said(county)


def test_an_erasure_of_an_entry_that_never_was_is_found(county, entry):
    erase_note(entry, actor=county.li)
    with guards_lowered(), undone():
        run("UPDATE ledger_erasure SET entry = %s", new_id().hex)
        assert "1 erasures have no entry of this region." in said(county)


def test_what_was_erased_before_is_written_down_by_the_migration(county, entry):
    Note.objects.update(salt="", text="", answers="", erased_at=clock.now())
    migration = import_module("haitang.kernel.ledger.migrations.0005_past_erasures_are_written_down")
    migration.write_down(apps, None)
    row = Erasure.objects.get()
    assert (row.entry, row.by, row.recorded_on) == (entry.uuid, None, clock.today())
    assert verify(county.region).holds
