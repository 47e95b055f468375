"""Handing out a kept file, to whoever a loader found may see it."""

from django.http import FileResponse, HttpResponseBase

from haitang.kernel.ledger.api import attachment_path
from haitang.kernel.ledger.models import Attachment

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
_VOICES = {
    "audio/webm": "webm",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
}


def file_answer(kept: Attachment) -> HttpResponseBase:
    """The file; a picture may be shown in a page, all else is only downloaded, and nothing in it runs."""
    path = attachment_path(kept.digest)
    answer = FileResponse(
        path.open("rb"),
        as_attachment=not kept.media_type.startswith("image/"),
        filename=f"{kept.uuid}.{(_ENDINGS | _VOICES).get(kept.media_type, 'bin')}",
        content_type=kept.media_type,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
