"""What every kind of field has; a new kind is one small file beside this one and one line in ``__init__``."""

from typing import Any, ClassVar, Self

from django import forms
from pydantic import Field, model_validator

from haitang.lib.declare import Declaration
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text

#: A canonical answer: what JSON can hold and what the ledger seals.
Value = str | int | bool | list[str] | dict[str, int]


class FieldSpec(Declaration):
    """One question a kind asks, with its answer's kind."""

    #: The type of column its counted value has, or empty where a kind cannot be counted.
    slot: ClassVar[str] = ""
    #: Its words that bound what it takes, so that an edit of them may refuse what was answered before.
    bounds: ClassVar[tuple[str, ...]] = ()

    label: Text = Field(description="What the form says, in both languages.")
    help: Text | None = Field(None, description="A sentence under the field, where the label is not enough.")
    required: bool = Field(
        default=False, description="Whether the record is refused without it; asked of new records only."
    )
    count: bool = Field(
        default=False, description="Whether measures may filter and count it; nothing else can be filtered."
    )
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")

    from_: str = Field(
        "",
        alias="from",
        description="The key of a field of another kind, retired for this one: what was answered to it is "
        "counted here where it converts. Records themselves stay as they are.",
    )

    @model_validator(mode="after")
    def _copies_to_its_fact(self) -> Self:
        if self.from_ and not self.count:
            raise ValueError("from: fills what is counted, and nothing else; say count: true")
        return self

    @model_validator(mode="after")
    def _countable(self) -> Self:
        if self.count and not self.slot:
            raise ValueError("this kind of field cannot be counted; take count: away")
        return self

    def clean(self, raw: Any) -> Value:  # reason: what a form, a file or a program sent
        """The canonical answer in *raw*; raises :class:`Refusal` in words."""
        raise NotImplementedError

    def show(self, value: Value, language: str = "zh") -> str:
        """The answer as a person reads it."""
        return str(value)

    def to_slot(self, value: Value) -> Any:  # reason: the driver's type of the slot's column
        """The answer as its counted column holds it."""
        return value

    def form_field(self, language: str = "zh") -> forms.Field:
        """Django's field for it."""
        raise NotImplementedError

    def _form(self, language: str) -> dict[str, Any]:  # reason: keyword arguments of Django's fields
        return {
            "label": self.label.into(language),
            "help_text": self.help.into(language) if self.help else "",
            "required": self.required,
        }

    def refuse(self, code: str, zh: str, en: str) -> Refusal:
        """A refusal that begins with the field's own label."""
        code = "answer." + code.replace("-", "_")
        return Refusal(code, zh=f"{self.label.zh}：{zh}", en=f"{self.label.en}: {en}")
