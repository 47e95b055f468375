"""Open many matters with every check: imports, the growing of sample counties."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import transaction

from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.matters.actions.writing import Opening, write_openings
from haitang.kernel.matters.admission import Admission, Admitted
from haitang.kernel.matters.drafts import MatterDraft, OpenReport
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.memory import uncollected

CHUNK = 1000

Numbered = tuple[int, Admitted]


def open_many(
    drafts: Iterable[MatterDraft],
    *,
    actor: Actor,
    progress: Callable[[int], None] | None = None,
) -> OpenReport:
    """Open all that can be opened, in one transaction; those refused are reported, each by its place.

    A draft whose ``outside_key`` (or ``uuid``) came before is not opened again.
    """
    report = OpenReport()
    admission = Admission(actor, clock.now())
    numbered = enumerate(drafts)
    with speaking_of_storage(), transaction.atomic():
        while _open_chunk(numbered, admission, report):
            if progress:
                progress(report.seen)
    report.refused.sort(key=lambda one: one[0])
    return report


def _open_chunk(
    numbered: Iterator[tuple[int, MatterDraft]], admission: Admission, report: OpenReport
) -> bool:
    """Check and write the next so many; whether there were any."""
    with uncollected():
        chunk = list(islice(numbered, CHUNK))
        new = _new(list(_admitted(chunk, admission, report)), report) if chunk else []
        if new:
            write_openings([Opening(one, admission.actor) for _, one in new], admission.now)
    report.opened += len(new)
    return bool(chunk)


def _admitted(
    chunk: list[tuple[int, MatterDraft]], admission: Admission, report: OpenReport
) -> Iterator[Numbered]:
    for place, draft in chunk:
        try:
            yield place, admission.admit(draft)
        except Refusal as refusal:
            report.refused.append((place, refusal))


def _new(admitted: list[Numbered], report: OpenReport) -> list[Numbered]:
    """Those that are not there yet, each once."""
    there = _there([one for _, one in admitted])
    new = []
    for place, one in admitted:
        names = _names(one)
        if names & there:
            report.repeated += 1
        else:
            new.append((place, one))
            there |= names
    return new


def _names(admitted: Admitted) -> set[object]:
    """What a draft is known by when it comes again."""
    row = admitted.row
    keys: set[object] = {row.uuid} if admitted.draft.uuid else set()
    return keys | ({(row.kind_id, row.outside_key)} if row.outside_key else set())


def _there(wanted: list[Admitted]) -> set[object]:
    found: set[object] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        here = Matter.objects.filter(region_id=part[0].row.region_id)
        keys = [one.row.outside_key for one in part if one.row.outside_key]
        found |= set(here.filter(outside_key__in=keys).values_list("kind_id", "outside_key"))
        uuids = [one.row.uuid for one in part if one.draft.uuid]
        found |= set(here.filter(uuid__in=uuids).values_list("uuid", flat=True))
    return found
