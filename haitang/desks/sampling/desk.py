"""Satisfaction sampled so that nobody can coach it: drawn late and blind, asked from outside the chain."""

from haitang.desks.sampling.declare import SamplingSection
from haitang.desks.sampling.queries import has_samplings
from haitang.desks.sampling.rules import ABILITIES, ASKS, SEES
from haitang.lib.text import Text
from haitang.ui.desks import Desk
from haitang.ui.menu import MenuItem

DESK = Desk(
    name="sampling",
    label=Text(zh="满意度抽查", en="Satisfaction sampling"),
    prefix="sampling/",
    urls="haitang.desks.sampling.urls",
    sections=(SamplingSection,),
    abilities=ABILITIES,
    menu=(
        MenuItem(
            "sampling:draws",
            Text(zh="满意度抽查", en="Sampling"),
            "chart",
            33,
            ability=SEES,
            offered=has_samplings,
        ),
        MenuItem(
            "sampling:calls",
            Text(zh="打抽查电话", en="Ring residents"),
            "chat",
            34,
            ability=ASKS,
            phone=True,
            offered=has_samplings,
        ),
    ),
)
