"""Why an act upon a meeting is refused, in words."""

from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal


def nothing_to_put() -> Refusal:
    """No matter was chosen that could be put on it."""
    zh, en = (
        "请选择还没有上会的事项。",
        "choose matters that are on no agenda yet.",
    )
    return Refusal("meetings.nothing_to_put", zh=zh, en=en, field="matters")


def not_taken(matter: Matter) -> Refusal:
    """Its kind does not come before this meeting."""
    return Refusal(
        "meetings.not_taken",
        zh=f"{matter.number} 这类事项不上这种会。",
        en=f"{matter.number} is not of a kind that this meeting takes.",
        field="matters",
    )


def not_yours(matter: Matter) -> Forbidden:
    """The actor has nothing to do with the matter."""
    return Forbidden(
        "meetings.not_yours",
        zh=f"您的职务不能把 {matter.number} 提交会议。",
        en=f"Your posts do not let you put {matter.number} on an agenda.",
        field="matters",
    )


def on_another(matter: Matter, meeting: Matter) -> Refusal:
    """It waits for another meeting already."""
    return Refusal(
        "meetings.on_another",
        zh=f"{matter.number} 已在 {meeting.number} 的议程上。",
        en=f"{matter.number} is on the agenda of {meeting.number} already.",
        field="matters",
    )


def no_quorum(came: int, needed: int, entitled: int) -> Refusal:
    """Too few came."""
    return Refusal(
        "meetings.no_quorum",
        zh=f"到会 {came} 家，应到 {entitled} 家，至少要 {needed} 家，不能开会。请先记到会，或改期再请。",
        en=f"{came} of {entitled} came and {needed} must: it is not held. Note who came, or call it again.",
        field="move",
    )


def nobody_asked(invited: int, least: int) -> Refusal:
    """It is called before those are asked without whom it cannot be held."""
    return Refusal(
        "meetings.nobody_asked",
        zh=f"请了 {invited} 家，至少要 {least} 家到会才能开。请先在会议页“请单位”，再召集。",
        en=f"{invited} units were asked and {least} must come. Ask units to come on the meeting's page, "
        "then call it.",
        field="move",
    )


def not_your_seat() -> Forbidden:
    """The actor does not act for this unit."""
    return Forbidden(
        "meetings.not_your_seat",
        zh="您不能替这个单位答复。",
        en="You do not answer for this unit.",
    )


def not_on_it() -> Refusal:
    """A decision names what is not on the agenda."""
    zh, en = "请选择这次会议程上的事项。", "choose items of this meeting's agenda."
    return Refusal("meetings.not_on_it", zh=zh, en=en, field="items")


def too_early() -> Refusal:
    """A day that is over cannot be kept."""
    zh, en = "完成期限不能早于今天。", "the day by which it is done cannot lie in the past."
    return Refusal("meetings.too_early", zh=zh, en=en, field="due")


def not_your_guest() -> Forbidden:
    """Guests are asked by who may ask units; an invitation is answered by who was asked."""
    zh, en = (
        "您的职务不能请客人，或这不是请您的。",
        "your posts do not ask guests, or you were not the one asked.",
    )
    return Forbidden("meetings.not_your_guest", zh=zh, en=en)


def no_way_to_reach() -> Refusal:
    """Somebody from outside has a name and a way to be told."""
    zh, en = (
        "请从名单里选人，或写明姓名和手机、邮箱之一。",
        "choose a person, or give a name and a phone or e-mail.",
    )
    return Refusal("meetings.no_way_to_reach", zh=zh, en=en, field="name")


def asked_already(field: str) -> Refusal:
    """Somebody is asked once to a meeting."""
    zh, en = "已经请过这个人。", "they were asked already."
    return Refusal("meetings.asked_already", zh=zh, en=en, field=field)


def asked_otherwise() -> Conflict:
    """The same identifier, and somebody else."""
    zh, en = "同一个编号已用来请过别人。", "the same identifier was used to ask somebody else."
    return Conflict("meetings.asked_otherwise", zh=zh, en=en)


def over() -> Refusal:
    """It was held, or is not held."""
    zh, en = "会已开过或已取消，不用再答复。", "it was held or called off; no answer is needed any more."
    return Refusal("meetings.over", zh=zh, en=en)


#: Whom the house cannot tell of anything; the page offers to ask them as from outside.
NO_POST = "meetings.holds_no_post"


def holds_no_post() -> Refusal:
    """Whoever holds no post would never hear of it."""
    zh = "这个人现在没有职务，系统里通知不到。请按外来的人邀请，写下姓名和电话或邮箱。"
    en = "they hold no post today and would not hear: ask them as from outside, with phone or e-mail."
    return Refusal(NO_POST, zh=zh, en=en, field="person")
