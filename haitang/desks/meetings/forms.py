"""What is filled in about a meeting; each form carries the step's own UUID, so that twice is once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id
from haitang.ui.answers import PickField
from haitang.ui.units import Groups
from haitang.ui.worded import WordedForm

TITLE_LENGTH, TEXT_LENGTH, SENDS_LENGTH = 100, 500, 60
Choices = Sequence[tuple[str, str]]


class StepForm(WordedForm):
    """A form that makes one step."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        options["initial"] = {"client_id": new_id(), **options.get("initial", {})}
        super().__init__(*args, language=language, **options)

    @property
    def step(self) -> UUID:
        """The step's own identifier, made when the form was shown."""
        found = self.cleaned_data["client_id"]
        assert isinstance(found, UUID)
        return found

    def offer(self, name: str, choices: Choices | Groups) -> None:
        """Put what may be chosen into the field *name*."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        if isinstance(field.widget, forms.Select):
            field.widget.attrs["data-narrow"] = self.say("输几个字找单位", "Type to find a unit")


class PutForm(StepForm):
    """Which meeting they are put on; a new one needs a title."""

    meeting = forms.ChoiceField(widget=forms.RadioSelect)
    title = forms.CharField(max_length=TITLE_LENGTH, required=False)

    def __init__(self, *args: Any, meetings: Choices, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        self.offer("meeting", meetings)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "meeting": ("上哪次会", "On which agenda"),
            "title": ("新会议的名称（选新会议时填）", "What the new meeting is called (for a new one)"),
        }

    def clean(self) -> dict[str, Any]:
        """A new meeting is called something."""
        data = super().clean() or {}
        if str(data.get("meeting", "")).startswith("new:") and not data.get("title", "").strip():
            self.add_error("title", self.say("请给新会议起个名称。", "Say what the new meeting is called."))
        return data


class OffForm(StepForm):
    """Why it comes off the agenda."""

    why = forms.CharField(max_length=TEXT_LENGTH)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"why": ("为什么撤下", "Why it comes off")}


class InviteForm(StepForm):
    """Who is asked to come."""

    units = forms.MultipleChoiceField()
    note = forms.CharField(max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, units: Groups, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        self.offer("units", units)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "units": ("请哪些单位（可多选）", "Which units (several)"),
            "note": ("附言（可不填）", "A word with it (optional)"),
        }


class GuestForm(StepForm):
    """One person asked to come: chosen from the registry, or from outside with a name and a contact."""

    comes_as = forms.CharField(max_length=40)
    name = forms.CharField(max_length=60, required=False)
    phone = forms.CharField(max_length=30, required=False, widget=forms.TextInput({"inputmode": "tel"}))
    email = forms.EmailField(required=False)
    field_order = ("client_id", "comes_as", "person", "name", "phone", "email")

    def __init__(self, *args: Any, actor: Actor, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        label = self.say("从名单里选人", "Somebody of the registry")
        self.fields["person"] = PickField(
            "person", actor=actor, language=language, label=label, required=False
        )
        self.fields["person"].help_text = self.say(
            "写姓名，从列出的人里选；外来的人写在下面。",
            "Write a name and choose; who is from outside goes below.",
        )
        self.fields["phone"].help_text = self.say(
            "手机和邮箱有一个就行，用来发邀请。", "A phone or an e-mail is enough; the invitation goes there."
        )
        self.order_fields(self.field_order)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "comes_as": ("以什么身份（如专家、居民代表、业主）", "As what (an expert, an owner …)"),
            "name": ("或外来的人：姓名", "Or from outside: the name"),
            "phone": ("手机", "Phone"),
            "email": ("邮箱", "E-mail"),
        }

    def turn_outside(self, name: str, phone: str) -> None:
        """What was sent, as if they had been asked as from outside: ready to be sent again."""
        sent = {key: self.data[key] for key in self.data}
        self.data = {**sent, "person": "", "name": name, "phone": phone or sent.get("phone", "")}


class GuestLookForm(WordedForm):
    """Why a contact is looked at."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"why": ("为什么要看联系方式（会记下来）", "Why the contact is looked at (written down)")}


class GuestEraseForm(WordedForm):
    """Why a guest is erased."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"why": ("依据什么删除（会记下来，不写姓名）", "On what ground (written down; no names)")}


class GuestReplyForm(WordedForm):
    """Whether they come."""

    comes = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        yes, no = self.say("参加", "Comes"), self.say("不参加", "Does not come")
        self.fields["comes"].choices = [("yes", yes), ("no", no)]  # type: ignore[attr-defined]  # a choice field

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"comes": ("来不来", "Coming?")}


class ReplyForm(StepForm):
    """Whether the unit comes, and whom it sends."""

    comes = forms.ChoiceField(widget=forms.RadioSelect)
    sends = forms.CharField(max_length=SENDS_LENGTH, required=False)
    note = forms.CharField(max_length=TEXT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        self.offer("comes", [("yes", self.say("参加", "Comes")), ("no", self.say("不参加", "Does not come"))])

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "comes": ("来不来", "Does it come?"),
            "sends": ("谁来（可不填）", "Who comes (optional)"),
            "note": ("说明（可不填）", "Note (optional)"),
        }


class AttendForm(StepForm):
    """At which seats somebody was there."""

    came = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, seats: Choices, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        self.offer("came", seats)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"came": ("到会的打勾", "Tick who came")}


class DecideForm(StepForm):
    """What was decided, who does it, by when, and what it answers."""

    text = forms.CharField(max_length=TEXT_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ChoiceField()
    due = forms.DateField(widget=forms.DateInput({"type": "date"}))
    items = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, units: Groups, items: Choices, language: str, **options: Any) -> None:
        super().__init__(*args, language=language, **options)
        blank: Groups = [(self.say("请选择", "Choose"), [("", self.say("请选择", "Choose"))])]
        self.offer("owner", blank + units)
        self.offer("items", items)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "text": ("议定什么", "What was decided"),
            "owner": ("谁来办", "Who does it"),
            "due": ("哪天前办完", "By which day"),
            "items": ("回应哪些议题（结果会告诉提出的居民）", "Which items it answers (who asked is told)"),
        }
