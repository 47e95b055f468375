"""What a resident fills in: as little as the work needs."""

from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import normalize
from uuid import UUID

from django import forms

from haitang.kernel.playbooks.api import AnyField
from haitang.kernel.registry.api import Actor
from haitang.lib.ids import new_id
from haitang.lib.proofs import LENGTH, draft_of, new_secret, proves
from haitang.ui.answers import answer_field
from haitang.ui.keeping import KeptForm
from haitang.ui.units import Groups
from haitang.ui.uploads import ATTACHED, PhotosField, Upload, VoiceField
from haitang.ui.worded import WordedForm

BODY_LENGTH = 2000
#: Where somebody has to be reached: a phone or an address, whichever they like.
EITHER = (
    ("手机号（手机号和邮箱填一个就行）", "Your phone (this or an e-mail is needed)"),
    ("邮箱（手机号和邮箱填一个就行）", "Your e-mail (this or a phone is needed)"),
)
NUMBER_LENGTH, CODE_LENGTH = 30, 20


class RequestForm(KeptForm):
    """What happened, where, photos; contact only if the resident wishes."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    #: Proves that the form comes from the page it came from first: a page of an older house has none.
    secret = forms.CharField(max_length=LENGTH, required=False, widget=forms.HiddenInput)
    what = forms.CharField(max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 5}))
    unit = forms.ChoiceField()
    name = forms.CharField(
        max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        max_length=120, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    agreed = forms.BooleanField(required=False)
    #: Nobody sees this field; a program that fills in everything fills it in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(
        self,
        *args: Any,
        places: Groups,
        asks: Mapping[str, AnyField],
        takes: str,
        anonymous: bool,
        actor: Actor,
        language: str,
        **options: Any,
    ) -> None:
        secret = new_secret()
        options.setdefault("initial", {"draft": draft_of(secret), "secret": secret})
        self.anonymous = anonymous
        super().__init__(*args, language=language, **options)
        self.asks = asks
        units = self.fields["unit"]
        assert isinstance(units, forms.ChoiceField)
        blank = ("", self.say("请选择村（社区）或镇", "Choose a village or town"))
        units.choices = [blank, *places]
        units.widget.attrs["data-towns"] = self.say("先选镇（街道）", "First the town")
        self.fields["voice"] = VoiceField(language=language)
        self.fields["photos"] = PhotosField(
            language=language,
            takes=takes,
            required=False,
            label=ATTACHED[takes].into(language) + self.say("（可不传）", " (optional)"),
            help_text=self.say(
                "最多 6 张；照片里的位置等信息会自动去掉。", "Up to 6; places hidden in them are removed."
            ),
        )
        self.add_seen()
        for key, spec in asks.items():
            field = self.fields[f"answer-{key}"] = answer_field(spec, actor=actor, language=language)
            if not spec.required:
                field.label = f"{field.label}{self.say('（可不填）', ' (optional)')}"

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {
            "what": ("您遇到什么事？", "What happened?"),
            "unit": ("在哪里？", "Where?"),
            "name": ("怎么称呼您（可不填）", "Your name (optional)"),
            "phone": ("手机号（可不填）", "Your phone (optional)") if self.anonymous else EITHER[0],
            "email": ("邮箱（可不填）", "Your e-mail (optional)") if self.anonymous else EITHER[1],
            "agreed": ("我同意为办这件事使用我的联系方式", "I agree that my contact is used for this matter"),
            "website": ("请空着", "Leave empty"),
        }

    def clean(self) -> dict[str, Any]:
        """Contact details need the resident's word that they may be used."""
        data = super().clean() or {}
        if data.get("website"):
            zh, en = "这次没有收下，请重新打开页面再说一次。", "Not taken: please open the page anew."
            self.add_error(None, self.say(zh, en))
        if not self.anonymous and not (data.get("phone") or data.get("email")):
            zh, en = (
                "这件事要能找到您：请留手机号或邮箱。",
                "You have to be reached: leave a phone or an e-mail.",
            )
            self.add_error("phone", self.say(zh, en))
        if any(data.get(part) for part in ("name", "phone", "email")) and not data.get("agreed"):
            self.add_error(
                "agreed",
                self.say(
                    "留了联系方式，请勾选同意；不愿留就请清空。",
                    "Tick this to leave your contact, or empty the fields above.",
                ),
            )
        return data

    @property
    def declared(self) -> Iterator[forms.BoundField]:
        """The fields that the playbook adds."""
        return (self[name] for name in self.fields if name.startswith("answer-"))

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered to them."""
        given = {key: self.cleaned_data.get(f"answer-{key}") for key in self.asks}
        return {key: value for key, value in given.items() if value not in (None, "")}

    @property
    def contact_open(self) -> bool:
        """Whether the contact part must be seen: needed, filled in or wrong."""
        if not self.anonymous:
            return True
        names = ("name", "phone", "email", "agreed")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def draft_id(self) -> UUID:
        """The identifier made when the page was shown: the same page sent twice is one matter."""
        found = self.cleaned_data["draft"]
        assert isinstance(found, UUID)
        return found

    @property
    def proved_draft(self) -> UUID | None:
        """The identifier, where its page proves it; a form sent with mistakes proves it too."""
        given = getattr(self, "cleaned_data", {})
        draft = given.get("draft")
        return draft if isinstance(draft, UUID) and proves(given.get("secret", ""), draft) else None

    @property
    def pictures(self) -> list[Upload]:
        """The photos and the voice note given."""
        return [*self.cleaned_data["photos"], *self.cleaned_data["voice"]]


class FollowForm(WordedForm):
    """A number and the code that came with it."""

    number = forms.CharField(
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        max_length=CODE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"number": ("编号", "Number"), "code": ("查询码", "Follow code")}

    def clean_number(self) -> str:
        """As it is printed, however it was typed."""
        return normalize("NFKC", str(self.cleaned_data["number"])).strip().upper()


class RemarkForm(WordedForm):
    """A sentence that a resident adds to what was told."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        options.setdefault("initial", {"client_id": new_id()})
        super().__init__(*args, language=language, **options)

    def words(self) -> dict[str, tuple[str, str]]:
        """The label of each field in both languages."""
        return {"text": ("还想补充什么？", "Anything to add?")}
