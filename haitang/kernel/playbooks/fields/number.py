"""A whole number."""

import re
from typing import Any, ClassVar, Literal, Self

from django import forms
from pydantic import Field, model_validator

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.lib.text import Text

#: What a signed 64-bit column holds; both databases agree up to here.
LARGEST = 2**63 - 1


class NumberField(FieldSpec):
    """A whole number: measures add integers only, so that every database gives the same sum."""

    slot: ClassVar[str] = "number"
    bounds: ClassVar[tuple[str, ...]] = ("min", "max")

    kind: Literal["number"] = Field(description="`number`: a whole number.")
    min: int = Field(0, ge=-LARGEST, le=LARGEST, description="The least it may be.")
    max: int = Field(1_000_000_000, ge=-LARGEST, le=LARGEST, description="The most it may be.")
    unit: Text | None = Field(None, description="What is counted (people, hectares), shown beside it.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is larger than max")
        return self

    def clean(self, raw: Any) -> Value:
        """The integer in *raw*."""
        number = whole(raw)
        if number is None:
            raise self.refuse("not-a-number", "请填写整数。", "write a whole number.")
        if not self.min <= number <= self.max:
            zh, en = f"应在 {self.min} 与 {self.max} 之间。", f"between {self.min} and {self.max}."
            raise self.refuse("out-of-range", zh, en)
        return number

    def show(self, value: Value, language: str = "zh") -> str:
        """The number with its unit."""
        unit = f" {self.unit.into(language)}" if self.unit else ""
        return f"{value}{unit}"

    def form_field(self, language: str = "zh") -> forms.Field:
        """A number input with its bounds."""
        return forms.IntegerField(**self._form(language), min_value=self.min, max_value=self.max)


def whole(raw: object) -> int | None:
    """The integer that *raw* says, if it says one."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[-+]?[0-9]{1,19}", raw.strip()):
        return int(raw)
    return None
