"""The questions of a sampling, as its entry's fields ask them."""

from collections.abc import Mapping
from typing import Any

from django import forms

from haitang.kernel.playbooks.api import AnyField, ChoiceField
from haitang.kernel.registry.api import Actor
from haitang.ui.answers import answer_field
from haitang.ui.worded import WordedForm

#: So many options stand side by side; more are listed.
MOST_SHOWN = 6


class SampleForm(WordedForm):
    """One resident's answers; what must be answered takes one press, where the options are few."""

    def __init__(
        self, *args: Any, asks: Mapping[str, AnyField], actor: Actor, language: str, **options: Any
    ) -> None:
        super().__init__(*args, language=language, **options)
        for key, spec in asks.items():
            self.fields[key] = answer_field(spec, actor=actor, language=language)
            if isinstance(spec, ChoiceField) and spec.required and len(spec.options) <= MOST_SHOWN:
                self.fields[key] = _side_by_side(self.fields[key], spec, language)


def _side_by_side(asked: forms.Field, spec: ChoiceField, language: str) -> forms.Field:
    options = [(key, option.label.into(language)) for key, option in spec.options.items()]
    return forms.ChoiceField(
        choices=options, widget=forms.RadioSelect, label=asked.label, help_text=asked.help_text
    )
