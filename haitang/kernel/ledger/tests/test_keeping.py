import errno
import os
import struct
import zlib
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from haitang.kernel.ledger.api import (
    attachment_path,
    attachments_of,
    keep_attachment,
    record,
    speaking_of_storage,
)
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.pictures import drawn_anew
from haitang.kernel.ledger.tests.county import PLAYBOOK
from haitang.kernel.registry.api import RESIDENT, SYSTEM
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.ids import new_id

CAMERA, GPS, ORIENTATION = 271, 34853, 274


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def keep(county, content: bytes, **options) -> Attachment:
    return keep_attachment(BytesIO(content), actor=county.wang, region=county.region, **options)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_kept_under_its_digest(county, files, kind, media):
    row = keep(county, picture(kind))
    [path] = kept(files)
    assert (row.media_type, row.width, row.height) == (media, 40, 20)
    assert path == attachment_path(row.digest)
    content = path.read_bytes()
    assert (sha256(content).hexdigest(), len(content)) == (row.digest, row.size_bytes)


def test_metadata_is_left_behind_and_the_picture_stands_upright(county, files):
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "SecretCamera", 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 39.0, 12.0)
    row = keep(county, picture(exif=exif.tobytes(), comment=b"taken at home"))
    content = attachment_path(row.digest).read_bytes()
    with Image.open(BytesIO(content)) as image:
        assert dict(image.getexif()) == {}
        assert image.size == (row.width, row.height) == (20, 40)
    assert b"SecretCamera" not in content
    assert b"taken at home" not in content


@pytest.mark.slow(reason="draws a picture of many megapixels")
def test_a_large_picture_is_made_smaller(county, files):
    row = keep(county, picture("PNG", (4000, 1000)))
    assert (row.width, row.height) == (2560, 640)


def test_the_same_content_is_one_file(county, files):
    content = picture()
    assert keep(county, content).digest == keep(county, content).digest
    assert (len(kept(files)), Attachment.objects.count()) == (1, 2)


def test_sent_again_under_its_uuid_it_is_the_same_attachment(county, files):
    content, uuid = picture(), new_id()
    assert keep(county, content, uuid=uuid) == keep(county, content, uuid=uuid)
    with pytest.raises(Conflict):
        keep(county, picture(), uuid=uuid)


class Endless:
    """A stream that never ends, and counts what is read of it."""

    read_bytes = 0

    def read(self, size: int) -> bytes:
        self.read_bytes += size
        return b"\xff" * size


def test_forty_megabytes_are_refused_in_words_before_they_are_read(county, files):
    photo = SimpleUploadedFile("photo.jpg", b"")
    photo.size = 40_000_000
    with pytest.raises(Refusal, match="40 MB") as refusal:
        keep_attachment(photo, actor=county.wang, region=county.region)
    assert refusal.value.code == "file.too_large"
    endless = Endless()
    with pytest.raises(Refusal, match="15 MB is the limit"):
        keep_attachment(endless, actor=county.wang, region=county.region)
    assert endless.read_bytes == 15_000_001
    assert kept(files) == []


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        b"#!/bin/sh\nrm -rf /\n",
        b"GIF89a" + b"\0" * 30,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture()[:60],
        b"",
    ],
    ids=["script", "png that is a script", "shell", "gif", "svg", "torn", "empty"],
)
def test_what_is_no_picture_is_refused(county, files, content):
    with pytest.raises(Refusal) as refusal:
        keep(county, content)
    assert refusal.value.code in {"file.not_a_picture", "file.empty"}
    assert kept(files) == []


