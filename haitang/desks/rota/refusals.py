"""Why a rota refuses something, in words."""

from haitang.lib.diagnostics import Conflict, Forbidden, Refusal


def may_not_plan() -> Forbidden:
    """Planning needs the ability over the unit."""
    zh, en = "您的职务不能在这里排班。", "your posts do not let you plan this rota."
    return Forbidden("rota.may_not_plan", zh=zh, en=en)


def nobody_sits() -> Refusal:
    """There is nobody to take turns."""
    zh, en = "这里还没有人可以值班，请先任职。", "nobody here holds a role that sits; appoint somebody first."
    return Refusal("rota.nobody", zh=zh, en=en)


def not_your_turn() -> Refusal:
    """Only one's own turn, and only before it is over, can be passed on."""
    zh, en = "这一班不是您的，或已经过去。", "this turn is not yours, or it is over."
    return Conflict("rota.not_your_turn", zh=zh, en=en)


def not_your_calendar() -> Forbidden:
    """Only one's own."""
    zh, en = "这不是您的日历。", "that calendar is not yours."
    return Forbidden("rota.not_your_calendar", zh=zh, en=en)


def cannot_take_it() -> Refusal:
    """The other does not sit here, or sits on that day already."""
    zh = "对方不在这个值班表上、那天已有班，或请了假。"
    en = "they do not sit here, have a turn on that day, or are away."
    return Refusal("rota.cannot_take_it", zh=zh, en=en, field="to")


def asked_already() -> Conflict:
    """A turn is asked about once at a time."""
    zh, en = "这一班已经在问别人，等答复后再问。", "somebody is being asked already; wait for the answer."
    return Conflict("rota.asked_already", zh=zh, en=en)


def answered_already() -> Conflict:
    """An exchange is answered once, by who was asked, while the turns stand."""
    zh, en = "这次换班已有结果，或班次已有变化。", "this exchange is settled, or the turns have changed."
    return Conflict("rota.answered_already", zh=zh, en=en)


def not_to_be_held() -> Refusal:
    """Held is said once, on the day or after it, by one who sat."""
    zh = "只有当班的人、到了那天才能写下“已值班”；已写过或已取消的不再写。"
    en = "only one who sat may say it was held, once, on the day or after, and not of a day called off."
    return Refusal("rota.not_to_be_held", zh=zh, en=en)


def over() -> Refusal:
    """What is over is not changed."""
    zh, en = "这一天已值班、已取消或已过去。", "that day was held, called off, or is over."
    return Conflict("rota.over", zh=zh, en=en)


def wrong_days() -> Refusal:
    """The first day comes before the last, and not too far ahead."""
    zh, en = (
        "请填写起止日期：从今天起，不超过一年。",
        "from today on, the first before the last, within a year.",
    )
    return Refusal("rota.days", zh=zh, en=en, field="until")
