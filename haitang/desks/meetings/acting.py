"""What the pages of acts offer and say: which meetings, which units, what will come of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.forms import DecideForm, GuestForm, PutForm
from haitang.desks.meetings.guests import GuestDetails
from haitang.desks.meetings.models import Item, Seat
from haitang.desks.meetings.queries import Kinds
from haitang.desks.meetings.refusals import NO_POST
from haitang.kernel.matters.api import kind_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor, look_at_phone, person_keyed
from haitang.kernel.registry.models import Person
from haitang.lib.diagnostics import Refusal
from haitang.lib.redaction import redact
from haitang.lib.text import Text
from haitang.ui.units import Groups, unit_groups, units_of
from haitang.ui.words import both, language, say


@dataclass(frozen=True)
class ActPage:
    """A page with one form: what it is about, and what comes of it."""

    title: str
    number: str
    meeting: str
    help: str = ""
    lines: Sequence[str] = ()
    numbers: Sequence[str] = ()
    #: What the button does, where the title is no deed.
    does: str = ""

    @classmethod
    def of(cls, meeting: Matter, label: Text, zh: str = "", en: str = "") -> "ActPage":
        """About *meeting*."""
        return cls(say(label), meeting.number, meeting.title, both(zh, en))

    @classmethod
    def of_put(cls, matters: Sequence[Matter]) -> "ActPage":
        """About the matters that are put on an agenda."""
        zh, en = "提出这些事的居民会看到“已列入会议议程”。", "Whoever asked sees that it is on an agenda."
        lines = [f"{one.number} {redact(one.title)}" for one in matters]
        title = both(f"把 {len(matters)} 件提交会议", f"Put {len(matters)} on an agenda")
        return cls(title, "", "", both(zh, en), lines, [one.number for one in matters])

    @classmethod
    def of_off(cls, meeting: Matter, item: Item) -> "ActPage":
        """About an item that comes off."""
        page = cls.of(meeting, Text(zh="撤下议题", en="Take it off the agenda"))
        return cls(
            page.title, page.number, page.meeting, "", [f"{item.matter.number} {redact(item.matter.title)}"]
        )

    @classmethod
    def of_invite(cls, meeting: Matter) -> "ActPage":
        """About those to be asked."""
        zh, en = (
            "被请的单位能看到这次会议，并在它的页面上答复来不来。",
            "They see the meeting and answer on its page.",
        )
        return cls.of(meeting, Text(zh="请单位参加", en="Ask units to come"), zh, en)

    @classmethod
    def of_erasing(cls, meeting: Matter, name: str) -> "ActPage":
        """About one guest from outside who is erased."""
        zh = "姓名、联系方式和身份都会删除，发出的链接随即作废；到会记录留下，不带姓名。不能恢复。"
        en = "Name, contact and the link go for good; whether they came stays, without a name."
        return cls.of(meeting, Text(zh=f"删除{name}", en=f"Erase {name}"), zh, en)

    @classmethod
    def of_guest(cls, meeting: Matter) -> "ActPage":
        """About one person to be asked."""
        zh = (
            "会用本人选的方式（外来的用所留手机或邮箱）通知，并附答复的链接。"
            "联系方式加密保存，会后半年删除；公开的结果里不出现。"
        )
        en = (
            "They are told with a link to answer. A contact is sealed and erased half a year after; "
            "what is published names no guest."
        )
        return cls.of(meeting, Text(zh="请一个人参加", en="Ask somebody to come"), zh, en)

    @classmethod
    def of_guest_reply(cls, meeting: Matter, name: str) -> "ActPage":
        """About what somebody said by telephone or in passing."""
        page = cls.of(meeting, Text(zh=f"{name}：来不来", en=f"{name}: coming?"))
        return replace(page, does=both("记下答复", "Note the answer"))

    @classmethod
    def of_contact(cls, meeting: Matter, name: str) -> "ActPage":
        """About a look at a contact."""
        page = cls.of(meeting, Text(zh=f"{name}的联系方式", en=f"How to reach {name}"))
        return replace(page, does=both("查看（留痕）", "Look (written down)"))

    @classmethod
    def of_reply(cls, seat: Seat) -> "ActPage":
        """About a unit's answer."""
        name = seat.unit.name
        page = cls.of(seat.meeting, Text(zh=f"{name}：来不来", en=f"{name}: does it come?"))
        return replace(page, does=both("答复", "Answer"))

    @classmethod
    def of_attend(cls, meeting: Matter) -> "ActPage":
        """About who came."""
        zh, en = "到会家数够了才能开会。", "It is held only if enough came."
        return cls.of(meeting, Text(zh="记到会", en="Note who came"), zh, en)

    @classmethod
    def of_decide(cls, meeting: Matter) -> "ActPage":
        """About a decision."""
        zh = "议定后立一件事项交给承办单位，到期会提醒；所选议题的居民会看到议定了什么，办完再看到结果。"
        en = (
            "It becomes a matter with an owner and a day; whoever asked is told now, and again of the result."
        )
        return cls.of(meeting, Text(zh="记一条议定事项", en="Note a decision"), zh, en)


