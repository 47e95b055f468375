"""Notice's words in a playbook: when nobody is disturbed, and how people hear who have chosen nothing."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from haitang.desks.notice.occasions import occasions
from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest

Soon = Literal["now", "daily", "never"]
OutsideWay = Literal["email", "push", "sms", "wecom", "dingtalk"]
_UNKNOWN, _GROUPS = "unknown-occasion", "robot-of-a-group"
_ROBOTS = ("wecom", "dingtalk")


def minutes(text: str) -> int:
    """Minutes of the day for ``HH:MM``; ValueError for what is no time of day."""
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


class Quiet(Declaration):
    """From when until when no message leaves the house; it may go past midnight."""

    from_: str = Field("21:30", alias="from", description="The time of day it begins, such as 21:30.")
    until: str = Field("07:30", description="The time of day it ends.")

    @field_validator("from_", "until")
    @classmethod
    def _time(cls, value: str) -> str:
        minutes(value)
        return value


class Notices(Declaration):
    """How people are told."""

    quiet: Quiet = Field(Quiet(), description="When no message leaves the house.")
    digest_at: str = Field("08:30", description="When the daily message goes.")
    at_most_an_hour: int = Field(
        5, ge=1, le=60, description="How many messages somebody gets by one way in an hour; more become one."
    )
    usual: Mapping[str, Mapping[OutsideWay, Soon]] = Field(
        default_factory=dict,
        description="How people hear of an occasion who have chosen nothing, by way: now, daily or never.",
    )
    group: tuple[Literal["came", "answered", "due_soon", "late"], ...] = Field(
        ("came", "late"),
        description="What the group of a unit hears through its WeCom or DingTalk robot, where there is one: "
        "numbers and what waits at the unit, never a name. Nobody hears of their own that way.",
    )
    residents: tuple[OutsideWay, ...] = Field(
        ("sms", "email"), description="The ways by which residents hear who left a phone or an address."
    )

    @field_validator("digest_at")
    @classmethod
    def _time(cls, value: str) -> str:
        minutes(value)
        return value


class NoticeSection(Section):
    """How people are told of what concerns them."""

    part: ClassVar[str] = "notice"
    codes: ClassVar[Mapping[str, Text]] = {
        _UNKNOWN: Text(
            zh="`usual` 里写了没有的场合。可写的场合见手册。",
            en="`usual` names an occasion that there is not.",
        ),
        _GROUPS: Text(
            zh="企业微信、钉钉的群机器人全群都看得到，不能用来告诉某个人。单位的群听什么，写在 `group:` 里。",
            en="A WeCom or DingTalk robot is read by a whole group, so nobody is told of their own by it. "
            "What a unit's group hears is said by `group:`.",
        ),
    }

    notice: Notices = Field(Notices(), description="How people are told of what concerns them.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Occasions that there are not; people told by a robot that a whole group reads."""
        for key, said in self.notice.usual.items():
            yield from (_robot(way, ("notice", "usual", key, way)) for way in said if way in _ROBOTS)
        yield from (_robot(way, ("notice", "residents")) for way in self.notice.residents if way in _ROBOTS)
        for key in self.notice.usual:
            if key in occasions():
                continue
            near = nearest(key, list(occasions()))
            hint = f'Did you mean "{near}"?' if near else f"Known are {', '.join(occasions())}."
            yield Fault(_UNKNOWN, f'unknown occasion "{key}".', hint, path=("notice", "usual", key))


def _robot(way: str, path: tuple[str, ...]) -> Fault:
    return Fault(_GROUPS, f'"{way}" is read by a whole group.', "Say group: [came, late] instead.", path=path)
