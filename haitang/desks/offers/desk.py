"""What is offered to members: errands to run, wishes to grant. Shown by reviewed words alone."""

from haitang.lib.text import Text
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem

DESK = Desk(
    name="offers",
    label=Text(zh="认领", en="To take on"),
    prefix="offers/",
    urls="haitang.desks.offers.urls",
    menu=(
        MenuItem(
            "offers:open", Text(zh="认领", en="To take on"), "people", 28, ability="matters.take", phone=True
        ),
    ),
)
