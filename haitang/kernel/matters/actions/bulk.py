"""Open many matters with every check: imports, the growing of sample counties."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice

from django.db import transaction

from haitang.kernel.ledger import admission as ledger
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.ledger.storing import store_many
from haitang.kernel.matters import follow as codes
from haitang.kernel.matters.actions.numbers import draw_numbers
from haitang.kernel.matters.actions.steps import attach_files
from haitang.kernel.matters.admission import Admission, Admitted
from haitang.kernel.matters.contacts import sealed_contact
from haitang.kernel.matters.drafts import MatterDraft, OpenReport
from haitang.kernel.matters.entries import drafts_of, first_step, opening_deed
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

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
        while chunk := list(islice(numbered, CHUNK)):
            new = _new(list(_admitted(chunk, admission, report)), report)
            _write([one for _, one in new], admission)
            report.opened += len(new)
            if progress:
                progress(report.seen)
    report.refused.sort(key=lambda one: one[0])
    return report


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
    there = _there([one.matter for _, one in admitted])
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
    matter, uuid = admitted.matter, admitted.draft.uuid
    keys: set[object] = {uuid} if uuid else set()
    return keys | ({(matter.kind_id, matter.outside_key)} if matter.outside_key else set())


def _there(wanted: list[Matter]) -> set[object]:
    if not wanted:
        return set()
    here = Matter.objects.filter(region_id=wanted[0].region_id)
    found: set[object] = set()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        keys = [matter.outside_key for matter in part if matter.outside_key]
        found |= set(here.filter(outside_key__in=keys).values_list("kind_id", "outside_key"))
        found |= set(here.filter(uuid__in=[matter.uuid for matter in part]).values_list("uuid", flat=True))
    return found


def _write(admitted: list[Admitted], admission: Admission) -> None:
    if not admitted:
        return
    _number(admitted, admission.actor)
    Matter.objects.bulk_create([one.matter for one in admitted], batch_size=500)
    contacts = (sealed_contact(one) for one in admitted)
    Contact.objects.bulk_create([contact for contact in contacts if contact])
    steps = Step.objects.bulk_create([first_step(one) for one in admitted], batch_size=500)
    for step, one in zip(steps, admitted, strict=True):
        attach_files(step, attachments=one.draft.attachments, actor=admission.actor)
    _record(admitted, admission)


def _number(admitted: list[Admitted], actor: Actor) -> None:
    """Numbers in the order given, a block for each series and year."""
    ordered = sorted(admitted, key=_series)
    for (series, year), group in groupby(ordered, key=_series):
        block = list(group)
        for one, number in zip(
            block, draw_numbers(series, year=year, count=len(block), actor=actor), strict=True
        ):
            one.matter.number = number
            if one.draft.follow:
                code = codes.code_of(one.matter.uuid)
                one.matter.follow_digest = codes.digest_of(number, code)


def _series(admitted: Admitted) -> tuple[str, int]:
    return admitted.kind.spec.number, admitted.matter.opened_on.year


def _record(admitted: list[Admitted], admission: Admission) -> None:
    """The entries that openings write: the ledger's own checks, its own writer, this transaction."""
    drafts = [
        draft for one in admitted for draft in drafts_of(one.kind.spec.flow.opening.writes, opening_deed(one))
    ]
    if drafts:
        door = ledger.Admission(admission.actor, admission.now, by_move=True)
        door.learn(drafts)
        store_many([door.admit(draft) for draft in drafts])
