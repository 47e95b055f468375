"""Figures that stand beside one: the same part of other wholes, each with its definition."""

from dataclasses import dataclass

from haitang.kernel.measures.api import Measure, MeasuresSection, Period, figure, in_words
from haitang.kernel.playbooks.api import holding
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.ui.words import language, say
from haitang.web.contexts.measures import figure_url


@dataclass(frozen=True)
class BesideLink:
    """One of them."""

    label: str
    rule: str
    shown: str
    parts: str
    url: str


def figures_beside(measure: Measure, *, unit: Unit, period: Period | None, actor: Actor) -> list[BesideLink]:
    """What stands beside *measure* over the same unit and time, as declared; no query where nothing does."""
    if not measure.beside:
        return []
    house, found = holding(unit), []
    for key in measure.beside:
        other = house.section(MeasuresSection).measures[key]
        one = figure(key, house=house, unit=unit, actor=actor, period=period)
        rule = in_words(other, house).into(language())
        parts = f"{one.part:,} / {one.whole:,}"
        found.append(BesideLink(say(other.label), rule, one.shown, parts, figure_url(key, unit.pk, period)))
    return found
