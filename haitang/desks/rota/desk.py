"""Who sits when: turns shared fairly, exchanged by asking, and a day that is held written down once."""

from haitang.desks.rota.contexts import told_of
from haitang.desks.rota.declare import RotaSection
from haitang.desks.rota.queries import takes_part
from haitang.desks.rota.rules import ABILITIES
from haitang.desks.rota.telling import HELP, KEY, LABEL, WORDS
from haitang.lib.text import Text
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem
from haitang.ui.telling import Subject

DESK = Desk(
    name="rota",
    label=Text(zh="值班", en="Rota"),
    prefix="rota/",
    urls="haitang.desks.rota.urls",
    sections=(RotaSection,),
    abilities=ABILITIES,
    menu=(MenuItem("rota:rotas", Text(zh="值班", en="Rota"), "people", 29, offered=takes_part),),
)
TOLD = Subject(KEY, LABEL, HELP, WORDS, told_of)
