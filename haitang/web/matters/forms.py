"""What staff fill in about a matter, besides the moves that its flow declares."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from haitang.kernel.matters.api import ContactDetails
from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id
from haitang.ui.answers import answer_field
from haitang.ui.asked import NOTE_LENGTH
from haitang.ui.categories import Step
from haitang.ui.forms import LongSelect
from haitang.ui.keeping import KeptForm
from haitang.ui.units import Groups
from haitang.ui.uploads import ATTACHED, PhotosField, VoiceField
from haitang.ui.worded import WordedForm

TITLE_LENGTH, BODY_LENGTH = 200, 4000
CONTACT = ("name", "phone", "email")
Choices = Sequence[tuple[str, str]]


def offer(form: WordedForm, offered: Mapping[str, Groups | Choices]) -> None:
    """Put what may be chosen into the fields of these names; the unit is found by typing too."""
    for name, choices in offered.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", form.say("请选择", "Choose")), *choices]
    form.fields["unit"].widget.attrs["data-narrow"] = form.say("输几个字找单位", "Type to find a unit")


def find_category(form: WordedForm) -> None:
    """Let the category be found by typing, too: there are hundreds."""
    words = form.say("输几个字找类别", "Type to find a category")
    form.fields["category"].widget.attrs["data-narrow"] = words


def ask(form: WordedForm, asks: Mapping[str, AnyField], actor: Actor) -> None:
    """A field for each thing that the playbook asks at the opening."""
    for key, spec in asks.items():
        form.fields[f"answer-{key}"] = answer_field(spec, actor=actor, language=form.language)


class OpenForm(KeptForm):
    """A matter taken down for somebody: at the counter, on a visit, from a letter."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=TITLE_LENGTH)
    body = forms.CharField(max_length=BODY_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    unit = forms.ChoiceField()
    channel = forms.ChoiceField()
    category = forms.ChoiceField(required=False, widget=LongSelect)
    name = forms.CharField(max_length=30, required=False)
    phone = forms.CharField(max_length=20, required=False, widget=forms.TextInput({"inputmode": "tel"}))
    email = forms.EmailField(max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        units: Groups,
        channels: Choices,
        categories: Groups,
        asks: Mapping[str, AnyField],
        takes: str,
        actor: Actor,
        language: str,
        contact: bool = True,
        **options: Any,
    ) -> None:
        options.setdefault("initial", {"draft": new_id()})
        super().__init__(*args, language=language, **options)
        # Behind what only staff bring up stands no resident to be reached.
        for name in () if contact else CONTACT:
            del self.fields[name]
        offer(self, {"unit": units, "channel": channels, "category": categories})
        find_category(self)
        self.asks = asks
        ask(self, asks, actor)
        self.fields["photos"] = PhotosField(
            language=language, takes=takes, required=False, label=ATTACHED[takes].into(language)
        )
        self.fields["voice"] = VoiceField(language=language)
        self.add_seen()

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "title": ("一句话说是什么事", "In one sentence"),
            "body": ("详情", "Details"),
            "unit": ("在哪里", "Where"),
            "channel": ("从哪里来", "How it came in"),
            "category": ("类别（可不选）", "Category (optional)"),
            "name": ("称呼（可不填）", "Name (optional)"),
            "phone": ("电话（可不填，本人同意才留）", "Phone (optional, only with consent)"),
            "email": ("邮箱（可不填，本人同意才留）", "E-mail (optional, only with consent)"),
        }

    @property
    def contact(self) -> ContactDetails:
        """What the resident left; nothing where none stands behind it."""
        return ContactDetails(*(self.cleaned_data.get(name, "") for name in CONTACT))

    @property
    def answers(self) -> dict[str, Any]:
        """What the declared fields were answered."""
        given = {key: self.cleaned_data.get(f"answer-{key}") for key in self.asks}
        return {key: value for key, value in given.items() if value not in (None, "", [])}


class CommentForm(WordedForm):
    """A sentence to those who work on it; seen by the resident only if ticked."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))
    shown = forms.BooleanField(required=False)

    def __init__(self, *args: Any, takes: str, language: str, **options: Any) -> None:
        options.setdefault("initial", {"client_id": new_id()})
        options.setdefault("auto_id", "comment-%s")
        super().__init__(*args, language=language, **options)
        label = ATTACHED[takes].into(language) + self.say("（可不传）", " (optional)")
        self.fields["photos"] = PhotosField(language=language, takes=takes, required=False, label=label)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"text": ("留言", "Comment"), "shown": ("居民也能看到", "The resident may see it")}


class WhyForm(WordedForm):
    """Why somebody looks at a resident's contact."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"why": ("为什么要看（会记下来）", "Why (it is logged)")}


class EraseForm(WordedForm):
    """Why the words of a matter are erased."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"why": ("依据什么抹去（会记下来，不写姓名住址）", "On what ground (it is kept; no names)")}


class EditForm(WordedForm):
    """A better title, the right category."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=TITLE_LENGTH)
    category = forms.ChoiceField(required=False, widget=LongSelect)

    def __init__(self, *args: Any, categories: Groups, language: str, **options: Any) -> None:
        options.setdefault("auto_id", "edit-%s")
        super().__init__(*args, language=language, **options)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", self.say("未分类", "None")), *categories]
        find_category(self)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"title": ("标题", "Title"), "category": ("类别", "Category")}


class GatherForm(WordedForm):
    """Which of the chosen matters the others go under."""

    under = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, matters: Choices, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        field = self.fields["under"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(matters)
        field.initial = matters[0][0] if matters else ""

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"under": ("归到哪一件名下", "Under which one")}


class SearchForm(WordedForm):
    """Words of the title or the number; a category; how it came in; where; when it was told."""

    words_sought = forms.CharField(max_length=60, required=False)
    category = forms.ChoiceField(required=False, widget=LongSelect)
    channel = forms.ChoiceField(required=False, widget=LongSelect)
    unit = forms.ChoiceField(required=False, widget=LongSelect)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(
        self,
        *args: Any,
        categories: Sequence[Step],
        channels: Choices,
        places: Choices,
        language: str,
        **options: Any,
    ) -> None:
        super().__init__(*args, language=language, **options)
        for name, choices in (("category", categories), ("channel", channels), ("unit", places)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", self.say("全部", "All")), *choices]

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "words_sought": ("编号或标题里的字", "Number or words of the title"),
            "category": ("类别", "Category"),
            "channel": ("从哪里来", "How it came in"),
            "unit": ("哪里的（或在哪里办）", "Where (or with whom)"),
            "since": ("提出日期，从", "Told from"),
            "until": ("到", "Until"),
        }


class MoveSent(forms.Form):
    """What every move's form carries, whatever it asks besides."""

    seen = forms.IntegerField()
    client_id = forms.UUIDField()
