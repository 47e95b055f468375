"""What a matter is about and whose it is, learned from the county's own dispatches."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from haitang.desks.routing.rules import ABILITIES, SEES
from haitang.lib.text import Text
from haitang.ui.cards import Beside, CardMaker
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem
from haitang.ui.ranking import Ranked, Suggested

if TYPE_CHECKING:
    from haitang.kernel.matters.models import Matter

DESK = Desk(
    name="routing",
    label=Text(zh="派单学习", en="Learned dispatching"),
    prefix="routing/",
    urls="haitang.desks.routing.urls",
    abilities=ABILITIES,
    menu=(MenuItem("routing:kinds", Text(zh="派单学习", en="Routing"), "board", 65, ability=SEES),),
)


def _suggested(beside: Beside) -> object | None:
    from haitang.desks.routing.contexts import suggestion_card  # noqa: PLC0415 -- slow import

    return suggestion_card(beside)


def first_units(matter: "Matter", move: str) -> Iterable[Ranked]:
    """Whom the list of units to dispatch to should begin with."""
    from haitang.desks.routing.ranking import first_units as found  # noqa: PLC0415 -- slow import

    return found(matter, move)


def suggested(matter: "Matter", move: str) -> Suggested | None:
    """How the form of a dispatch begins."""
    from haitang.desks.routing.ranking import suggested as found  # noqa: PLC0415 -- slow import

    return found(matter, move)


CARD = CardMaker("routing/card.html", 10, _suggested)
