"""Being told: in the house, by e-mail, push, text message or a group's robot, as each person chooses."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from haitang.desks.notice.declare import NoticeSection
from haitang.desks.notice.rules import ABILITIES, MANAGES
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.ui.bells import Bell
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem
from haitang.ui.telling import Tidings

if TYPE_CHECKING:
    from django.http import HttpRequest

    from haitang.kernel.matters.models import Matter
    from haitang.ui.inviting import Carried, ResidentInvitation

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


def reaches(matter: "Matter") -> bool:
    """Whether its code goes to what was left with it."""
    from haitang.desks.notice.preferences import way_for_code  # noqa: PLC0415 -- slow import

    return bool(way_for_code(matter))


def postmarks(matter: "Matter", identifiers: Collection[UUID]) -> bool:
    """Whether one of these letters went to the resident of *matter*."""
    from haitang.desks.notice.queries import went_to_resident  # noqa: PLC0415 -- slow import

    return went_to_resident(matter, identifiers)


def tell(tidings: Tidings, people: Collection[int], actor: Actor) -> None:
    """Tell people of a thing of another desk's."""
    from haitang.desks.notice.actions import tell_of_subject  # noqa: PLC0415 -- slow import

    tell_of_subject(tidings, people=people, actor=actor)


def write(tidings: Tidings, leads: Sequence[str], actor: Actor) -> bool:
    """Write to somebody outside about one."""
    from haitang.desks.notice.actions import write_outside  # noqa: PLC0415 -- slow import

    return write_outside(tidings, leads=leads, actor=actor)


def carry(matter: "Matter", invitation: "ResidentInvitation") -> "Carried":
    """Take another part's invitation to the resident behind *matter*."""
    from haitang.desks.notice.inviting import invite  # noqa: PLC0415 -- slow import

    return invite(matter, invitation)


def leave(request: "HttpRequest", actor: Actor | None) -> None:
    """The browser of *request* is for *actor* now, or for nobody."""
    from haitang.desks.notice.actions import leave_device  # noqa: PLC0415 -- slow import
    from haitang.desks.notice.pocket import device_in  # noqa: PLC0415 -- slow import

    uuid = device_in(request)
    if uuid:
        leave_device(uuid, actor=actor)
