"""The form of one move, made from what the flow says it asks."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import HttpRequest

from haitang.kernel.matters.api import EDITS, MattersSection, MoveView, kind_of, read_answers
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import compiled, holding
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id
from haitang.lib.text import Text
from haitang.ui.answers import answer_field
from haitang.ui.categories import category_groups
from haitang.ui.forms import LongSelect
from haitang.ui.ranking import Suggested, ranked, suggested
from haitang.ui.units import Groups, unit_groups
from haitang.ui.uploads import ATTACHED, PhotosField, Upload
from haitang.ui.worded import WordedForm

NOTE_LENGTH = 2000
T = TypeVar("T")
#: Kinds of field whose value stands in a form as it is kept.
_TYPED_AS_KEPT = ("text", "day", "choice", "number", "flag", "person", "unit")
_STARS = (
    (5, Text(zh="很满意", en="Very good")),
    (4, Text(zh="满意", en="Good")),
    (3, Text(zh="一般", en="Fair")),
    (2, Text(zh="不太满意", en="Poor")),
    (1, Text(zh="不满意", en="Bad")),
)


@dataclass(frozen=True)
class Offered:
    """What may be chosen in the form of a move, and what was suggested."""

    units: Groups
    invited: Groups
    categories: Groups
    suggested: Suggested | None = None


class MoveForm(WordedForm):
    """A move with ``seen`` (the serial its page showed) and ``client_id`` (so that twice is once)."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, asked: MoveView, *args: Any, offered: "Offered", language: str, **options: Any
    ) -> None:
        options.setdefault("auto_id", f"{asked.key}-%s")
        super().__init__(*args, language=language, **options)
        self.asked, self.suggested = asked, offered.suggested
        self._add_units(offered.units, offered.invited)
        self._add_category(offered.categories)
        for key, spec in asked.fields.items():
            self.fields[f"answer-{key}"] = answer_field(spec, actor=asked.actor, language=language)
        self._add_quantity()
        self._add_rating()
        self._add_note()
        self._add_photos()

    def _add_units(self, units: Groups, invited: Groups) -> None:
        narrowing = {"data-narrow": self.say("输几个字找单位", "Type to find a unit")}
        if units:
            self.fields["to_unit"] = forms.ChoiceField(
                label=self.say("交给", "Hand to"),
                choices=[("", self.say("请选择", "Choose")), *units],
                widget=forms.Select(attrs=narrowing),
            )
        if invited:
            self.fields["invited"] = forms.MultipleChoiceField(
                label=self.say("请谁参加（可多选）", "Who is asked to come (several)"),
                choices=invited,
                required=False,
                widget=forms.SelectMultiple(attrs=narrowing),
            )

    def _add_category(self, categories: Groups) -> None:
        if categories:
            narrowing = {"data-narrow": self.say("输几个字找类别", "Type to find a category")}
            self.fields["category"] = forms.ChoiceField(
                label=self.say("类别", "Category"),
                choices=[("", self.say("未分类", "None")), *categories],
                required=False,
                widget=LongSelect(attrs=narrowing),
            )

    def _add_quantity(self) -> None:
        asked = self.asked.move.ask.quantity
        if asked:
            self.fields["quantity"] = forms.IntegerField(
                label=asked.label.into(self.language), min_value=asked.min, max_value=asked.max
            )

    def _add_rating(self) -> None:
        asking = self.asked.move.ask.rating
        if asking != "none":
            self.fields["rating"] = forms.TypedChoiceField(
                label=self.say("您满意吗？", "How was it?"),
                choices=[(stars, f"{'★' * stars} {words.into(self.language)}") for stars, words in _STARS],
                coerce=int,
                empty_value=None,
                required=asking == "required",
                widget=forms.RadioSelect,
            )

    def _add_note(self) -> None:
        asking = self.asked.move.ask.note
        if asking != "none":
            label = self.say("说明", "Note")
            optional = "" if asking == "required" else self.say("（可不填）", " (optional)")
            self.fields["note"] = forms.CharField(
                label=label + optional,
                required=asking == "required",
                max_length=NOTE_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _add_photos(self) -> None:
        asking = self.asked.move.ask.photos
        if asking != "none":
            optional = "" if asking == "required" else self.say("（可不传）", " (optional)")
            self.fields["photos"] = PhotosField(
                language=self.language,
                takes=self.asked.takes,
                label=ATTACHED[self.asked.takes].into(self.language) + optional,
                required=asking == "required",
            )

    @property
    def answers(self) -> dict[str, Any]:
        """What the declared fields were answered."""
        given = {key: self.cleaned_data.get(f"answer-{key}") for key in self.asked.fields}
        return {key: value for key, value in given.items() if value not in (None, "", [])}

    @property
    def photos(self) -> list[Upload]:
        """The photos given."""
        return list(self.cleaned_data.get("photos") or [])

    @property
    def step(self) -> UUID:
        """The step's own identifier, made when the form was shown."""
        found = self.cleaned_data["client_id"]
        assert isinstance(found, UUID)
        return found


def empty_form(asked: MoveView, matter: Matter, *, language: str, **said: object) -> MoveForm:
    """The form as it is first shown; *said* is what was typed before somebody else was faster."""
    offered = _offered(asked, matter, language)
    begun = {**_answered(asked, matter), **_begun(offered.suggested)}
    initial = {**begun, **said, "seen": matter.serial, "client_id": new_id()}
    return MoveForm(asked, offered=offered, language=language, initial=initial)


def _begun(found: Suggested | None) -> dict[str, object]:
    """What was suggested, as the form is filled in with it."""
    return {"to_unit": found.unit, "category": found.category} if found else {}


def _answered(asked: MoveView, matter: Matter) -> dict[str, object]:
    """What was answered before to the fields that are asked again."""
    if not asked.fields:
        return {}
    kept = read_answers(json.loads(matter.data), compiled(matter.version_id))
    return {
        f"answer-{key}": value
        for key, spec, value in kept
        if key in asked.fields and key != asked.anew and spec.kind in _TYPED_AS_KEPT
    }


def sent_form(asked: MoveView, matter: Matter, *, language: str, request: HttpRequest) -> MoveForm:
    """The form as it was sent."""
    offered = _offered(asked, matter, language)
    return MoveForm(asked, request.POST, request.FILES, offered=offered, language=language)


def find_move(moves: Sequence[MoveView], key: str) -> MoveView | None:
    """The move *key* among those that are open."""
    return next((move for move in moves if move.key == key), None)


def add_refusal(form: WordedForm, refusal: Refusal) -> None:
    """Show *refusal* (or each of several) at its field, or above *form*."""
    for one in getattr(refusal, "refusals", [refusal]):
        named = next((name for name in (one.field, f"answer-{one.field}") if name in form.fields), None)
        form.add_error(named, one.into(form.language))


def acted(form: WordedForm, act: Callable[[], T]) -> T | None:
    """What acting upon a valid *form* gave; None where it was wrong or refused, which it says itself."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None


def _offered(asked: MoveView, matter: Matter, language: str) -> Offered:
    move = asked.move

    def groups(kinds: Collection[str]) -> Groups:
        return unit_groups(matter.region_id, kinds=kinds, language=language, near=matter.unit.path)

    handed = groups(move.to_kinds) if move.hands_to == "unit" else []
    begins = suggested(matter, asked.key)
    return Offered(
        units=ranked(handed, matter, asked.key, language),
        invited=groups(move.invites) if move.invites else [],
        categories=_categories(asked, matter, language) if begins else [],
        suggested=begins,
    )


def _categories(asked: MoveView, matter: Matter, language: str) -> Groups:
    """The categories of a move that says what a matter is about, for those who may say so."""
    if not EDITS.allows(asked.actor, matter):
        return []
    kind = kind_of(holding(matter.unit), matter.kind.key)
    return category_groups(kind.house.section(MattersSection), kind.spec.categories, language)
