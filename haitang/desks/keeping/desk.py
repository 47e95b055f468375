"""Keeping and sending later: what forms need on a phone without a network, whichever desk they are of."""

from haitang.lib.text import Text
from haitang.ui.desks import Desk

DESK = Desk(
    name="keeping",
    label=Text(zh="离线补传", en="Sent later"),
    prefix="keeping/",
    urls="haitang.desks.keeping.urls",
)
