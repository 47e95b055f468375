"""A calendar day."""

from datetime import date
from typing import Any, ClassVar, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.lib.clock import today


class DayField(FieldSpec):
    """A day, without a time."""

    slot: ClassVar[str] = "day"
    bounds: ClassVar[tuple[str, ...]] = ("past",)

    kind: Literal["day"] = Field(description="`day`: a calendar day.")
    past: bool = Field(default=False, description="Whether it may not lie in the future.")

    def clean(self, raw: Any) -> Value:
        """The day as ``YYYY-MM-DD``."""
        day = _day(raw)
        if day is None:
            zh, en = "请按 2026-03-31 的样子填写日期。", "write a day such as 2026-03-31."
            raise self.refuse("not-a-day", zh, en)
        if self.past and day > today():
            raise self.refuse("in-the-future", "不能晚于今天。", "it cannot lie after today.")
        return day.isoformat()

    def to_slot(self, value: Value) -> date:
        """The day as a date."""
        return date.fromisoformat(str(value))

    def form_field(self, language: str = "zh") -> forms.Field:
        """The browser's own calendar."""
        return forms.DateField(**self._form(language), widget=forms.DateInput({"type": "date"}))


def _day(raw: object) -> date | None:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(raw.strip()) if isinstance(raw, str) and len(raw.strip()) == 10 else None
    except ValueError:
        return None
