"""Grid patrols on the phone: that somebody walked there is one press; what was seen becomes a matter."""

from haitang.desks.patrol.declare import PatrolSection
from haitang.desks.patrol.queries import walks
from haitang.lib.text import Text
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem

DESK = Desk(
    name="patrol",
    label=Text(zh="巡查", en="Patrol"),
    prefix="patrol/",
    urls="haitang.desks.patrol.urls",
    sections=(PatrolSection,),
    menu=(
        MenuItem(
            "patrol:walk",
            Text(zh="巡查", en="Patrol"),
            "place",
            27,
            ability="matters.open",
            offered=walks,
        ),
    ),
)
