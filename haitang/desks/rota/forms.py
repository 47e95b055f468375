"""What is asked on the pages of a rota."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from haitang.desks.rota.queries import Kept
from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.api import Actor
from haitang.ui.answers import answer_field
from haitang.ui.worded import WordedForm

Choices = Sequence[tuple[str, str]]


def _day() -> forms.DateField:
    # A browser reads an initial day in this form only, whatever the language.
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class PlanForm(WordedForm):
    """From when to when turns are to be shared."""

    since = _day()
    until = _day()

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"since": ("从", "From"), "until": ("到", "To")}


class AwayForm(WordedForm):
    """Who is away, and when."""

    person = forms.ChoiceField()
    since = _day()
    until = _day()

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a choice field

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"person": ("谁", "Who"), "since": ("从", "From"), "until": ("到", "To")}


class AskForm(WordedForm):
    """Whom to ask to take a turn, and for which of theirs."""

    to = forms.ChoiceField()
    instead = forms.ChoiceField(required=False)
    note = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, people: Choices, turns: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = people  # type: ignore[attr-defined]  # a choice field
        nothing = ("", self.say("不换，请代我值", "Nothing: stand in for me"))
        self.fields["instead"].choices = [nothing, *turns]  # type: ignore[attr-defined]  # a choice field

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {
            "to": ("请谁值", "Ask whom"),
            "instead": ("我换值", "I take instead"),
            "note": ("附言（可不填）", "A word (optional)"),
        }


class HeldForm(WordedForm):
    """What the entry of a day held asks."""

    def __init__(self, *args: Any, kept: Kept, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = kept.house.section(LedgerSection).entries[kept.rota.writes]
        self.asked: Mapping[str, AnyField] = {
            key: spec for key, spec in kind.fields.items() if key != kept.rota.theme_field
        }
        least, most = kind.quantity.min, kind.quantity.max
        if least != most:
            label = kind.help.into(self.language) if kind.help else self.say("数量", "How many")
            self.fields["quantity"] = forms.IntegerField(label=label, min_value=least, max_value=most)
        self.only = least
        for key, spec in self.asked.items():
            self.fields[f"answer-{key}"] = answer_field(spec, actor=actor, language=self.language)

    @property
    def quantity(self) -> int:
        """How much; the only possible one where none is asked."""
        found = self.cleaned_data.get("quantity", self.only)
        assert isinstance(found, int)
        return found

    @property
    def answers(self) -> dict[str, Any]:
        """What the entry's fields were answered."""
        given = {key: self.cleaned_data.get(f"answer-{key}") for key in self.asked}
        return {key: value for key, value in given.items() if value not in (None, "", [])}


class SettleForm(WordedForm):
    """Where a day is held, and what about."""

    place = forms.CharField(required=False, max_length=100)
    theme = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, themes: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        if themes:
            self.fields["theme"].choices = [("", "—"), *themes]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["theme"]

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        said = {"place": ("地点", "Place"), "theme": ("主题", "Theme")}
        return {name: words for name, words in said.items() if name in self.fields}


class WhyForm(WordedForm):
    """Why a day is called off."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"why": ("为什么取消", "Why it is called off")}


class TakeDownForm(WordedForm):
    """What somebody asks for, in their words; a name and a number if they leave one."""

    words_said = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    name = forms.CharField(required=False, max_length=60)
    phone = forms.CharField(required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(required=False, max_length=120)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {
            "words_said": ("说了什么", "What they said"),
            "name": ("称呼（可不填）", "Name (optional)"),
            "phone": ("电话（可不填）", "Phone (optional)"),
            "email": ("邮箱（可不填）", "E-mail (optional)"),
        }
