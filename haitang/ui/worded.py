"""A form whose labels and refusals are said in one of the two languages."""

from typing import Any

from django import forms

from haitang.lib.text import Text


class WordedForm(forms.Form):
    """``words()`` gives each field its label in both languages."""

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        for name, (zh, en) in self.words().items():
            self.fields[name].label = self.say(zh, en)
        for field in self.fields.values():
            field.error_messages["required"] = self.say("请填写。", "Please fill this in.")

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {}

    def say(self, zh: str, en: str) -> str:
        """The sentence in this form's language."""
        return Text(zh=zh, en=en).into(self.language)
