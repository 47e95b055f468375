"""Open many matters with every check: imports, the growing of sample counties."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

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
from haitang.kernel.matters.entries import drafts_of, opening_deed
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.hearing import tell_hearers
from haitang.kernel.matters.models import Contact, Matter, Step
from haitang.kernel.matters.rows import MatterRow
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.pouring import draw_ids, kept, pour
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.ids import new_id
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
            _write([one for _, one in new], admission)
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


def _write(admitted: list[Admitted], admission: Admission) -> None:
    if not admitted:
        return
    actor = admission.actor
    ids = draw_ids("matters_matter", len(admitted))
    numbers = _numbers(admitted, actor)
    rows = [
        (key, *one.row._replace(number=number, follow_digest=_digest(one, number)))
        for key, number, one in zip(ids, numbers, admitted, strict=True)
    ]
    pour("matters_matter", ("id", *MatterRow._fields), kept(rows))
    _write_steps(ids, admitted, actor)
    _write_contacts(ids, admitted)
    _record(admitted, admission)


def _digest(admitted: Admitted, number: str) -> str:
    return codes.digest_of(number, codes.code_of(admitted.row.uuid)) if admitted.draft.follow else ""


def _numbers(admitted: list[Admitted], actor: Actor) -> list[str]:
    """Numbers in the order given, a block for each series and year."""
    wanted = Counter(_series(one) for one in admitted)
    blocks = {
        (series, year): iter(draw_numbers(series, year=year, count=count, actor=actor))
        for (series, year), count in sorted(wanted.items())
    }
    return [next(blocks[_series(one)]) for one in admitted]


def _series(admitted: Admitted) -> tuple[str, int]:
    return admitted.kind.spec.number, admitted.row.opened_on.year


_STEP = (
    "id", "uuid", "matter_id", "kind", "to_state_id", "to_owner_id", "actor_id", "role", "unit_id",
    "version_id", "at", "note", "data", "shown",
)  # fmt: skip


def _write_steps(ids: Sequence[int], admitted: list[Admitted], actor: Actor) -> None:
    steps = draw_ids("matters_step", len(ids))
    rows = [_step(step, matter, one) for step, matter, one in zip(steps, ids, admitted, strict=True)]
    pour("matters_step", _STEP, kept(rows))
    for step, matter, one in zip(steps, ids, admitted, strict=True):
        if one.draft.attachments:
            attach_files(Step(pk=step, matter_id=matter), attachments=one.draft.attachments, actor=actor)
    tell_hearers(steps)


def _step(step: int, matter: int, admitted: Admitted) -> tuple[object, ...]:
    row = admitted.row
    what = (step, new_id(), matter, str(StepKind.OPENED), row.state_id, row.owner_id, row.opened_by_id)
    return (*what, admitted.role, admitted.unit_id, row.version_id, row.opened_at, "", "{}", True)


def _write_contacts(ids: Sequence[int], admitted: list[Admitted]) -> None:
    contacts = (
        sealed_contact(one.draft.contact, phone=one.phone, matter_id=matter)
        for matter, one in zip(ids, admitted, strict=True)
    )
    Contact.objects.bulk_create([contact for contact in contacts if contact])


def _record(admitted: list[Admitted], admission: Admission) -> None:
    """The entries that openings write: the ledger's own checks, its own writer, this transaction."""
    drafts = [
        draft
        for one in admitted
        for draft in drafts_of(one.kind.spec.flow.opening.writes, opening_deed(one.row))
    ]
    if drafts:
        door = ledger.Admission(admission.actor, admission.now, by_move=True)
        door.learn(drafts)
        store_many([door.admit(draft) for draft in drafts])
