"""One row of the keying screen: one paper slip."""

from collections.abc import Mapping
from typing import Any

from django import forms

from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id
from haitang.lib.slips import read_slip
from haitang.ui.units import Groups
from haitang.ui.worded import WordedForm
from haitang.web.matters.forms import BODY_LENGTH, Choices, ask, offer


class SlipForm(WordedForm):
    """What stands on a slip. Where and how it came stay from row to row; Enter saves the row."""

    unit = forms.ChoiceField()
    channel = forms.ChoiceField()
    draft = forms.UUIDField(widget=forms.HiddenInput)
    slip = forms.CharField(max_length=20, required=False)
    what = forms.CharField(max_length=BODY_LENGTH)
    name = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput({"inputmode": "tel"}))
    email = forms.EmailField(max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        units: Groups,
        channels: Choices,
        asks: Mapping[str, AnyField],
        actor: Actor,
        language: str,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {"draft": new_id()})
        super().__init__(*args, language=language, **options)
        offer(self, {"unit": units, "channel": channels})
        self.fields["slip"].widget.attrs["autocomplete"] = "off"
        self.begin_at("slip")
        self.asks = asks
        ask(self, asks, actor)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "unit": ("在哪里", "Where"),
            "channel": ("从哪里来", "How it came in"),
            "slip": ("纸条编号（没有可不填）", "Number of the slip (if any)"),
            "what": ("什么事", "What it is about"),
            "name": ("称呼（可不填）", "Name (optional)"),
            "phone": ("电话（纸条上勾了同意才录）", "Phone (only if the slip is ticked)"),
            "email": ("邮箱（同上）", "E-mail (likewise)"),
        }

    def begin_at(self, name: str) -> None:
        """Where the keyer's hands go next."""
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
        self.fields[name].widget.attrs["autofocus"] = True

    def clean_slip(self) -> str:
        """The number as it was printed; one that was mistyped is noticed."""
        typed = str(self.cleaned_data["slip"]).strip()
        number = read_slip(typed) if typed else ""
        if number is None:
            words = self.say(
                "编号不对，请再看一眼纸条。", "This is no slip's number; look at the slip again."
            )
            raise forms.ValidationError(words)
        return number

    @property
    def row(self) -> list[forms.BoundField]:
        """The fields that every slip has anew."""
        kept = ("unit", "channel", "draft")
        return [self[name] for name in self.fields if name not in kept]

    @property
    def answers(self) -> dict[str, Any]:
        """What the declared fields were answered."""
        given = {key: self.cleaned_data.get(f"answer-{key}") for key in self.asks}
        return {key: value for key, value in given.items() if value not in (None, "")}
