"""Photos go with the words of a matter, from the disk as well; what somebody else holds stays."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from haitang.kernel.ledger.api import attachment_path, attachments_of, keep_attachment, verify
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.matters.api import erase_words, story
from haitang.kernel.matters.models import Matter, MatterAttachment
from haitang.kernel.matters.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.registry.api import Actor

ERASER = "  clerk: {label: {zh: 受理员, en: Clerk}, at: [county, town], abilities: ["


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """Where files are kept."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def photo(county: County, colour: str, actor: Actor) -> Attachment:
    out = BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "JPEG")
    return keep_attachment(BytesIO(out.getvalue()), actor=actor, region=county.region)


def told(county: County, *photos: Attachment) -> Matter:
    """A withdrawn request with photos of its resident, in which an agent took one more."""
    county.apply(PLAYBOOK.replace(ERASER, f"{ERASER}matters.erase, "))
    matter = county.dispatched(attachments=tuple(one.uuid for one in photos))
    seen = photo(county, "green", county.actor("anna"))
    county.move(matter, "visit_site", "anna", note="看过了", attachments=(seen.uuid,))
    county.move(matter, "withdraw", "clara", note="不用了")
    return fresh(matter)


def on_disk(*photos: Attachment) -> list[bool]:
    return [attachment_path(one.digest).is_file() for one in photos]


def erase(county: County, matter: Matter, committed: Any) -> None:
    with committed(execute=True):
        erase_words(matter, why="本人申请", actor=county.actor("clara"))


def test_photos_go_from_the_matter_and_from_the_disk_and_the_ledger_holds(
    county: County, django_capture_on_commit_callbacks: Any
):
    lamp = photo(county, "red", county.resident)
    matter = told(county, lamp)
    seen = Attachment.objects.exclude(pk=lamp.pk).get()
    assert on_disk(lamp, seen) == [True, True]
    erase(county, matter, django_capture_on_commit_callbacks)
    assert on_disk(lamp, seen) == [False, False]
    assert not MatterAttachment.objects.exists()
    assert not Attachment.objects.filter(pk=lamp.pk).exists()
    assert not any(step.files for step in story(fresh(matter), county.actor("clara")))
    # The visit on the ledger names its photo in sealed bytes: the row says that it was erased.
    seen.refresh_from_db()
    assert seen.erased_at is not None
    visit = Entry.objects.get(kind__key="site_visit")
    assert (visit.attached, attachments_of(visit)) == (seen.digest, [])
    assert verify(county.region).findings == []


def test_an_erased_photo_that_is_put_back_is_found(county: County, django_capture_on_commit_callbacks: Any):
    matter = told(county)
    seen = Attachment.objects.get()
    content = attachment_path(seen.digest).read_bytes()
    erase(county, matter, django_capture_on_commit_callbacks)
    attachment_path(seen.digest).write_bytes(content)
    assert ["已依法抹去" in finding.what.zh for finding in verify(county.region).findings] == [True]


@pytest.mark.slow(reason="several matters go their whole way")
def test_what_another_matter_shows_stays(county: County, django_capture_on_commit_callbacks: Any):
    lamp, same = (photo(county, "red", county.resident) for _ in range(2))
    matter = told(county, lamp)
    other = county.open(attachments=(same.uuid,)).matter
    erase(county, matter, django_capture_on_commit_callbacks)
    assert (on_disk(same), Attachment.objects.filter(pk=lamp.pk).exists()) == ([True], False)
    assert MatterAttachment.objects.get().matter == other


def test_one_file_shown_by_two_matters_is_kept_by_the_other(
    county: County, django_capture_on_commit_callbacks: Any
):
    lamp = photo(county, "red", county.resident)
    matter = told(county, lamp)
    county.open(attachments=(lamp.uuid,))
    erase(county, matter, django_capture_on_commit_callbacks)
    lamp.refresh_from_db()
    assert (lamp.erased_at, on_disk(lamp)) == (None, [True])


def test_an_erased_photo_cannot_be_shown_again(county: County, django_capture_on_commit_callbacks: Any):
    matter = told(county)
    seen = Attachment.objects.get()
    erase(county, matter, django_capture_on_commit_callbacks)
    again = county.dispatched(to="lake")
    with pytest.raises(Exception, match="upload it again"):
        county.move(again, "visit_site", "anna", note="再看", attachments=(seen.uuid,))
