"""Pictures drawn anew: decoded and encoded again, so that nothing rides along."""

import struct
import zlib
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from haitang.kernel.ledger.storage import file_refused
from haitang.lib.diagnostics import Refusal

#: The longest side of a kept picture.
MAX_SIDE = 2560
#: What a picture may unfold to; a small file that unfolds to more is a bomb.
MAX_PIXELS = 60_000_000

#: What the decoder says before it has looked: the file names more pixels than it would ever unfold.
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
#: What it stumbles over in a file that was cut, torn or made to harm.
_BROKEN = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError),
    *(ArithmeticError, MemoryError, struct.error, zlib.error),
)
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class DrawnPicture(NamedTuple):
    """A picture that carries nothing but its pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


#: What phones keep photos as unless they are told otherwise; Pillow does not read it.
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif")


def drawn_anew(content: bytes) -> DrawnPicture:
    """The picture in *content*; refused where there is none."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise file_refused(
            "heic",
            "这是苹果手机的 HEIC 照片，这里读不了。"
            "请在手机“设置 → 相机 → 格式”里选“兼容性最佳”（最兼容）后重拍，"
            "或把照片截图后再传。",
            "this is a HEIC photo, which cannot be read here. On the phone choose Settings → Camera → "
            "Formats → Most Compatible and take it again, or send a screenshot of it.",
        )
    try:
        with Image.open(BytesIO(content), formats=list(_FORMATS)) as image:
            return _drawn(image)
    except _BOMBS as error:
        raise too_many_pixels() from error
    except _BROKEN as error:
        raise file_refused(
            "not_a_picture",
            "这不是完好的图片（JPEG、PNG、WebP）或 PDF 文件。",
            "this is not a sound picture (JPEG, PNG, WebP) or PDF.",
        ) from error


def too_many_pixels(size: str = "") -> Refusal:
    """What is said of a picture that unfolds to more than is kept, with its *size* where it was read."""
    return file_refused(
        "too_many_pixels",
        f"图片尺寸过大{f'（{size}）' if size else ''}，请缩小后再传。",
        f"the picture is too large{f' ({size} pixels)' if size else ''}; make it smaller and send it again.",
    )


def _drawn(image: Image.Image) -> DrawnPicture:
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels(f"{image.width}×{image.height}")
    kind = image.format or "JPEG"
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG decodes at half size where that is enough
    drawn = ImageOps.exif_transpose(image)
    drawn.thumbnail((MAX_SIDE, MAX_SIDE))
    # A new picture from the pixels alone: profiles, comments and thumbnails stay behind.
    clean = _plain(drawn, kind)
    out = BytesIO()
    clean.save(out, kind, **({} if kind == "PNG" else {"quality": 85}))
    return DrawnPicture(out.getvalue(), _FORMATS[kind], clean.width, clean.height)


def _plain(drawn: Image.Image, kind: str) -> Image.Image:
    has_alpha = kind != "JPEG" and ("A" in drawn.getbands() or "transparency" in drawn.info)
    converted = drawn.convert("RGBA" if has_alpha else "RGB")
    plain = Image.new(converted.mode, converted.size)
    plain.paste(converted)
    return plain
