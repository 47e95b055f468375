"""Whether what a figure reads is still being filled in, and how far that has come."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from haitang.kernel.ledger.facts import SLOTS
from haitang.kernel.ledger.models import Entry, Fill
from haitang.kernel.matters.models import Matter, Refill
from haitang.kernel.measures.nodes import OneOf, Question, Share
from haitang.lib.text import Text


@dataclass(frozen=True)
class Filling:
    """How many of the records have been gone through since the playbook counts otherwise."""

    done: int
    total: int

    @property
    def percent(self) -> int:
        """Whole per cent; never a hundred before the end."""
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def words(self) -> Text:
        """That the figure is not final yet."""
        return Text(
            zh=f"还在补算：已完成 {self.percent}%，这个数字会变化",
            en=f"still being filled in: {self.percent}% done, this figure will change",
        )


def filling_of(question: Question) -> Filling | None:
    """What the figure still waits for; asked only where it reads a column that an edit may have to fill."""
    if question.columns().isdisjoint(SLOTS):
        return None
    if question.source == "entries":
        fills = _unfinished(Fill.objects.all(), question)
        return _so_far(fills, Entry.objects.filter(region=question.region)) if fills else None
    if question.source == "matters":
        refills = _unfinished(Refill.objects.all(), question)
        kinds = {kind for kind, _ in refills}
        return _so_far(refills, Matter.objects.filter(kind__in=kinds)) if refills else None
    return None


def _unfinished(rows: QuerySet[Fill] | QuerySet[Refill], question: Question) -> list[tuple[int, int]]:
    """The kinds still waited for, each with the number of the record it has come to."""
    waiting = rows.filter(region=question.region, finished_at=None)
    kinds = _kinds(question)
    found = waiting.filter(kind__in=kinds) if kinds else waiting
    return [(kind, through) for kind, through in found.values_list("kind_id", "done_through")]


def _kinds(question: Question) -> set[int]:
    """The kinds the figure is of; none where it is of all."""
    tested = [*question.where, *(question.aggregate.part if isinstance(question.aggregate, Share) else ())]
    named = [one.values for one in tested if isinstance(one, OneOf) and one.column == "kind"]
    return {int(value) for values in named for value in values}


def _so_far(waiting: list[tuple[int, int]], records: QuerySet[Entry] | QuerySet[Matter]) -> Filling:
    """Records are gone through in the order of their numbers; the slowest kind is what one waits for."""
    last = records.aggregate(last=Max("pk"))["last"] or 0
    return Filling(min(last, *(through for _, through in waiting)), last)
