"""Why an act upon a meeting is refused, in words."""

from haitang.kernel.matters.models import Matter
from haitang.lib.diagnostics import Forbidden, Refusal


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
