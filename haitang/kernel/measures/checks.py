"""What is wrong in a playbook's measures and printed figures."""

from collections.abc import Iterator, Mapping, Sequence

from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.measures.naming import Names, splits_known
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
        yield from _beside(key, measure, measures)
        yield from _rank(key, measure, house)
    yield from _facts(measures, facts)


def _splits(key: str, measure: Measure, names: Names) -> Iterator[Fault]:
    levels = sorted(splits_known(measure, names))
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


def _beside(key: str, measure: Measure, measures: Mapping[str, Measure]) -> Iterator[Fault]:
    """Figures side by side differ in their whole alone, or they could not be compared."""
    path = ("measures", key, "beside")
    if measure.beside and measure.way != "share":
        yield Fault("beside-without-share", "only shares have others beside them.", "Take it out.", path)
        return
    for number, other in enumerate(measure.beside):
        at = (*path, number)
        if other not in measures:
            near = nearest(other, list(measures))
            hint = f'Did you mean "{near}"?' if near else "Declare it under measures:."
            lacks = ("measures", other)
            yield Fault("unknown-measure", f'unknown measure "{other}".', hint, at, lacks=lacks)
        elif _part(measures[other]) != _part(measure):
            hint = "Give both the same where:; let among: differ."
            yield Fault("beside-other-part", f'"{other}" counts another part.', hint, at)


def _part(measure: Measure) -> tuple[object, ...]:
    return measure.way, measure.source, dict(measure.where), measure.dated


def _rank(key: str, measure: Measure, house: House) -> Iterator[Fault]:
    """Places are not ranked by what residents ask for: who asks more would look worse."""
    kinds = measure.where.get("kind") or measure.among.get("kind")
    asked = {kinds} if isinstance(kinds, str) else set(kinds) if isinstance(kinds, tuple) else None
    told = _told_by_residents(measure.source, house)
    if measure.rank and told and (asked is None or asked & told):
        what = "it would rank places by what residents ask for."
        hint = "Take rank: out; show each place beside its own past instead."
        yield Fault("ranks-places-by-complaints", what, hint, ("measures", key, "rank"))


def _told_by_residents(source: str, house: House) -> set[str]:
    """The public kinds of matter, or the entries that their flows write."""
    public = {key: kind for key, kind in house.section(MattersSection).matters.items() if kind.public}
    if source == "matters":
        return set(public)
    if source != "entries":
        return set()
    flows = [kind.flow for kind in public.values()]
    writes = [write for flow in flows for move in flow.moves.values() for write in move.writes]
    return {write.entry for write in [*writes, *(one for flow in flows for one in flow.opening.writes)]}


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
