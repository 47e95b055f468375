"""A voice note: kept as it is, known by its first bytes, never instead of a few typed words, never run."""

import io
import wave

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haitang.desks.requests.tests.county import County
from haitang.desks.requests.tests.test_follow import url
from haitang.desks.requests.tests.test_tell import said
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.voices import MOST_BYTES, voice_type
from haitang.kernel.matters.models import Matter


def spoken(seconds: int = 1) -> bytes:
    """A recording of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as voice:
        voice.setnchannels(1)
        voice.setsampwidth(1)
        voice.setframerate(8000)
        voice.writeframes(b"\x80" * 8000 * seconds)
    return file.getvalue()


def tell(client, county: County, content: bytes, **changes):
    note = SimpleUploadedFile("voice.webm", content, "audio/webm")
    address = reverse("requests:tell", args=[county.region.key, "request"])
    return client.post(address, said(county) | {"voice": note} | changes)


def test_a_voice_note_is_kept_and_only_downloaded(client, county: County):
    assert tell(client, county, spoken()).status_code == 302
    kept = Attachment.objects.get()
    assert kept.media_type == "audio/wav"
    matter = Matter.objects.get()
    page = client.get(url("followed", county, matter.number)).content.decode()
    assert f'<audio controls preload="none" src="{url("photo", county, matter.number, kept.uuid)}"' in page
    answer = client.get(url("photo", county, matter.number, kept.uuid))
    assert b"".join(answer.streaming_content) == spoken()
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_voice_alone_is_not_enough(client, county: County):
    assert tell(client, county, spoken(), what="").status_code == 400
    assert not Matter.objects.exists()


@pytest.mark.parametrize("content", [b"<html><script>x()</script>", b"MZ" * 100, b"#!/bin/sh\n"])
def test_what_is_no_recording_is_refused_whatever_it_is_called(client, county: County, content: bytes):
    assert tell(client, county, content).status_code == 400
    assert not Matter.objects.exists()


def test_one_that_is_too_long_is_refused(client, county: County):
    answer = tell(client, county, spoken() + b"x" * MOST_BYTES)
    assert answer.status_code == 400
    assert "录音太长" in answer.content.decode()


def test_recordings_are_known_by_their_first_bytes():
    heads = {
        b"\x1aE\xdf\xa3" + b"x" * 12: "audio/webm",
        b"OggS" + b"x" * 12: "audio/ogg",
        b"\x00\x00\x00\x20ftypM4A ": "audio/mp4",
        spoken()[:16]: "audio/wav",
        b"RIFF\x00\x00\x00\x00WEBP": "",
        b"%PDF-1.7": "",
    }
    assert {head: voice_type(head) for head in heads} == heads
