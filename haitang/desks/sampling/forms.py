"""The questions of a sampling, as its entry's fields ask them."""

from collections.abc import Mapping
from typing import Any

from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.api import Actor
from haitang.ui.answers import answer_field
from haitang.ui.worded import WordedForm


class SampleForm(WordedForm):
    """One resident's answers."""

    def __init__(
        self, *args: Any, asks: Mapping[str, AnyField], actor: Actor, language: str, **options: Any
    ) -> None:
        super().__init__(*args, language=language, **options)
        for key, spec in asks.items():
            self.fields[key] = answer_field(spec, actor=actor, language=language)
