"""Notice's words in a playbook: when nobody is disturbed, and how people hear who have chosen nothing."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from haitang.desks.notice.occasions import OCCASIONS
from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest

Soon = Literal["now", "daily", "never"]
OutsideWay = Literal["email", "push", "sms", "wecom", "dingtalk"]
_UNKNOWN = "unknown-occasion"


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
        )
    }

    notice: Notices = Field(Notices(), description="How people are told of what concerns them.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Occasions that there are not."""
        for key in self.notice.usual:
            if key in OCCASIONS:
                continue
            near = nearest(key, list(OCCASIONS))
            hint = f'Did you mean "{near}"?' if near else f"Known are {', '.join(OCCASIONS)}."
            yield Fault(_UNKNOWN, f'unknown occasion "{key}".', hint, path=("notice", "usual", key))
