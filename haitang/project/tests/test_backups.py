"""Copies of the house, and that what is erased is gone from the house and, in time, from every copy."""

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from haitang.kernel.ledger.api import Draft, erase_note, record
from haitang.kernel.ledger.models import Note
from haitang.kernel.ledger.tests.together import ON_POSTGRESQL, lower_all_guards, on_common_ground
from haitang.kernel.matters.api import (
    ERASED_TITLE,
    ContactDetails,
    erase_contacts,
    erase_own_contact,
    erase_words,
    look_at_contact,
)
from haitang.kernel.matters.models import Contact, Matter, Words
from haitang.kernel.matters.tests.county import County, make_county
from haitang.kernel.registry.api import erase_person
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id
from haitang.project import jobs
from haitang.project.backing_up import backup
from haitang.project.backups import Backup, backups, expire_backups, make_backup, restore_backup

pytestmark = pytest.mark.slow(
    reason="each grows a county that others may open, and empties the database after it"
)
PHONE, NAME, MAIL = "13800138000", "王小明", "wang@example.org"


@pytest.fixture
def county(transactional_db: None, playbook_folder: Path, tmp_path: Path, settings):
    """A county in a database that others may open; its files and copies in a folder of the test's."""
    settings.MEDIA_ROOT, settings.BACKUPS = tmp_path / "files", tmp_path / "backups"
    settings.BACKUP_DAYS = 14
    settings.MEDIA_ROOT.mkdir()
    made = make_county(playbook_folder)
    with on_common_ground(tmp_path):
        yield made
    lower_all_guards()


@pytest.fixture
def closed(county: County) -> Matter:
    """A closed request whose resident left everything."""
    contact = ContactDetails(NAME, PHONE, MAIL)
    matter = county.answered(contact=contact)
    return county.move(matter, "confirm", county.resident, rating=5).matter


def traces(matter: Matter) -> list[bytes]:
    """What a thief would look for: the sealed values, the index, and what was written."""
    contact = Contact.objects.get(matter=matter)
    sealed = [bytes(value) for value in (contact.name_sealed, contact.phone_sealed, contact.email_sealed)]
    return [*sealed, contact.phone_index.encode(), *(word.encode() for word in (PHONE, NAME, MAIL))]


def holds(kept: Backup, wanted: list[bytes]) -> list[bool]:
    """Which of *wanted* stand anywhere in a copy of the database, free pages and all."""
    if not ON_POSTGRESQL:
        data = kept.database.read_bytes()
        return [one in data for one in wanted]
    read = [shutil.which("pg_restore"), "-f", "-", kept.database]
    script = subprocess.run(read, capture_output=True, check=True)
    return [one in script.stdout or one.hex().encode() in script.stdout for one in wanted]


def test_what_is_erased_on_schedule_is_gone_from_the_house_and_at_last_from_every_copy(closed: Matter):
    wanted = traces(closed)
    over = Contact.objects.get(matter=closed).erase_on
    with time_machine.travel(clock.now() + timedelta(days=179), tick=False):
        before = make_backup()
        assert holds(before, wanted) == [True] * 4 + [False] * 3
        assert erase_contacts() == 0
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        assert clock.today() >= over
        assert erase_contacts() == 1
        after = make_backup()
        assert holds(after, wanted) == [False] * 7
        assert expire_backups(14) == []
        assert len(backups()) == 2
    with time_machine.travel(clock.now() + timedelta(days=194), tick=False):
        assert "deleted" in jobs.keep_backups()
    left = backups()
    assert before.name not in {one.name for one in left}
    assert [holds(one, wanted) for one in left] == [[False] * 7] * 2
    everything = [path for path in left[0].folder.parent.rglob("*") if path.is_file()]
    assert not [path for path in everything if any(one in path.read_bytes() for one in wanted)]


def test_a_copy_puts_back_what_was_there_and_erases_again_what_was_erased(county: County, closed, settings):
    (Path(settings.MEDIA_ROOT) / "photo").write_bytes(b"a photo")
    other = county.answered(contact=ContactDetails(phone="13900139000"))
    made = make_backup()
    Contact.objects.filter(matter=closed).update(erase_on=clock.today() - timedelta(days=1))
    erase_contacts()
    Matter.objects.filter(pk=other.pk).update(title="lost")
    (Path(settings.MEDIA_ROOT) / "photo").unlink()
    told = CliRunner().invoke(backup, ["restore", made.name, "--yes"], catch_exceptions=False)
    assert "erased again: 1" in told.output
    assert Matter.objects.get(pk=other.pk).title != "lost"
    assert (Path(settings.MEDIA_ROOT) / "photo").read_bytes() == b"a photo"
    assert Contact.objects.get(matter=closed).erased_at is not None
    assert look_at_contact(Matter.objects.get(pk=other.pk), actor=county.actor("fred"), why="回访").phone
    listed = CliRunner().invoke(backup, ["list"], catch_exceptions=False)
    assert made.name in listed.output


