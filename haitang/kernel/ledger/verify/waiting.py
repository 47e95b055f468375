"""Facts that still wait to be filled anew: what of them may differ from the answers, and for how long."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from haitang.kernel.ledger.facts import Projection
from haitang.kernel.ledger.models import Fill
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.playbooks.copying import copies_in
from haitang.kernel.playbooks.models import Declared, Version
from haitang.kernel.playbooks.queries import compiled_many
from haitang.lib import clock

#: A job fills a million facts within the hour; a fill that is open longer hides what it should not.
LONGEST = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """Which facts wait, and what they may say until then: nothing, or what versions before made of them."""

    through: Mapping[int, int]
    before: Sequence[Projection]
    chosen: Projection
    keys: Mapping[str, set[str]]

    def explains(self, at: tuple[int, int], data: str, stored: Sequence[object]) -> bool:
        """Whether each value *stored* for the entry *at* (kind, row number) is one that may still stand."""
        kind, number = at
        if kind not in self.through or number <= self.through[kind]:
            return False
        made = [projection.of(data) for projection in self.before]
        options = self.chosen.of(data)
        return all(
            value is None
            or any(value == one[place] for one in made)
            or value in self.keys.get(str(options[place]), ())
            for place, value in enumerate(stored)
        )


def waiting(region: int, now: Projection) -> Waiting:
    """The open fills of *region*; *now* is what they fill by."""
    fills = list(Fill.objects.filter(region=region, finished_at=None).order_by("-done_through"))
    through = {fill.kind_id: fill.done_through for fill in fills}
    if not fills:
        return Waiting({}, (), now, {})
    slots = dict(Declared.objects.filter(region=region).exclude(slot="").values_list("pk", "slot"))
    chosen = Projection(slots, {})
    return Waiting(through, [now, _before(fills, slots)], chosen, _keys(region))


def _before(fills: Sequence[Fill], slots: Mapping[int, str]) -> Projection:
    """How answers were copied by the versions before those that opened *fills*."""
    previous = [_previous(fill.version) for fill in fills]
    copies = copies_in(compiled_many(number for number in previous if number).values())
    return Projection(slots, {}, {field: (copy.slot, copy.convert) for field, copy in copies.items()})


def _previous(version: Version) -> int | None:
    earlier = Version.objects.filter(holder=version.holder_id, serial__lt=version.serial)
    return earlier.order_by("-serial").values_list("pk", flat=True).first()


def _keys(region: int) -> Mapping[str, set[str]]:
    """Every key that an option ever had, by its identity as text."""
    keys: dict[str, set[str]] = defaultdict(set)
    for ids in Version.objects.filter(region=region).values_list("ids", flat=True):
        for path, row, _ in _listed(ids):
            if len(path) > 1 and path[-2] == "options":
                keys[str(row)].add(path[-1])
    return keys


def _listed(ids: str) -> list[tuple[list[str], int, str]]:
    try:
        return [(path, row, slot) for path, row, slot in json.loads(ids)]
    except (ValueError, TypeError):
        return []  # its own proof has told that it was damaged


def check_fills(region: int, report: VerifyReport) -> None:
    """No fill is open for longer than its job needs."""
    late = Fill.objects.filter(
        region=region, finished_at=None, version__applied_at__lt=clock.now() - LONGEST
    ).select_related("kind", "version")
    for fill in late:
        zh = f"“{fill.kind.key}”的统计数据早该补算完，却仍标着没有补算：没有运行后台任务，或标记被改动过。"
        en = (
            f"the facts of {fill.kind.key} should long have been filled and are marked as not: "
            "no worker runs, or the mark was changed."
        )
        report.find(clock.day_of(fill.version.applied_at), zh, en)
