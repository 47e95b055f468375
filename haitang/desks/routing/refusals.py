"""What is said to a person where learning or taking a suggestion is not possible."""

from haitang.desks.routing.models import LearnedVersion
from haitang.lib.diagnostics import Refusal


def too_little() -> Refusal:
    """Not enough has been dispatched."""
    return Refusal(
        "routing.too_little",
        zh="办过的事项还太少，学不出规律：至少要有两个类别、共四十件，每类五件以上。",
        en="Too few matters were handled to learn from: two categories, forty matters, five of each.",
    )


def emptied(version: LearnedVersion) -> Refusal:
    """The version is too old."""
    return Refusal(
        "routing.emptied",
        zh=f"第 {version.serial} 版太旧，学习结果已清除，不能再用。",
        en=f"Version {version.serial} is too old: what it learned was let go.",
    )


def nothing_to_take() -> Refusal:
    """The suggestion is gone."""
    return Refusal(
        "routing.nothing_to_take",
        zh="现在没有可采用的建议，请自己选单位。",
        en="There is nothing to take; choose a unit.",
    )
