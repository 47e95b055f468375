"""What is no fault at home and a hole in the world: refused before the house is served there."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

#: Names under which nobody else reaches this machine; Django's own tests call it ``testserver``.
AT_HOME = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def install() -> None:
    """Make the checks run with every ``check``, and so before every ``serve``."""
    register(debug_stays_at_home, Tags.security)
    register(the_world_wants_https, Tags.security)


def debug_stays_at_home(**_: Any) -> list[CheckMessage]:  # reason: Django's check
    """Pages of faults show settings, queries and what people sent."""
    if not (settings.DEBUG and _abroad()):
        return []
    return [
        Error(
            f"HAITANG_DEBUG is 1 and the house answers to {_abroad()}: its pages of faults show what people "
            "sent. HAITANG_DEBUG 为 1 而本站对外开放，出错页会把别人提交的内容显示出来。",
            hint="Unset HAITANG_DEBUG, or take the names out of HAITANG_HOSTS. 请去掉 HAITANG_DEBUG。",
            id="haitang.E004",
        )
    ]


def the_world_wants_https(**_: Any) -> list[CheckMessage]:  # reason: Django's check
    """Without it passwords and follow codes travel open, and session cookies are not marked secure."""
    if settings.HTTPS or not _abroad():
        return []
    return [
        Error(
            f"The house answers to {_abroad()} and HAITANG_HTTPS is 0: passwords and follow codes would "
            "travel open. 本站对外开放而 HAITANG_HTTPS 为 0，密码和查询码会明文传送。",
            hint="Put a TLS proxy before it and set HAITANG_HTTPS=1 (docs/operations.md). "
            "请在前面加一层 TLS 代理，并设 HAITANG_HTTPS=1。",
            id="haitang.E005",
        )
    ]


def _abroad() -> str:
    """The names by which others reach it."""
    return ", ".join(sorted(set(settings.ALLOWED_HOSTS) - AT_HOME))
