"""Other systems told how far their matters are: signed, retried, and without anybody's name or number."""

from haitang.desks.hooks.rules import ABILITIES, MANAGES
from haitang.lib.text import Text
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem

DESK = Desk(
    name="hooks",
    label=Text(zh="回传", en="Told to other systems"),
    prefix="hooks/",
    urls="haitang.desks.hooks.urls",
    abilities=ABILITIES,
    menu=(
        MenuItem(
            "hooks:list",
            Text(zh="回传其他系统", en="Told to other systems"),
            "warning",
            40,
            ability=MANAGES,
            place="mine",
        ),
    ),
)
