"""Yes or no."""

from typing import Any, ClassVar, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value

_WORDS = {
    **dict.fromkeys(("true", "on", "1", "yes", "是"), True),
    **dict.fromkeys(("false", "off", "0", "no", "否"), False),
}


class FlagField(FieldSpec):
    """Yes or no; unanswered is neither."""

    slot: ClassVar[str] = "flag"

    kind: Literal["flag"] = Field(description="`flag`: yes or no.")

    def clean(self, raw: Any) -> Value:
        """True or False; a form's ``on`` and a table's ``是`` are understood."""
        if isinstance(raw, bool):
            return raw
        said = _WORDS.get(str(raw).strip().lower()) if isinstance(raw, str | int) else None
        if said is None:
            raise self.refuse("not-a-flag", "请填写是或否。", "write yes or no.")
        return said

    def show(self, value: Value, language: str = "zh") -> str:
        """Yes or no, in words."""
        if language.startswith("en"):
            return "Yes" if value else "No"
        return "是" if value else "否"

    def form_field(self, language: str = "zh") -> forms.Field:
        """A tick box; a required flag must still be answered, not necessarily with yes."""
        if not self.required:
            return forms.BooleanField(**self._form(language))
        answers = [("", "—"), ("true", self.show(True, language)), ("false", self.show(False, language))]  # noqa: FBT003 -- an answer
        return forms.ChoiceField(**self._form(language), choices=answers)
