"""A unit of the register."""

from typing import Any, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.kernel.registry.models import Unit


class UnitField(FieldSpec):
    """A unit, named by its code."""

    kind: Literal["unit"] = Field(description="`unit`: a unit in the register, by its code.")

    def clean(self, raw: Any) -> Value:
        """The unit's code."""
        code = raw.strip() if isinstance(raw, str) else ""
        if not code or len(code) > 24:
            raise self.refuse("not-a-unit", "请选择一个单位。", "choose a unit.")
        return code

    def missing(self, values: set[str], region_id: int) -> set[str]:
        """Those of *values* that the register of a region does not know."""
        return values - set(
            Unit.objects.filter(region_id=region_id, code__in=values).values_list("code", flat=True)
        )

    def form_field(self, language: str = "zh") -> forms.Field:
        """A text input for the unit's code."""
        return forms.CharField(**self._form(language), max_length=24)
