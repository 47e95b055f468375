"""Entries of a sample county: drafts in their thousands, spread over days, people and those they serve."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from haitang.kernel.ledger.api import Channel, Draft, record_many
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Entries, at_size
from haitang.sample.growth import Growth, Holder, uuid_at
from haitang.sample.lots import Lots, per_day, values

#: People write down what they did between these hours.
MORNING, EVENING = time(8), time(21)
#: One entry in so many has a note.
NOTED = 25


def record_deeds(growth: Growth) -> int:
    """Record every entry that the playbook asks for; how many."""
    count = 0
    for number, wanted in enumerate(growth.sample.entries):
        count += _record(growth, wanted, growth.lots(f"entries {number} {wanted.kind}"))
    return count


def _record(growth: Growth, wanted: Entries, lot: Lots) -> int:
    before = 0

    def progress(done: int) -> None:
        nonlocal before
        growth.advance(done - before)
        before = done

    report = record_many(drafts(growth, wanted, lot), actor=growth.actor, progress=progress)
    if report.refused:
        place, refusal = report.refused[0]
        raise Refusal(
            "sample.refused",
            zh=f"样例县的第 {place} 条 {wanted.kind} 记不上台账:{refusal.zh}",
            en=f"Entry {place} of {wanted.kind} of the sample county was refused: {refusal.en}",
        )
    return report.recorded


def drafts(growth: Growth, wanted: Entries, lot: Lots) -> Iterator[Draft]:
    """The drafts of one kind, day by day."""
    count = at_size(wanted.count, growth.size)
    doers = growth.holders_of(wanted.by)
    if not doers or not count:
        return
    serve = Serving(growth, wanted.serves)
    quantities = values(wanted.quantity, count, lot)
    answers = {field: values(drawn, count, lot) for field, drawn in wanted.answers.items()}
    for day in _days(growth, wanted, count):
        doer = lot.choice(doers)
        written = moment(day, growth.now, lot)
        yield Draft(
            uuid=uuid_at(written, lot),
            kind=wanted.kind,
            unit=doer.unit,
            day=day,
            person=doer.person,
            served_unit=serve.one(doer, lot),
            quantity=int(str(next(quantities))),
            answers={field: next(drawn) for field, drawn in answers.items()},
            note=lot.choice(wanted.notes) if wanted.notes and lot.randrange(NOTED) == 0 else "",
            channel=Channel.PHONE,
            recorded_at=written,
        )


def _days(growth: Growth, wanted: Entries, count: int) -> Iterator[date]:
    since, until = wanted.days.span(clock.day_of(growth.now))
    for day, number in per_day(count, since, until).items():
        for _ in range(number):
            yield day


def moment(day: date, now: datetime, lot: Lots) -> datetime:
    """An instant of *day* at which people are about, and never after *now*."""
    first = datetime.combine(day, MORNING, clock.ZONE)
    last = min(datetime.combine(day, EVENING, clock.ZONE), now)
    if last <= first:
        first = datetime.combine(day, time(0), clock.ZONE)
    return first + timedelta(seconds=lot.random() * max(0.0, (last - first).total_seconds() - 1))


class Serving:
    """Whom an entry serves: a household of the doer's own village, or any unit of the kind."""

    def __init__(self, growth: Growth, kind: str) -> None:
        self.anywhere = growth.units.get(kind, [])
        self.near = growth.below(kind) if kind else {}
        self.home = {branch.pk: branch.parent_id for branch in growth.units_of(growth.units)}

    def one(self, doer: Holder, lot: Lots) -> int | None:
        """The unit served, if the kind serves any."""
        if not self.anywhere:
            return None
        near = self.near.get(doer.unit) or self.near.get(self.home[doer.unit] or 0)
        chosen: Unit = lot.choice(near or self.anywhere)
        return chosen.pk
