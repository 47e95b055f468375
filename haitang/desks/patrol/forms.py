"""What a patrol asks: where, and if a problem was seen, what it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from haitang.kernel.registry.api import Stand
from haitang.lib.ids import new_id
from haitang.ui.categories import Step
from haitang.ui.forms import LongSelect
from haitang.ui.keeping import KeptForm
from haitang.ui.units import Groups
from haitang.ui.uploads import PhotosField, Upload

TITLE_LENGTH, NOTE_LENGTH = 200, 1000


class PatrolForm(KeptForm):
    """One patrol; ``uuid`` is made when the form is shown, so that twice is once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    patrol = forms.CharField(widget=forms.HiddenInput)
    unit = forms.TypedChoiceField(coerce=int)
    title = forms.CharField(max_length=TITLE_LENGTH, required=False)
    where = forms.CharField(max_length=200, required=False)
    spot = forms.CharField(max_length=60, required=False)
    category = forms.ChoiceField(required=False, widget=LongSelect)
    note = forms.CharField(max_length=NOTE_LENGTH, required=False)
    name = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput({"inputmode": "tel"}))

    def __init__(
        self,
        *args: Any,
        patrol: str,
        stands: Sequence[Stand],
        categories: Groups,
        asks: Sequence[str],
        language: str,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {"uuid": new_id(), "patrol": patrol})
        super().__init__(*args, language=language, **options)
        self._offer("unit", [(str(one.unit_id), one.unit_name) for one in stands])
        self._offer(
            "category", [("", self.say("不确定，由受理员分", "Not sure: the clerk will say")), *categories]
        )
        find = self.say("输几个字找类别", "Type to find a category")
        self.fields["category"].widget.attrs["data-narrow"] = find
        if len(stands) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = stands[0].unit_id
        for name in {"where", "spot"} - set(asks):
            del self.fields[name]
        if "spot" in self.fields:
            words = ("data-locate", "data-busy", "data-failed")
            said = (
                ("用我现在的位置", "Use where I am"),
                ("正在定位…", "Locating…"),
                ("定不了位，请写明地点", "No position: say where"),
            )
            attrs = {word: self.say(*text) for word, text in zip(words, said, strict=True)}
            self.fields["spot"].widget.attrs |= {**attrs, "inputmode": "decimal"}
        photos = PhotosField(language=language, required=False, label=self.say("照片", "Photos"))
        photos.widget.attrs["capture"] = "environment"
        self.fields["photos"] = photos
        self.add_seen()
        self.order_fields(
            [
                "uuid",
                "patrol",
                "unit",
                "title",
                "photos",
                "where",
                "spot",
                "category",
                "name",
                "phone",
                "note",
            ]
        )

    def _offer(self, name: str, choices: Sequence[Step]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "unit": ("在哪里巡查", "Where you walk"),
            "title": ("看到什么问题（没有就空着）", "What is wrong (leave empty if nothing is)"),
            "where": ("具体地点", "Where exactly"),
            "spot": ("坐标（可不填）", "Position (optional)"),
            "category": ("类别（可不选）", "Category (optional)"),
            "note": ("巡查情况（可不填）", "About the patrol (optional)"),
            "name": ("反映人怎么称呼（可不填）", "Who told you (optional)"),
            "phone": (
                "反映人电话（本人同意才留，查询码发到这里）",
                "Their phone (only with consent; the code to follow it goes there)",
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Photos and a spot say nothing without a sentence."""
        given = super().clean() or {}
        if not given.get("title") and any(
            given.get(name) for name in ("photos", "where", "spot", "category", "name", "phone")
        ):
            self.add_error(
                "title", self.say("请用一句话写明是什么问题。", "Say in a sentence what is wrong.")
            )
        return given

    @property
    def client_uuid(self) -> UUID:
        """The patrol's own identifier."""
        found = self.cleaned_data["uuid"]
        assert isinstance(found, UUID)
        return found

    @property
    def photos(self) -> tuple[Upload, ...]:
        """The photos given."""
        return tuple(self.cleaned_data.get("photos") or ())
