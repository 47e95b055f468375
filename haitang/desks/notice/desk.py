"""Being told: in the house, by e-mail, push, text message or a group's robot, as each person chooses."""

from collections.abc import Sequence

from haitang.desks.notice.declare import NoticeSection
from haitang.desks.notice.rules import ABILITIES, MANAGES
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.ui.bells import Bell
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem

DESK = Desk(
    name="notice",
    label=Text(zh="消息", en="Notices"),
    prefix="notice/",
    urls="haitang.desks.notice.urls",
    sections=(NoticeSection,),
    abilities=ABILITIES,
    menu=(
        MenuItem("notice:list", Text(zh="消息", en="Notices"), "bell", 10, place="mine"),
        MenuItem("notice:choices", Text(zh="怎么告诉我", en="How I hear"), "bell", 20, place="mine"),
        MenuItem(
            "notice:dead",
            Text(zh="发不出的消息", en="Undeliverable"),
            "warning",
            30,
            ability=MANAGES,
            place="mine",
        ),
    ),
)


def take_note(steps: Sequence[int]) -> None:
    """Hear of steps."""
    from haitang.desks.notice.actions.noting import note_news  # noqa: PLC0415 -- slow import

    note_news(steps)


def ring(actor: Actor) -> Bell | None:
    """The bell of who acts."""
    from haitang.desks.notice.contexts import bell  # noqa: PLC0415 -- slow import

    return bell(actor)
