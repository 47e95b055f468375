"""A point on the map."""

from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value


class PlaceField(FieldSpec):
    """A point the person attached on purpose; degrees times one million, so that databases agree."""

    kind: Literal["place"] = Field(description="`place`: a point that the person attaches on purpose.")

    def clean(self, raw: Any) -> Value:
        """``{"latitude_micro": …, "longitude_micro": …}`` from such a mapping or ``"31.65, 120.75"``."""
        latitude, longitude = self._degrees(raw)
        if not (abs(latitude) <= 90_000_000 and abs(longitude) <= 180_000_000):
            raise self.refuse("not-a-place", "经纬度超出范围。", "the point is not on the earth.")
        return {"latitude_micro": latitude, "longitude_micro": longitude}

    def _degrees(self, raw: Any) -> tuple[int, int]:  # reason: what a form or a program sent
        try:
            if isinstance(raw, dict):
                return int(raw["latitude_micro"]), int(raw["longitude_micro"])
            latitude, longitude = (int(Decimal(part.strip()) * 1_000_000) for part in raw.split(","))
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, InvalidOperation):
            zh, en = "请填写“纬度, 经度”。", "write latitude, longitude."
            raise self.refuse("not-a-place", zh, en) from None
        return latitude, longitude

    def show(self, value: Value, language: str = "zh") -> str:
        """Degrees with six decimals."""
        assert isinstance(value, dict)
        return f"{value['latitude_micro'] / 1e6:.6f}, {value['longitude_micro'] / 1e6:.6f}"

    def form_field(self, language: str = "zh") -> forms.Field:
        """A text input for the point, written as latitude and longitude."""
        return forms.CharField(**self._form(language), max_length=40)
