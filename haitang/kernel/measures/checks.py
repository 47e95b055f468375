"""What is wrong in a playbook's measures and printed figures."""

from collections.abc import Iterator, Mapping, Sequence

from haitang.kernel.measures.naming import Names
from haitang.kernel.measures.periods import PERIODS
from haitang.kernel.measures.resolving import Resolver
from haitang.kernel.measures.spec import Measure, PrintedFact
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Fault, Severity
from haitang.lib.text import nearest


def problems_of(
    measures: Mapping[str, Measure], facts: Sequence[PrintedFact], house: House
) -> Iterator[Fault]:
    """Names that lead nowhere, parts outside their whole, facts of no measure, targets gone by."""
    names = Names(house)
    for key, measure in measures.items():
        resolver = Resolver(key, measure, names)
        resolver.question()
        yield from resolver.faults
        yield from _splits(key, measure, names)
        yield from _target(key, measure)
    yield from _facts(measures, facts)


def _splits(key: str, measure: Measure, names: Names) -> Iterator[Fault]:
    levels = list(names.known("unit_kinds"))
    for number, word in enumerate(measure.by):
        if word not in PERIODS and word not in levels:
            near = nearest(word, [*levels, *PERIODS])
            hint = f'Did you mean "{near}"?' if near else "Name a kind of unit, or day, month, quarter, year."
            path, lacks = ("measures", key, "by", number), ("unit_kinds", word)
            yield Fault("unknown-split", f'unknown split "{word}".', hint, path, lacks=lacks)
    for group, what in ((levels, "kinds of unit"), (list(PERIODS), "periods")):
        if sum(word in group for word in measure.by) > 1:
            hint = "Declare another measure for the other."
            yield Fault("split-twice", f"it is split by two {what}.", hint, ("measures", key, "by"))


def _target(key: str, measure: Measure) -> Iterator[Fault]:
    if measure.target and measure.target.by < clock.today():
        what, path = f"the target's day {measure.target.by} has gone by.", ("measures", key, "target", "by")
        yield Fault("target-past", what, "Set the next one.", path, severity=Severity.WARNING)


def _facts(measures: Mapping[str, Measure], facts: Sequence[PrintedFact]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, fact in enumerate(facts):
        if fact.measure not in measures:
            near = nearest(fact.measure, list(measures))
            hint = f'Did you mean "{near}"?' if near else "Declare it under measures:."
            path, lacks = ("facts", number, "measure"), ("measures", fact.measure)
            yield Fault("unknown-measure", f'unknown measure "{fact.measure}".', hint, path, lacks=lacks)
        if fact.id in seen:
            yield Fault("fact-twice", f'two facts are called "{fact.id}".', "", ("facts", number, "id"))
        seen.add(fact.id)
