"""Files of a form that was refused for something else: they need not be chosen again.

They lie where all files lie, drawn anew and checked as always, with no row that names them: no page can show
them. The form carries a signed word for each, good for less than the day after which the sweep takes a file
that nothing names. Whoever has that word can send the file with the form, and nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any, TypeAlias

from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from haitang.kernel.ledger.api import attachment_path, hold_file
from haitang.lib.diagnostics import Refusal
from haitang.ui.words import both

Sent: TypeAlias = "UploadedFile[bytes] | HeldFile | Gone"
#: Less than the day after which files that nothing names are swept.
HELD_FOR = timedelta(hours=20)
_SALT = "haitang.ui.holding"


class HeldFile(SimpleUploadedFile):
    """A file that came with an earlier sending of the form; ``word`` is what the form carries for it."""

    def __init__(self, word: str, name: str, content: bytes, media_type: str) -> None:
        super().__init__(name, content, content_type=media_type)
        self.word = word


class Gone:
    """A file that was held, and is no more."""


@dataclass(frozen=True)
class Held:
    """What a form shows of a file that it holds."""

    word: str
    name: str


class HoldingFiles(forms.FileInput):
    """A file input that also takes what it held when the form was refused."""

    held: tuple[Held, ...] = ()

    def value_from_datadict(
        self,
        data: Mapping[str, Any],  # reason: Django's own signature
        files: "MultiValueDict[str, UploadedFile[bytes]]",
        name: str,
    ) -> Any:  # reason: the same
        """The files chosen now after those held from before."""
        words = data.getlist(f"{name}-held") if hasattr(data, "getlist") else ()
        given = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        found = [*(taken_up(word) for word in words), *given]
        return found or None

    def use_required_attribute(self, initial: Any) -> bool:  # reason: Django's own signature
        """No browser shall ask for a file that is here already."""
        return bool(super().use_required_attribute(initial)) and not self.held

    def render(
        self,
        name: str,
        value: Any,
        attrs: Any = None,  # reason: the same
        renderer: Any = None,  # reason: the same
    ) -> SafeString:
        """The input; above it what is held, each to be left out."""
        chooser = super().render(name, None, attrs, renderer)
        if not self.held:
            return chooser
        rows = format_html_join(
            "",
            '<label class="option"><input type="checkbox" name="{}-held" value="{}" checked>{}</label>',
            ((name, one.word, one.name) for one in self.held),
        )
        words = both(
            "已替您留着，不用再选；不要的去掉勾。",
            "Kept for you, no need to choose again; untick what you do not want.",
        )
        return format_html('<div class="held"><p class="help">{}</p>{}</div>{}', words, rows, chooser)


def hold_uploads(form: forms.Form) -> None:
    """Hold the files of a *form* that is refused, so that its next sending need not bring them again."""
    for name, field in form.fields.items():
        if isinstance(field.widget, HoldingFiles):
            sent = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            field.widget.held = tuple(_held(sent or ()))


def hand_on(form: forms.Form, again: forms.Form) -> None:
    """Let *again* hold what *form*, which it takes the place of, holds."""
    for name, field in again.fields.items():
        before = form.fields.get(name)
        if isinstance(field.widget, HoldingFiles) and before and isinstance(before.widget, HoldingFiles):
            field.widget.held = before.widget.held


def taken_up(word: str) -> HeldFile | Gone:
    """The file that a form's *word* stands for."""
    try:
        said = signing.loads(word, salt=_SALT, max_age=HELD_FOR)
        content = attachment_path(said["digest"]).read_bytes()
    except (signing.BadSignature, OSError):
        return Gone()
    return HeldFile(word, said["name"], content, said["type"])


def _held(sent: Iterable[Sent]) -> Iterable[Held]:
    for one in sent:
        if isinstance(one, HeldFile):
            yield Held(one.word, one.name or "")
        elif isinstance(one, UploadedFile) and (word := _word(one, one.name or "")):
            yield Held(word, one.name or "")


def _word(file: IO[bytes], name: str) -> str:
    """The signed word for a *file* laid down; none for one that may not be kept, as the form says itself."""
    file.seek(0)
    try:
        ready = hold_file(file)
    except Refusal:
        return ""
    said = {"digest": ready.digest, "name": name[-80:], "type": ready.media_type}
    return signing.dumps(said, salt=_SALT)
