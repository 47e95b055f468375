"""Forms made of what the playbook declares."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from haitang.kernel.ledger.api import EntryKind
from haitang.kernel.registry.api import Actor, PostView, Stand
from haitang.lib.clock import today
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id
from haitang.lib.text import Text
from haitang.ui.answers import answer_field
from haitang.ui.uploads import ATTACHED, PhotosField
from haitang.ui.words import both, language, say

SERVED = {
    "household": Text(zh="走访哪户", en="Which household"),
    "unit": Text(zh="服务哪个单位", en="Which unit was served"),
    "person": Text(zh="服务了谁", en="Who was served"),
}
HOW_MUCH = {
    "times": Text(zh="几次", en="How many times"),
    "minutes": Text(zh="多少分钟", en="How many minutes"),
    "people": Text(zh="多少人", en="How many people"),
    "fen": Text(zh="多少元", en="How many yuan"),
}


class RecordForm(forms.Form):
    """One deed: what its kind asks, and ``uuid``, made when the form was shown, so that twice is once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, kind: EntryKind, stands: list[Stand], *args: Any, actor: Actor, **options: Any
    ) -> None:
        options.setdefault("initial", {"uuid": new_id(), "day": today(), "quantity": kind.quantity.min})
        super().__init__(*args, **options)
        self.kind, self.actor, self.language = kind, actor, language()
        self._add_unit(stands)
        self._add_served()
        self._add_answers()
        self._add_quantity()
        self._add_rest()

    def _add_unit(self, stands: list[Stand]) -> None:
        units = {one.unit_id: f"{one.unit_name} · {one.label.into(self.language)}" for one in stands}
        many = len(units) > 1
        self.fields["unit"] = forms.TypedChoiceField(
            label=both("算在哪里", "Counts for"),
            choices=list(units.items()),
            initial=next(iter(units), None),
            coerce=int,
            widget=forms.Select if many else forms.HiddenInput,
        )

    def _add_served(self) -> None:
        if self.kind.serves in SERVED:
            self.fields["served"] = forms.CharField(
                label=SERVED[self.kind.serves].into(self.language),
                help_text=both("输几个字，从名单里选", "Type part of the name, then choose"),
                required=self.kind.must_name,
                max_length=200,
                widget=forms.TextInput(attrs={"list": "served-list", "autocomplete": "off"}),
            )

    def _add_answers(self) -> None:
        for key, spec in self.kind.fields.items():
            self.fields[f"answer-{key}"] = answer_field(spec, actor=self.actor, language=self.language)

    def _add_quantity(self) -> None:
        allowed = self.kind.quantity
        if allowed.min < allowed.max:
            options: dict[str, Any] = {"label": HOW_MUCH[allowed.unit].into(self.language)}
            if allowed.unit == "fen":
                self.fields["quantity"] = forms.DecimalField(
                    min_value=allowed.min / 100, max_value=allowed.max / 100, decimal_places=2, **options
                )
            else:
                self.fields["quantity"] = forms.IntegerField(
                    min_value=allowed.min, max_value=allowed.max, **options
                )

    def _add_rest(self) -> None:
        self.fields["note"] = forms.CharField(
            label=both("说了什么、做了什么（可不填）", "What was said and done (optional)"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["photos"] = PhotosField(
            language=self.language,
            takes=self.kind.takes,
            label=say(ATTACHED[self.kind.takes]) + both("（可不填）", " (optional)"),
            required=False,
        )
        self.fields["day"] = forms.DateField(
            label=both("哪天的事", "Which day"),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": today().isoformat()}),
        )

    def clean(self) -> dict[str, Any]:
        """A deed says something: one thumb that slips writes nothing into a ledger that keeps everything."""
        cleaned = super().clean() or {}
        if not self.errors and not self._says_something(cleaned):
            names = self.kind.serves in SERVED
            words = both("写明服务了谁，或写一句做了什么。", "Name whom it served, or write a word on it.")
            plain = both("写一句做了什么，或拍一张照片。", "Write a word on what was done, or take a photo.")
            raise forms.ValidationError(words if names else plain)
        return cleaned

    def _says_something(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether anything was said; the usual amount alone says so only where nothing else is asked."""
        if self.answers or any(cleaned.get(name) for name in ("served", "note", "photos")):
            return True
        asks_more = self.kind.fields or self.kind.serves in SERVED
        return cleaned.get("quantity") is not None and (
            not asks_more or self.quantity != self.kind.quantity.min
        )

    @property
    def answers(self) -> dict[str, Any]:
        """What the declared fields were answered."""
        return dict(self._answered())

    def _answered(self) -> Iterator[tuple[str, Any]]:
        for name, value in self.cleaned_data.items():
            if name.startswith("answer-") and value not in (None, "", []):
                yield name.removeprefix("answer-"), value

    @property
    def quantity(self) -> int:
        """How much, in the smallest unit."""
        said = self.cleaned_data.get("quantity", self.kind.quantity.min)
        return (
            int(said * 100) if self.kind.quantity.unit == "fen" and "quantity" in self.fields else int(said)
        )

    @property
    def photos(self) -> "list[UploadedFile[bytes]]":
        """The photos given."""
        return list(self.cleaned_data.get("photos") or [])

    @property
    def client_uuid(self) -> UUID:
        """The deed's own identifier."""
        found = self.cleaned_data["uuid"]
        assert isinstance(found, UUID)
        return found

    def refuse(self, refusal: Refusal) -> None:
        """Show *refusal*, or each of several, at its field or above the form."""
        for one in getattr(refusal, "refusals", [refusal]):
            names = (one.field, f"answer-{one.field}", _SHOWN_AT.get(one.field, ""))
            named = next((name for name in names if name in self.fields), None)
            self.add_error(named, one.into(self.language))


#: Where refusals of fields that the form names otherwise are shown.
_SHOWN_AT = {"served_unit": "served", "served_person": "served", "attachments": "photos"}


class VoidForm(forms.Form):
    """Why an entry is void."""

    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = both("为什么作废（会一直留着）", "Why it is void (kept for ever)")


class LookForm(forms.Form):
    """Why somebody looks at a person's phone number."""

    why = forms.CharField(max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].label = both("为什么要看（本人看得到）", "Why (the person will read it)")


class TokenForm(forms.Form):
    """A key for a program, worth one of the actor's posts."""

    post = forms.TypedChoiceField(coerce=int)
    label = forms.CharField(max_length=60)

    def __init__(self, posts: list[PostView], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(post.id, f"{post.unit_name} · {post.label.into(language())}") for post in posts]
        self.fields["post"] = forms.TypedChoiceField(
            label=both("以哪个职务", "For which post"), choices=choices, coerce=int
        )
        self.fields["label"].label = both("用在哪里", "What it is for")
