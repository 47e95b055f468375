"""Measures as the pages name them: which ones a deed counts toward, what each says, printed figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from haitang.kernel.measures.api import Figure, Measure, MeasuresSection, Period, check_facts
from haitang.kernel.playbooks.api import version_of
from haitang.kernel.registry.models import Unit
from haitang.lib.declare import House
from haitang.ui.words import say


@dataclass(frozen=True)
class FactRow:
    """A printed figure beside what came out."""

    id: str
    says: str
    printed: str
    came_out: str
    holds: bool


def cockpit_measures(house: House) -> Mapping[str, Measure]:
    """Those that the playbook puts on the cockpit, in its order."""
    declared = house.section(MeasuresSection).measures
    return {key: measure for key, measure in declared.items() if measure.cockpit}


def counted_by(house: House, kind: str) -> list[str]:
    """The names of the measures that an entry of *kind* counts toward."""
    declared = house.section(MeasuresSection).measures.values()
    return [say(measure.label) for measure in declared if _counts(measure, kind)]


def _counts(measure: Measure, kind: str) -> bool:
    if measure.source != "entries":
        return False
    sought = measure.where.get("kind", measure.among.get("kind"))
    if isinstance(sought, tuple):
        return kind in sought
    excluded = getattr(sought, "not_", None)
    if excluded is not None:
        return kind != excluded and (not isinstance(excluded, tuple) or kind not in excluded)
    return sought is None or sought == kind


def figure_url(key: str, unit_id: int, period: Period | None) -> str:
    """Where a figure opens."""
    query = {"unit": unit_id} | ({"period": period.key} if period else {})
    return f"{reverse('web:figure', args=[key])}?{urlencode(query)}"


def filling_words(found: Figure) -> str:
    """That the figure is not final yet; empty where it is."""
    return say(found.filling.words) if found.filling else ""


def holder_of(house: House) -> Unit | None:
    """The unit where this house's own version is applied."""
    version = version_of(house)
    return version.holder if version else None


def fact_rows(house: House) -> list[FactRow]:
    """Each printed figure beside what came out."""
    holder = holder_of(house)
    found = check_facts(house, holder) if holder else []
    return [FactRow(one.id, say(one.says), one.printed, one.came_out, one.holds) for one in found]