@dataclass(frozen=True)
class Putting:
    """Where matters can be put: new meetings by kind, and those still to be held."""

    matters: Sequence[Matter]
    new: Sequence[Kinds]
    meetings: Sequence[Matter]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """For the form."""
        known = [(one.number, f"{one.number} {one.title}") for one in self.meetings]
        return known + [
            (
                f"new:{one.kind.key}",
                both(f"新的{one.kind.spec.label.zh}", f"A new {one.kind.spec.label.en.lower()}"),
            )
            for one in self.new
        ]

    @property
    def initial(self) -> dict[str, str]:
        """The first of them, and a title made of what is put on."""
        return {"meeting": self.choices[0][0] if self.choices else "", "title": self._called()}

    def _called(self) -> str:
        """Named for what it deals with, and not mistaken for it in a list."""
        if not self.matters:
            return ""
        first, others = redact(self.matters[0].title)[:60], len(self.matters) - 1
        zh = f"关于“{first}”等 {others + 1} 件" if others else f"关于“{first}”"
        en = f"On “{first}” and {others} more" if others else f"On “{first}”"
        return both(zh, en)

    def put(self, form: PutForm, actor: Actor) -> str:
        """Do what the form says; the number of the meeting."""
        chosen, title = form.cleaned_data["meeting"], form.cleaned_data["title"]
        for one in self.meetings:
            if one.number == chosen:
                actions.put_on(one, matters=self.matters, client_id=form.step, actor=actor)
                return one.number
        kinds = next(one for one in self.new if f"new:{one.kind.key}" == chosen)
        at = queries.host_for(self.matters, kinds.kind)
        meeting = actions.propose(
            kinds, at=at, title=title, matters=self.matters, uuid=form.step, actor=actor
        )
        return meeting.number


def putting(matters: Sequence[Matter], actor: Actor) -> Putting:
    """Where *actor* may put *matters*."""
    kinds = queries.meetings_of_region(actor.region_id)
    taking = [one for one in kinds if all(matter.kind.key in one.meeting.takes for matter in matters)]
    keys = [one.kind.key for one in taking]
    new = [
        one
        for one in queries.openable(actor, taking)
        if matters and actor.may("matters.open", queries.host_for(matters, one.kind))
    ]
    return Putting(matters, new, queries.meetings_to_put_on(actor, keys))


def units_to_ask(meeting: Matter) -> Groups:
    """The units that may be asked to come."""
    kinds = queries.kinds_of(meeting)
    assert kinds is not None
    asked = kinds.kind.spec.flow.moves[kinds.meeting.steps.invite].invites
    return unit_groups(meeting.region_id, kinds=asked, language=language())


def units_to_give(meeting: Matter) -> Groups:
    """The units that a decision may be given to."""
    kinds = queries.kinds_of(meeting)
    assert kinds is not None
    decided = kinds.meeting.decisions
    give = kind_of(holding(meeting.unit), decided.kind).spec.flow.moves[decided.give]
    return unit_groups(meeting.region_id, kinds=give.to_kinds, language=language())


def ruling(form: DecideForm, meeting: Matter, items: Sequence[Item]) -> actions.Ruling:
    """What the form says was decided."""
    given = form.cleaned_data
    chosen = set(given["items"])
    return actions.Ruling(
        text=given["text"],
        owner=units_of(meeting.region_id, [given["owner"]])[0],
        day=given["due"],
        items=[one for one in items if str(one.pk) in chosen],
        client_id=form.step,
    )


#: What stands in the list of looks, which the person is shown.
WHY_ASKED = "请来开会 asking them to a meeting"


def asking(form: GuestForm, meeting: Matter, actor: Actor) -> None:
    """Ask whom the form says; whom the house cannot reach is offered at once as from outside."""
    given = form.cleaned_data
    person = person_keyed(UUID(given["person"])) if given["person"] else None
    outside = GuestDetails() if person else GuestDetails(given["name"], given["phone"], given["email"])
    try:
        actions.ask_guest(
            meeting, asked=actions.Asked(given["comes_as"], person, outside, form.step), actor=actor
        )
    except Refusal as refusal:
        if person and refusal.code == NO_POST:
            form.turn_outside(person.name, _phone_of(person, actor))
        raise


def _phone_of(person: Person, actor: Actor) -> str:
    """The telephone in the registry, where *actor* may look at it: the look is written down."""
    try:
        return look_at_phone(person, actor=actor, why=WHY_ASKED)
    except Refusal:
        return ""
