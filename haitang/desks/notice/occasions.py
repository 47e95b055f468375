"""What is worth telling whom, by rule; a person hears of one thing once, under the first that fits."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from haitang.desks.notice.enums import WayKey, When
from haitang.lib.text import Text
from haitang.ui.telling import subjects

#: What people call each way.
WAY_LABELS = {
    WayKey.APP: Text(zh="站内", en="Here"),
    WayKey.EMAIL: Text(zh="邮件", en="E-mail"),
    WayKey.PUSH: Text(zh="浏览器推送", en="Web push"),
    WayKey.SMS: Text(zh="短信", en="Text message"),
    WayKey.WECOM: Text(zh="企业微信", en="WeCom"),
    WayKey.DINGTALK: Text(zh="钉钉", en="DingTalk"),
}


@dataclass(frozen=True)
class Occasion:
    """A kind of thing to tell staff; ``usual`` says how, where neither person nor playbook says it."""

    key: str
    label: Text
    help: Text
    says: Text
    usual: Mapping[WayKey, When]
    #: Where more than one thing may have happened: what is said of each.
    words: Mapping[str, Text] = field(default_factory=dict)

    def said(self, word: str) -> Text:
        """What is said of it."""
        return self.words.get(word, self.says)


_SOON = {WayKey.APP: When.NOW, WayKey.PUSH: When.NOW, WayKey.EMAIL: When.NOW}
_LATER = {WayKey.APP: When.NOW, WayKey.PUSH: When.NEVER, WayKey.EMAIL: When.DAILY}

_OF_MATTERS: dict[str, Occasion] = {
    one.key: one
    for one in (
        Occasion(
            "answered",
            Text(zh="居民有回话", en="The resident answered"),
            Text(zh="确认、要求再办、补充", en="Confirmed, reopened, added something"),
            Text(zh="居民有回话", en="the resident answered"),
            _SOON,
        ),
        Occasion(
            "came",
            Text(zh="事项到了您这里", en="A matter came to you"),
            Text(zh="派到您的单位、该您的岗位办", en="To your unit, for your post to act on"),
            Text(zh="到了您这里", en="came to you"),
            _SOON,
        ),
        Occasion(
            "called",
            Text(zh="请您过问或决定", en="You are called to a matter"),
            Text(
                zh="超时上报，或请您决定暂停、延期", en="Its time is up below you, or leave is asked of you"
            ),
            Text(zh="请您过问", en="calls for you"),
            _SOON,
        ),
        Occasion(
            "joined",
            Text(zh="请您单位协办", en="Your unit was asked to join in"),
            Text(zh="可以看、可以留言", en="To see it and comment"),
            Text(zh="请您单位协办", en="asks your unit to join in"),
            _LATER,
        ),
        Occasion(
            "moved",
            Text(zh="您提出的事项有进展", en="Your own request moved"),
            Text(zh="您登记的事项，办到哪一步", en="What you opened, and how far it is"),
            Text(zh="有新进展", en="moved on"),
            _LATER,
        ),
        Occasion(
            "beside",
            Text(zh="您手上的事项有新情况", en="News of a matter in your hands"),
            Text(zh="同事留言、补充材料", en="A colleague commented or added files"),
            Text(zh="有新情况", en="has news"),
            {**_LATER, WayKey.EMAIL: When.NEVER},
        ),
        Occasion(
            "due_soon",
            Text(zh="快到期", en="Due soon"),
            Text(zh="到了方案给这一步定的提醒时间", en="From when the flow says that it is due soon"),
            Text(zh="快到期了", en="is due soon"),
            _LATER,
        ),
        Occasion(
            "late",
            Text(zh="已超期", en="Late"),
            Text(zh="过了限期还没办", en="Past its limit and still with you"),
            Text(zh="已超期", en="is late"),
            _SOON,
        ),
        Occasion(
            "thanked",
            Text(zh="有人向您道谢", en="Somebody thanks you"),
            Text(zh="您认领并办好的事", en="For what you took on"),
            Text(zh="有人向您道谢", en="brings you thanks"),
            _SOON,
        ),
        Occasion(
            "taken",
            Text(zh="您认领的有变化", en="News of what you took on"),
            Text(zh="要求再办、收回、办结", en="Not done yet, taken back, ended"),
            Text(zh="您认领的有变化", en="that you took on has news"),
            _LATER,
        ),
    )
}


#: What a unit's whole group may be told: that something waits there, never for whom.
GROUP_SAYS = {
    "came": Text(zh="到了，等着办", en="came and waits"),
    "answered": Text(zh="居民有回话", en="was answered by the resident"),
    "due_soon": Text(zh="快到期", en="is due soon"),
    "late": Text(zh="已超期", en="is late"),
}


def occasions() -> dict[str, Occasion]:
    """Every kind of thing to tell: of matters, and of what desks tell people of besides."""
    of_desks = {
        one.key: Occasion(one.key, one.label, one.help, one.label, _SOON, one.words)
        for one in subjects().values()
    }
    return _OF_MATTERS | of_desks
