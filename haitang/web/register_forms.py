"""What is asked where a post is given or ended, a unit is changed, a person is edited or erased."""

from datetime import date, timedelta
from typing import Any

from django import forms

from haitang.kernel.registry.api import Actor, roles_at
from haitang.kernel.registry.models import Person, Unit
from haitang.lib.clock import today
from haitang.ui.answers import PickField
from haitang.ui.worded import WordedForm


def _day() -> forms.DateField:
    # A browser reads an initial day in this form only, whatever the language.
    return forms.DateField(initial=today, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class AppointForm(WordedForm):
    """Whom to appoint, to what, from when."""

    role = forms.ChoiceField()
    since = _day()
    field_order = ("who", "role", "since")

    def __init__(self, *args: Any, unit: Unit, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        # Nothing is chosen beforehand: nobody is appointed to what merely stands first.
        found = [(role.key, role.label.into(self.language)) for role in roles_at(unit)]
        choices = [("", self.say("请选择", "Choose")), *found]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["who"] = PickField(
            "person",
            actor=actor,
            language=self.language,
            label=self.say("任命谁", "Whom"),
            help_text=self.say("输几个字，从名单里选", "Type part of the name, then choose"),
        )
        self.order_fields(self.field_order)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"role": ("任什么职务", "To which post"), "since": ("从哪天起", "From which day")}


class EndForm(WordedForm):
    """The last day of something, and why it ends."""

    last_day = _day()
    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {
            "last_day": ("最后一天是哪天", "Its last day"),
            "why": ("原因（会一直留着）", "Why (kept for ever)"),
        }

    @property
    def ends_on(self) -> date:
        """The first day without it."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class CloseForm(EndForm):
    """The same for a unit, with the posts held there, what lies below and what it has in hand."""

    end_posts = forms.BooleanField(required=False)

    def __init__(self, *args: Any, unit: Unit, actor: Actor, below: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        picking: dict[str, Any] = {"actor": actor, "language": self.language, "required": False}
        if below:
            self.fields["below"] = forms.ChoiceField(
                label=self.say("下级怎么办", "What lies below it"), required=False, choices=self._ways()
            )
            self.fields["below_to"] = PickField(
                "unit",
                label=self.say("下级移到哪个单位下（选“移到”时填）", "Where all below moves"),
                **picking,
            )
        self.fields["heir"] = PickField(
            "unit",
            label=self.say("没办完的事项交给谁", "Who takes over what is open"),
            initial=unit.parent.code if unit.parent else "",
            **picking,
        )

    def _ways(self) -> list[tuple[str, str]]:
        return [
            ("", self.say("已经另行移走或撤销", "It was moved or closed before")),
            ("close", self.say("所属单位一并撤销", "Close all of it too")),
            ("move", self.say("全部移到……", "Move all of it to …")),
        ]

    def clean(self) -> dict[str, Any]:
        """Where to is said if it is to move."""
        said = super().clean() or self.cleaned_data
        if said.get("below") == "move" and not said.get("below_to") and "below_to" not in self.errors:
            self.add_error("below_to", self.say("请选移到哪个单位下。", "Say under which unit."))
        return said

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {**super().words(), "end_posts": ("在任职务一并结束", "End the posts held there with it")}


class TakeBackForm(WordedForm):
    """Nothing is asked: the post has not begun."""


class UnitMoveForm(WordedForm):
    """Where a unit shall lie, and from when."""

    on = _day()
    field_order = ("under", "on")

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["under"] = PickField(
            "unit",
            actor=actor,
            language=self.language,
            label=self.say("移到哪个单位下", "Under which unit"),
            help_text=self.say("输几个字，从名单里选", "Type part of the name, then choose"),
        )
        self.order_fields(self.field_order)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"on": ("从哪天起", "From which day")}


class RenameForm(WordedForm):
    """What a unit is called."""

    name = forms.CharField(max_length=120)
    code = forms.CharField(max_length=24, required=False)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"name": ("名称", "Name"), "code": ("代码", "Code")}


class PersonForm(WordedForm):
    """What is known of a person; the numbers are not shown, and stay where nothing is written."""

    name = forms.CharField(max_length=60)
    sex = forms.ChoiceField(required=False)
    born_on = forms.DateField(
        required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    phone = forms.CharField(max_length=40, required=False)
    identity = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        initial = {"name": person.name, "sex": person.sex, "born_on": person.born_on}
        super().__init__(*args, initial=initial, **options)
        sexes = [("", "—"), ("f", self.say("女", "female")), ("m", self.say("男", "male"))]
        self.fields["sex"].choices = sexes  # type: ignore[attr-defined]  # a choice field
        for name in ("phone", "identity"):
            self.fields[name].help_text = self.say("不填就不变", "Left empty, it stays as it is")

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {
            "name": ("姓名", "Name"),
            "sex": ("性别", "Sex"),
            "born_on": ("出生日期", "Day of birth"),
            "phone": ("电话", "Phone"),
            "identity": ("身份证号", "Identity number"),
        }

    @property
    def changes(self) -> dict[str, Any]:
        """What was written; an empty number says nothing."""
        said = self.cleaned_data
        numbers = {name: said[name] for name in ("phone", "identity") if said[name]}
        return {"name": said["name"], "sex": said["sex"], "born_on": said["born_on"], **numbers}


class GroundForm(WordedForm):
    """On what ground the words of an entry are erased."""

    ground = forms.CharField(max_length=300)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"ground": ("依据（会封存，不要写姓名）", "On what ground (sealed; name nobody)")}


class PersonEraseForm(WordedForm):
    """Why, and the name of whom to erase, typed, so that nobody is erased by a slip."""

    why = forms.CharField(max_length=200)
    name = forms.CharField(max_length=60)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {
            "why": ("原因（加密封存）", "Why (kept under seal)"),
            "name": ("请输入此人姓名", "Type the name of the person"),
        }

    def clean_name(self) -> str:
        """The name itself."""
        said = str(self.cleaned_data["name"]).strip()
        if said != self.person.name:
            raise forms.ValidationError(
                self.say("姓名不符，没有删除。", "That is not the name; nothing was erased.")
            )
        return said
