"""The joint meeting: what recurs or crosses powers is decided together, and told to all who asked."""

from haitang.desks.meetings.contexts import meeting_card
from haitang.desks.meetings.declare import MeetingsSection
from haitang.desks.meetings.guests import HELP, KEY, LABEL, WORDS, outside_letter, told_of
from haitang.desks.meetings.queries import meets
from haitang.desks.meetings.rules import SEES
from haitang.lib.text import Text
from haitang.ui.cards import CardMaker
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem
from haitang.ui.telling import Subject

DESK = Desk(
    name="meetings",
    label=Text(zh="联席会议", en="Joint meetings"),
    prefix="meetings/",
    urls="haitang.desks.meetings.urls",
    sections=(MeetingsSection,),
    menu=(
        MenuItem(
            "meetings:meetings",
            Text(zh="会议", en="Meetings"),
            "people",
            27,
            ability=SEES,
            offered=meets,
        ),
    ),
)
CARD = CardMaker("meetings/card.html", 20, meeting_card)
TOLD = Subject(KEY, LABEL, HELP, WORDS, told_of, outside_letter)
