"""Printed figures beside what comes out: the acceptance test of a playbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from haitang.kernel.measures.declare import MeasuresSection
from haitang.kernel.measures.figures import Number
from haitang.kernel.measures.periods import Period
from haitang.kernel.measures.queries import NOT_KEPT, figure, measure_of
from haitang.kernel.measures.rounding import UNKNOWN, decimals_of, rounded, scaled
from haitang.kernel.measures.spec import Measure, PrintedFact
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.models import Unit
from haitang.lib.declare import House
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text


@dataclass(frozen=True)
class FactResult:
    """A printed figure and what came out, at the printed precision."""

    id: str
    says: Text
    printed: str
    came_out: str
    holds: bool


def check_facts(house: House, unit: Unit) -> list[FactResult]:
    """Every printed figure of *house*, worked out over *unit* or the unit that it names below."""
    return [_result(fact, house, unit) for fact in house.section(MeasuresSection).facts]


def _result(fact: PrintedFact, house: House, unit: Unit) -> FactResult:
    measure = measure_of(fact.measure, house)
    sign, printed, holds = _printed(fact)
    where = _unit(fact, unit)
    if where is None:
        return FactResult(fact.id, fact.says, f"{sign}{printed:,}", f"{UNKNOWN} ({fact.unit}?)", holds=False)
    period = Period(fact.since, fact.until) if fact.since and fact.until else None
    try:
        found = figure(
            fact.measure, house=house, unit=where, actor=SYSTEM(unit.region_id), period=period, day=fact.on
        )
    except Refusal as refusal:
        if refusal.code != NOT_KEPT:
            raise
        told = f"{UNKNOWN} ({refusal.zh} {refusal.en})"
        return FactResult(fact.id, fact.says, f"{sign}{printed:,}", told, holds=False)
    came_out = _came_out(measure, found.value, decimals_of(printed))
    return FactResult(
        fact.id,
        fact.says,
        f"{sign}{printed:,}",
        UNKNOWN if came_out is None else f"{came_out:,}",
        holds=came_out is not None and holds(came_out, printed),
    )


def _came_out(measure: Measure, value: Number | None, decimals: int) -> Decimal | None:
    return None if value is None else rounded(Fraction(scaled(value, measure.as_)), decimals)


Compare = Callable[[Decimal, Decimal], bool]

_WAYS: Mapping[str, tuple[str, Compare]] = MappingProxyType(
    {
        "equals": ("", lambda found, printed: found == printed),
        "at_least": ("≥ ", lambda found, printed: found >= printed),
        "more_than": ("> ", lambda found, printed: found > printed),
        "at_most": ("≤ ", lambda found, printed: found <= printed),
    }
)


def _printed(fact: PrintedFact) -> tuple[str, Decimal, Compare]:
    for way, (sign, holds) in _WAYS.items():
        value: Decimal | None = getattr(fact, way)
        if value is not None:
            return sign, value, holds
    raise AssertionError(fact.id)


def _unit(fact: PrintedFact, unit: Unit) -> Unit | None:
    if not fact.unit:
        return unit
    return Unit.objects.filter(region_id=unit.region_id, code=fact.unit).first()
