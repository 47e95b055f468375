"""Several photos in one form field, refused in words before anything is kept."""

from typing import Any, TypeAlias

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from haitang.kernel.ledger.api import VOICE_MOST_BYTES
from haitang.lib.text import Text
from haitang.ui.holding import Gone, HoldingFiles

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


_GONE = (
    "先前选的文件已过了保存的时间，请重新选。",
    "What you chose before was kept too long ago; please choose it again.",
)


class SeveralFiles(HoldingFiles):
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
        if any(isinstance(item, Gone) for item in given):
            raise self._refused(*_GONE)
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


class VoiceField(forms.FileField):
    """A voice note: recorded in the page where a browser can, else chosen as a file."""

    def __init__(self, *, language: str, **options: Any) -> None:
        words = {name: text.into(language) for name, text in _VOICE.items()}
        attrs = {
            "accept": "audio/*",
            **{f"data-{name}": said for name, said in words.items() if name in _SHOWN},
        }
        options.setdefault("widget", HoldingFiles(attrs=attrs))
        options.setdefault("label", words["label"])
        options.setdefault("help_text", words["help"])
        super().__init__(required=False, **options)
        self.too_long = words["too_long"]
        self.gone = Text(zh=_GONE[0], en=_GONE[1]).into(language)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """The recording as a list, empty where there is none; one that is too long is refused."""
        given = data if isinstance(data, list) else [data] if data else []
        # What was recorded anew takes the place of what was held.
        last = given[-1] if given else None
        if isinstance(last, Gone):
            raise forms.ValidationError(self.gone)
        item = super().clean(last, initial)
        if item and (item.size or 0) > VOICE_MOST_BYTES:
            raise forms.ValidationError(self.too_long)
        return [item] if item else []


_SHOWN = {"record", "stop", "again", "on", "done", "no"}
_VOICE = {
    "label": Text(zh="语音（可不录）", en="Voice note (optional)"),
    "help": Text(
        zh="最多两分钟。请仍用几个字写明是什么事：字能查，声音不能。",
        en="Two minutes at most. Still type in a few words what it is: words can be found.",
    ),
    "too_long": Text(
        zh="录音太长，最大 5 MB。请分段说。", en="The recording is too long; 5 MB is the limit."
    ),
    "record": Text(zh="按一下开始说", en="Press and speak"),
    "stop": Text(zh="说完了", en="Done"),
    "again": Text(zh="重新录", en="Record again"),
    "on": Text(zh="正在录", en="recording"),
    "done": Text(zh="已录好", en="recorded"),
    "no": Text(
        zh="没有允许用话筒；可以直接写字，或选一个录音文件。",
        en="The microphone was not allowed; type, or choose a file.",
    ),
}
