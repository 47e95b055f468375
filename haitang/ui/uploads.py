"""Several photos in one form field, refused in words before anything is kept."""

from typing import Any, TypeAlias

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from haitang.lib.text import Text

Upload: TypeAlias = "UploadedFile[bytes]"
PHOTOS_AT_ONCE = 6
#: Telling a phone so makes it hand over its own formats as JPEG.
ACCEPTED = "image/jpeg,image/png,image/webp"


#: What a field is called by what it takes.
ATTACHED = {
    "photos": Text(zh="照片", en="Photos"),
    "files": Text(zh="照片或 PDF 文件", en="Photos or PDF files"),
}


def accepted(takes: str) -> str:
    """What a file picker offers for a field that *takes* photos, or files."""
    return ACCEPTED if takes == "photos" else f"{ACCEPTED},application/pdf"


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes more than one file."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A list of uploaded photos; ``language`` is the language of its refusals."""

    widget = SeveralFiles

    def __init__(
        self, *, language: str, limit: int = PHOTOS_AT_ONCE, takes: str = "photos", **options: Any
    ) -> None:
        self.language, self.limit = language, limit
        options.setdefault("widget", SeveralFiles(attrs={"accept": accepted(takes)}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """The files, none missing and none too large."""
        given = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if len(given) > self.limit:
            raise self._refused(
                f"一次最多 {self.limit} 张照片，您选了 {len(given)} 张。",
                f"At most {self.limit} photos at a time; you chose {len(given)}.",
            )
        return [self._one(item, initial) for item in given] or self._none(initial)

    def _none(self, initial: Any) -> list[Upload]:
        super().clean(None, initial)
        return []

    def _one(self, item: Upload, initial: Any) -> Upload:
        size, most = item.size or 0, settings.ATTACHMENT_MAX_BYTES
        if size > most:
            megabytes, limit = size // 1_000_000, most // 1_000_000
            raise self._refused(
                f"照片“{item.name}”有 {megabytes} MB，超过 {limit} MB。请换一张小一些的，或截图后再传。",
                f"The photo “{item.name}” is {megabytes} MB; the limit is {limit} MB. Choose a smaller one.",
            )
        super().clean(item, initial)
        return item

    def _refused(self, zh: str, en: str) -> forms.ValidationError:
        return forms.ValidationError(Text(zh=zh, en=en).into(self.language))
