"""A few words or lines of text."""

from typing import Any, ClassVar, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value


class TextField(FieldSpec):
    """Free text; it is shown and exported, never counted."""

    bounds: ClassVar[tuple[str, ...]] = ("max",)

    kind: Literal["text"] = Field(description="`text`: words, on one line or several.")
    lines: int = Field(1, ge=1, le=20, description="How many lines the form shows.")
    max: int = Field(2000, ge=1, le=20000, description="How many characters it may have.")

    def clean(self, raw: Any) -> Value:
        """The words without surrounding blanks."""
        if not isinstance(raw, str):
            raise self.refuse("not-text", "请填写文字。", "write text.")
        words = raw.strip()
        if "\0" in words:
            raise self.refuse("not-text", "含有无法保存的字符。", "it holds a character that cannot be kept.")
        if len(words) > self.max:
            raise self.refuse("too-long", f"最多 {self.max} 字。", f"at most {self.max} characters.")
        return words

    def form_field(self, language: str = "zh") -> forms.Field:
        """One line or a text area."""
        widget = forms.Textarea(attrs={"rows": self.lines}) if self.lines > 1 else forms.TextInput()
        return forms.CharField(**self._form(language), max_length=self.max, widget=widget)
