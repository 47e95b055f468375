"""How somebody wants to hear."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms

from haitang.desks.notice.enums import WayKey, When
from haitang.desks.notice.occasions import WAY_LABELS, Occasion, occasions
from haitang.desks.notice.preferences import Hours
from haitang.ui.worded import WordedForm

_LABELS = {
    When.NOW: ("马上", "At once"),
    When.DAILY: ("每天汇总", "Once a day"),
    When.NEVER: ("不用", "Never"),
}


@dataclass(frozen=True)
class OccasionLine:
    """An occasion with its choices, one for each way."""

    occasion: Occasion
    fields: list[forms.BoundField]


class ChoicesForm(WordedForm):
    """A choice for each occasion and way, the quiet hours, the time of the daily message, the language."""

    quiet_from = forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    quiet_until = forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    digest_at = forms.TimeField(widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    speaks = forms.ChoiceField(choices=[("zh", "中文"), ("en", "English")])

    def __init__(
        self,
        *args: Any,
        ways: Sequence[str],
        now: Mapping[tuple[str, str], str],
        hours: Hours,
        language: str,
        **options: Any,
    ) -> None:
        options["initial"] = {
            "quiet_from": _time(hours.quiet_from),
            "quiet_until": _time(hours.quiet_until),
            "digest_at": _time(hours.digest_at),
            "speaks": hours.language,
        }
        super().__init__(*args, language=language, **options)
        self.ways = ways
        for occasion in occasions().values():
            for way in ways:
                self.fields[f"{occasion.key}-{way}"] = self._choice(occasion, way, now)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "quiet_from": ("从几点起不打扰", "Quiet from"),
            "quiet_until": ("到几点", "Until"),
            "digest_at": ("每天汇总几点发", "Daily message at"),
            "speaks": ("消息用的语言", "Language of messages"),
        }

    def _choice(self, occasion: Occasion, way: str, now: Mapping[tuple[str, str], str]) -> forms.ChoiceField:
        soons = [When.NOW, When.NEVER] if way == WayKey.APP else list(When)
        return forms.ChoiceField(
            label=WAY_LABELS[WayKey(way)].into("en" if self.language == "en" else "zh"),
            choices=[(str(soon), self.say(*_LABELS[soon])) for soon in soons],
            initial=now[occasion.key, way],
        )

    @property
    def lines(self) -> Iterator[OccasionLine]:
        """The occasions, each with its choices."""
        for occasion in occasions().values():
            yield OccasionLine(occasion, [self[f"{occasion.key}-{way}"] for way in self.ways])

    @property
    def hours(self) -> list[forms.BoundField]:
        """The fields that are not choices."""
        return [self[name] for name in ("quiet_from", "quiet_until", "digest_at", "speaks")]

    @property
    def chosen(self) -> dict[tuple[str, str], str]:
        """What was chosen, by occasion and way."""
        given = self.cleaned_data
        return {(key, way): given[f"{key}-{way}"] for key in occasions() for way in self.ways}

    def minutes(self, name: str) -> int:
        """A time of day in minutes."""
        at: time = self.cleaned_data[name]
        return at.hour * 60 + at.minute


class DeviceForm(forms.Form):
    """What a browser says of itself."""

    endpoint = forms.URLField(max_length=1000, assume_scheme="https")
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


class LostCodeForm(WordedForm):
    """What a resident knows who has no code: the number, and what was left with it."""

    number = forms.CharField(max_length=30, widget=forms.TextInput({"autocapitalize": "characters"}))
    reached_at = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "tel"}))

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "number": ("编号，或纸条上的编号", "The number, or that of the paper slip"),
            "reached_at": ("当时留下的手机号或邮箱", "The phone or e-mail that was left with it"),
        }
