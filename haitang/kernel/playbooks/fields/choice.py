"""One of the declared options."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from django import forms
from pydantic import ConfigDict, Field, model_validator

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.lib.declare import Declaration
from haitang.lib.text import Text


def _label_alone_too(schema: dict[str, Any]) -> None:  # reason: JSON Schema is any JSON
    """Tell editors that a label alone will do."""
    whole = {key: schema.pop(key) for key in list(schema)}
    schema["anyOf"] = [{"$ref": "#/$defs/Text"}, whole]


class Option(Declaration):
    """One answer; ``{zh: …, en: …}`` alone is its label."""

    model_config = ConfigDict(json_schema_extra=_label_alone_too)

    label: Text = Field(description="What the person chooses, in both languages.")
    was: str = Field("", description="The key this option is renamed from; may be dropped once applied.")

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, said: Any) -> Any:  # reason: YAML as it was written
        return {"label": said} if isinstance(said, dict) and {"zh", "en"} & set(said) else said


class ChoiceField(FieldSpec):
    """One of several options; counted, it splits every figure of its kind."""

    slot: ClassVar[str] = "choice"

    kind: Literal["choice"] = Field(description="`choice`: one of the options.")
    options: Mapping[str, Option] = Field(min_length=1, description="The options by key, in the order shown.")

    def clean(self, raw: Any) -> Value:
        """The option's key."""
        if not isinstance(raw, str) or raw not in self.options:
            known = "、".join(option.label.zh for option in self.options.values())
            listed = ", ".join(self.options)
            raise self.refuse("not-an-option", f"请从中选择：{known}。", f"choose one of {listed}.")
        return raw

    def show(self, value: Value, language: str = "zh") -> str:
        """The option's label; the bare key for one that is gone."""
        option = self.options.get(str(value))
        return option.label.into(language) if option else str(value)

    def form_field(self, language: str = "zh") -> forms.Field:
        """A select with the options in their declared order."""
        options = [(key, option.label.into(language)) for key, option in self.options.items()]
        blank = [("", "—")]
        return forms.ChoiceField(**self._form(language), choices=blank + options)
