"""An amount of money, kept in fen."""

import re
from decimal import Decimal
from typing import Any, ClassVar, Literal

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value


class MoneyField(FieldSpec):
    """An amount of yuan, kept as whole fen: SQLite adds decimals wrongly, integers never."""

    slot: ClassVar[str] = "number"
    bounds: ClassVar[tuple[str, ...]] = ("max_fen",)

    kind: Literal["money"] = Field(description="`money`: yuan on the form, whole fen in the record.")
    max_fen: int = Field(10_000_000_000, ge=0, le=10**15, description="The largest amount, in fen.")

    def clean(self, raw: Any) -> Value:
        """Fen: a number is fen already, a text is yuan with at most two decimals."""
        fen = _fen(raw)
        if fen is None:
            raise self.refuse(
                "not-money", "请填写金额，最多两位小数。", "write yuan with at most two decimals."
            )
        if not 0 <= fen <= self.max_fen:
            most = f"{Decimal(self.max_fen) / 100:,.2f}"
            raise self.refuse("out-of-range", f"应在 0 与 {most} 元之间。", f"between 0 and {most} yuan.")
        return fen

    def show(self, value: Value, language: str = "zh") -> str:
        """Yuan with two decimals."""
        amount = f"{Decimal(int(str(value))) / 100:,.2f}"
        return f"¥{amount}" if language.startswith("en") else f"{amount} 元"

    def form_field(self, language: str = "zh") -> forms.Field:
        """A text input for yuan: a browser's number input would round."""
        return forms.CharField(
            **self._form(language), max_length=20, widget=forms.TextInput({"inputmode": "decimal"})
        )


def _fen(raw: object) -> int | None:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,2})?", raw.strip()):
        return int(Decimal(raw.strip()) * 100)
    return None
