"""Attached files."""

from typing import Any, Literal
from uuid import UUID

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value

#: What may be attached where it is not said otherwise: a PDF cannot be drawn anew, so it is asked for.
Takes = Literal["photos", "files"]


class FileField(FieldSpec):
    """Files kept beforehand by the ledger, named by their UUIDs."""

    kind: Literal["file"] = Field(description="`file`: one or more kept files, such as photos.")
    takes: Takes = Field("photos", description="`photos`, or `files`: PDF as well.")
    most: int = Field(1, ge=1, le=20, description="How many may be attached.")

    def clean(self, raw: Any) -> Value:
        """The attachments' UUIDs as texts, each once."""
        given = raw if isinstance(raw, list) else [raw]
        try:
            files = list(dict.fromkeys(str(UUID(str(one))) for one in given))
        except ValueError:
            raise self.refuse("not-a-file", "请先上传文件。", "upload the file first.") from None
        if len(files) > self.most:
            raise self.refuse("too-many", f"最多 {self.most} 个文件。", f"at most {self.most} files.")
        return files

    def show(self, value: Value, language: str = "zh") -> str:
        """How many there are."""
        number = len(value) if isinstance(value, list) else 1
        return f"{number} files" if language.startswith("en") else f"{number} 个文件"

    def form_field(self, language: str = "zh") -> forms.Field:
        """The browser's own file input."""
        widget = forms.ClearableFileInput()
        return forms.FileField(**self._form(language), widget=widget)
