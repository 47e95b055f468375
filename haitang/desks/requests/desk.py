"""The residents' door: tell it once, follow it by its number, say whether it was solved."""

from haitang.lib.text import Text
from haitang.ui.desks import Desk

DESK = Desk(
    name="requests",
    label=Text(zh="居民诉求", en="Requests"),
    prefix="r/",
    urls="haitang.desks.requests.urls",
)
