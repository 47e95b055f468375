"""Files as they are kept: pictures drawn anew without metadata, named by their content.

A JPEG, PNG or WebP is decoded and encoded again, so nothing rides along: no place, no camera, no script
behind the picture. A PDF or a recording cannot be drawn anew, so it is kept as it is and must only ever be
handed out as a download (``Content-Disposition: attachment``, ``nosniff``), never shown inside our pages,
where what it carries would run beside them.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from django.conf import settings

from haitang.kernel.ledger.storage import file_refused, speaking_of_storage
from haitang.kernel.ledger.voices import checked_voice, voice_type


@dataclass(frozen=True)
class Prepared:
    """A file ready to be kept."""

    content: bytes
    media_type: str
    width: int = 0
    height: int = 0

    @property
    def digest(self) -> str:
        """The name it is kept under."""
        return sha256(self.content).hexdigest()


def read_limited(file: IO[bytes], name: str = "") -> bytes:
    """The content of *file*, refused as soon as it is too large; never more than the limit is read."""
    limit = settings.ATTACHMENT_MAX_BYTES
    known = getattr(file, "size", None)
    content = b"" if known is not None and known > limit else file.read(limit + 1)
    if (known or 0) > limit or len(content) > limit:
        size = f"{known / 1_000_000:.0f} MB" if known else f"> {limit / 1_000_000:.0f} MB"
        most = f"{limit // 1_000_000} MB"
        raise file_refused(
            "too_large",
            f"文件{name}太大（{size}），最大 {most}。请压缩或重新拍摄。",
            f"the file {name} is too large ({size}); {most} is the limit. Make it smaller or take it again.",
        )
    if not content:
        raise file_refused("empty", "文件是空的。", "the file is empty.")
    return content


def prepared(content: bytes) -> Prepared:
    """*content* as it may be kept; refused when it is no picture, no recording and no PDF."""
    if content.startswith(b"%PDF-"):
        return Prepared(_whole_pdf(content), "application/pdf")
    if voice := checked_voice(content):
        return Prepared(*voice)
    from haitang.kernel.ledger.pictures import drawn_anew  # noqa: PLC0415 -- slow import, and few need it

    return Prepared(*drawn_anew(content))


#: How a PDF begins; its end is marked within the last kilobyte, where readers look for it.
_PDF_HEAD, _PDF_END, _PDF_TAIL = re.compile(rb"%PDF-[12]\.[0-9]\s"), b"%%EOF", 1024


def _whole_pdf(content: bytes) -> bytes:
    """*content*, which says that it is a PDF; refused where it has not a PDF's beginning and end.

    What a PDF holds besides is not looked into: it is handed out as a download that runs nothing.
    """
    if not _PDF_HEAD.match(content) or _PDF_END not in content[-_PDF_TAIL:]:
        raise file_refused(
            "not_a_pdf",
            "这不是完好的 PDF 文件，可能没有传完。请重新导出或重新上传。",
            "this is not a sound PDF; perhaps a part of it is missing. Export it anew or send it again.",
        )
    return content


#: The first bytes of what is kept.
_SIGNS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def media_type_of(start: bytes) -> str:
    """What a kept file is, by its first sixteen bytes; empty for what is never kept."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in _SIGNS.items() if start.startswith(sign)), "") or voice_type(start)


def path_of(digest: str) -> Path:
    """Where a file of this content lies."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:]


def put(file: Prepared) -> None:
    """Write *file* so that it is there whole or not at all, also after a power cut."""
    path = path_of(file.digest)
    with speaking_of_storage():
        if path.is_file() and path.stat().st_size == len(file.content):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, file.content)


def hold(file: IO[bytes]) -> Prepared:
    """Lay *file* down, drawn anew, before anything names it; what nobody names is swept away after a day."""
    ready = prepared(read_limited(file))
    put(ready)
    return ready


def _write_whole(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