def test_a_picture_cut_or_torn_anywhere_is_refused_or_drawn_and_never_an_error(county):
    whole = picture("PNG")
    for at in range(8, len(whole), max(1, len(whole) // 60)):
        for broken in (whole[:at], whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :]):
            with suppress(Refusal):
                drawn_anew(broken)


def test_a_script_behind_a_picture_does_not_survive(county, files):
    row = keep(county, picture("PNG") + b"<script>alert(1)</script>")
    assert b"<script>" not in attachment_path(row.digest).read_bytes()


@pytest.mark.parametrize("side", [9_000, 12_000, 20_000], ids=["ours", "warned of", "a bomb"])
@pytest.mark.filterwarnings("default::PIL.Image.DecompressionBombWarning")
def test_a_picture_that_unfolds_to_too_much_is_refused(county, files, side):
    with pytest.raises(Refusal) as refusal:
        keep(county, said_to_be_wide(picture("PNG"), side))
    assert refusal.value.code == "file.too_many_pixels"


def said_to_be_wide(png: bytes, side: int) -> bytes:
    """A small PNG whose head says that it is *side* by *side*: painting one so large takes seconds.

    Whoever unfolded it before looking at the head would find it broken, and not too large.
    """
    head = b"IHDR" + struct.pack(">II", side, side) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


def test_a_photo_of_a_phone_that_is_not_read_is_refused_with_what_to_set(county, files):
    for brand in (b"heic", b"mif1"):
        with pytest.raises(Refusal, match="Most Compatible") as refusal:
            keep(county, b"\0\0\0\x18ftyp" + brand + b"\0" * 40)
        assert (refusal.value.code, "兼容性最佳" in refusal.value.zh) == ("file.heic", True)


FILES = PLAYBOOK.replace("    quick: true\n", "    quick: true\n    takes: files\n")
FILE_FIELD = PLAYBOOK.replace("most: 3}", "most: 3, takes: files}")


@pytest.mark.parametrize(
    ("playbook", "attached", "answered"),
    [(PLAYBOOK, False, False), (FILES, True, False), (FILE_FIELD, False, True)],
    ids=["photos", "kind takes files", "field takes files"],
)
def test_a_pdf_is_attached_only_where_files_are_asked_for(county, files, playbook, attached, answered):
    county.apply(playbook)
    pdf, photo = keep(county, b"%PDF-1.7\n%%EOF\n").uuid, keep(county, picture()).uuid
    for may, given in ((attached, {"attachments": [pdf]}), (answered, {"answers": {"photos": [str(pdf)]}})):
        if may:
            assert record(county.visit(**given), actor=county.wang).attached
            continue
        with pytest.raises(Refusal) as refusal:
            record(county.visit(**given), actor=county.wang)
        assert refusal.value.code == "file.photos_only"
    assert record(county.visit(attachments=[photo]), actor=county.wang).attached


def test_a_pdf_is_kept_as_it_is(county, files):
    row = keep(county, b"%PDF-1.7\n%%EOF\n")
    assert row.media_type == "application/pdf"
    assert attachment_path(row.digest).read_bytes() == b"%PDF-1.7\n%%EOF\n"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-<script>x</script>",
        b"%PDF-1.7\n<script>x</script>",
        b"%PDF-9.7\n%%EOF\n",
        b"%PDF-1.7\n%%EOF\n" + b"x" * 2000,
    ],
    ids=["no version", "no end", "no such version", "end long before the end"],
)
def test_what_only_begins_like_a_pdf_is_refused_in_words(county, files, content):
    with pytest.raises(Refusal, match="not a sound PDF") as refusal:
        keep(county, content)
    assert refusal.value.code == "file.not_a_pdf"
    assert kept(files) == []


def test_an_entry_names_its_files_in_order(county, files):
    rows = [keep(county, picture()) for _ in range(3)]
    entry = record(
        county.visit(attachments=[rows[2].uuid, rows[0].uuid], answers={"photos": [str(rows[1].uuid)]}),
        actor=county.wang,
    )
    assert attachments_of(entry) == [rows[2], rows[0], rows[1]]


def test_nobody_attaches_somebody_elses_file(county, files):
    row = keep(county, picture())
    with pytest.raises(Refusal, match="not kept"):
        record(county.visit(attachments=[row.uuid]), actor=county.li)


def test_a_resident_may_upload_here_and_nobody_elsewhere(county, files):
    content = BytesIO(picture())
    assert keep_attachment(content, actor=RESIDENT(county.region), region=county.region).uploaded_by is None
    with pytest.raises(Refusal):
        keep_attachment(content, actor=SYSTEM(county.region.pk + 1), region=county.region)


@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_full_disk_leaves_no_torn_file(county, files, monkeypatch, call):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(Refusal) as refusal:
        keep(county, picture())
    monkeypatch.undo()
    assert refusal.value.code == "storage.full"
    assert kept(files) == []
    assert Attachment.objects.count() == 0


def test_other_troubles_of_the_system_are_not_called_a_full_disk():
    with pytest.raises(PermissionError), speaking_of_storage():
        raise PermissionError(errno.EACCES, "no")
