"""Entries of a sample county: drafts in their thousands, spread over days, people and those they serve."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from haitang.kernel.ledger.api import Channel, Draft, record_many
from haitang.kernel.ledger.models import Entry
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Entries, at_size
from haitang.sample.growth import Counting, Growth, Holder, uuid_at
from haitang.sample.lots import Lots, per_day, values

#: People write down what they did between these hours.
MORNING, EVENING = time(8), time(21)
#: The share of entries that have a note.
NOTED = 0.04


def record_deeds(growth: Growth) -> int:
    """Record every entry that the playbook asks for; how many."""
    count, counts = 0, Counting([Entry])
    for number, wanted in enumerate(growth.sample.entries):

        def progress(done: int, before: int = count) -> None:
            counts.reached(before + done)

        lot = growth.lots(f"entries {number} {wanted.kind}")
        count += _record(growth, wanted, lot, progress)
    return count


def _record(growth: Growth, wanted: Entries, lot: Lots, tell: Callable[[int], None]) -> int:
    before = 0

    def progress(done: int) -> None:
        nonlocal before
        growth.advance(done - before)
        before = done
        tell(done)

    report = record_many(drafts(growth, wanted, lot), actor=growth.actor, progress=progress)
    if report.refused:
        place, refusal = report.refused[0]
        raise Refusal(
            "sample.refused",
            zh=f"样例县的第 {place} 条 {wanted.kind} 记不上台账：{refusal.zh}",
            en=f"Entry {place} of {wanted.kind} of the sample county was refused: {refusal.en}",
        )
    return report.recorded


def drafts(growth: Growth, wanted: Entries, lot: Lots) -> Iterator[Draft]:
    """The drafts of one kind, day by day. Written for a million: lots are drawn in the cheapest way."""
    count = at_size(wanted.count, growth.size)
    doers = growth.holders_of(wanted.by)
    if not doers or not count:
        return
    served = Serving(growth, wanted.serves).one
    quantities = map(int, map(str, values(wanted.quantity, count, lot)))
    answers = {field: values(drawn, count, lot) for field, drawn in wanted.answers.items()}
    chance, many, channel = lot.random, len(doers), Channel.PHONE
    since, until = wanted.days.span(clock.day_of(growth.now))
    for day, number in per_day(count, since, until).items():
        first, seconds = awake(day, growth.now)
        for _ in range(number):
            doer = doers[int(chance() * many)]
            written = first + timedelta(seconds=seconds * chance())
            yield Draft(
                uuid=uuid_at(written, lot),
                kind=wanted.kind,
                unit=doer.unit,
                day=day,
                person=doer.person,
                served_unit=served(doer, lot),
                quantity=next(quantities),
                answers={field: next(drawn) for field, drawn in answers.items()},
                note=lot.choice(wanted.notes) if wanted.notes and chance() < NOTED else "",
                channel=channel,
                recorded_at=written,
            )


def awake(day: date, now: datetime) -> tuple[datetime, float]:
    """From when, and for how many seconds, people are about on *day*; never after *now*."""
    first = datetime.combine(day, MORNING, clock.ZONE)
    last = min(datetime.combine(day, EVENING, clock.ZONE), now)
    if last <= first:
        first = datetime.combine(day, time(0), clock.ZONE)
    return first, max(0.0, (last - first).total_seconds() - 1)


def moment(day: date, now: datetime, lot: Lots) -> datetime:
    """An instant of *day* at which people are about."""
    first, seconds = awake(day, now)
    return first + timedelta(seconds=seconds * lot.random())


class Serving:
    """Whom an entry serves: a household of the doer's own village, or any unit of the kind."""

    def __init__(self, growth: Growth, kind: str) -> None:
        self.anywhere = [unit.pk for unit in growth.units.get(kind, [])]
        near = {unit: [one.pk for one in below] for unit, below in growth.below(kind).items()}
        every = growth.units_of(growth.units)
        self.near = {unit.pk: near.get(unit.pk) or near.get(unit.parent_id or 0) for unit in every}

    def one(self, doer: Holder, lot: Lots) -> int | None:
        """The unit served, if the kind serves any."""
        if not self.anywhere:
            return None
        among = self.near[doer.unit] or self.anywhere
        return among[int(lot.random() * len(among))]