def test_numbers_typed_go_again_from_a_copy_kept_longer_than_anybody_would(county: County, settings):
    settings.BACKUP_DAYS = 400
    matter = county.answered(title="路灯坏了", body=f"请打{PHONE}")
    county.move(matter, "confirm", county.resident, rating=5)
    made = make_backup()
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        assert jobs.erase_what_has_served() == "numbers out of 1 matters"
    with time_machine.travel(clock.now() + timedelta(days=390), tick=False):
        assert expire_backups(settings.BACKUP_DAYS) == []
        restore_backup(made)
        assert PHONE in Matter.objects.get(pk=matter.pk).body
        assert jobs.erase_what_has_served() == "numbers out of 1 matters"
    assert PHONE not in Matter.objects.get(pk=matter.pk).body


@pytest.mark.parametrize("database_is_lost", [False, True])
def test_what_was_erased_by_law_stays_erased_when_a_copy_is_put_back(
    county: County, closed, database_is_lost
):
    visit = record(
        Draft(uuid=new_id(), kind="solved", unit=county.units["lake"].pk, day=clock.today(), note="独居"),
        actor=county.actor("anna"),
    )
    going = county.answered(title="井盖松动", body="在王小明家门口。")
    told = county.open(title="无关", body="路口积水。", contact=ContactDetails(NAME, PHONE)).matter
    made = make_backup()
    erase_words(closed, why="本人申请", actor=county.house)
    ended = county.move(going, "confirm", county.resident, rating=5).matter
    erase_words(ended, why="本人申请", actor=county.house)
    erase_note(visit, actor=county.house)
    erase_person(county.people["mei"], actor=county.house)
    told.is_followed = True
    erase_own_contact(told, actor=county.resident)
    if database_is_lost:
        # Only the list beside the copies knows then: this database is as it was.
        restore_backup(made)
        assert Matter.objects.get(pk=closed.pk).body
    CliRunner().invoke(backup, ["restore", made.name, "--yes"], catch_exceptions=False)
    kept = {matter.pk: matter for matter in Matter.objects.all()}
    assert [kept[one.pk].body for one in (closed, going, told)] == ["", "", "路口积水。"]
    assert kept[going.pk].title == kept[closed.pk].title == ERASED_TITLE
    assert not Words.objects.filter(sought__contains="王小明").exists()
    assert Note.objects.get(entry__uuid=visit.uuid).text == ""
    assert Person.objects.get(pk=county.people["mei"].pk).name == ""
    assert not Contact.objects.exclude(phone_index="").exists()
    listed = (made.folder.parent / "erasures.jsonl").read_text()
    assert not [one for one in (NAME, PHONE, "井盖", "独居", "Mei") if one in listed]


def test_a_damaged_copy_is_not_put_back(county: County):
    made = make_backup()
    made.database.write_bytes(made.database.read_bytes()[:-1] + b"x")
    with pytest.raises(Refusal) as refused:
        restore_backup(made)
    assert refused.value.code == "backup.damaged"
    assert Matter.objects.count() == 0


def test_a_copy_is_for_its_owner_alone_and_holds_no_key(county: County, settings):
    made = make_backup()
    assert made.folder.stat().st_mode & 0o077 == 0
    names = {path.name for path in made.folder.rglob("*")}
    assert names == {made.database.name, "files", "backup.json"}
    keys = [settings.CONTACT_KEY.encode(), settings.SECRET_KEY.encode()]
    assert not any(key in made.database.read_bytes() for key in keys)


def test_what_was_never_finished_is_swept_away_and_a_fresh_piece_is_left(county: County, settings):
    old, fresh = settings.BACKUPS / ".old", settings.BACKUPS / ".fresh"
    for folder in (old, fresh):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    assert backups() == []
    expire_backups(14)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_the_worker_makes_one_a_night_and_none_where_none_are_wanted(county: County, settings):
    assert jobs.keep_backups().startswith("made ")
    assert jobs.keep_backups() == ""
    settings.BACKUP_DAYS = 0
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert jobs.keep_backups() == ""
