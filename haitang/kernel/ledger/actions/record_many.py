"""Record many entries with every check: imports, offline sync, the growing of sample counties."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db import IntegrityError, transaction

from haitang.kernel.ledger.actions.again import recorded_already, says_the_same, taken
from haitang.kernel.ledger.admission import AdmittedDeed, DeedAdmission
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.models import Entry, Seal
from haitang.kernel.ledger.rows import row_of
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.ledger.storing import store_many, taken_of
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal
from haitang.lib.memory import uncollected

#: So many are checked and written together, where the caller does not say.
CHUNK = 2000

Numbered = tuple[int, AdmittedDeed]


@dataclass
class Report:
    """What became of the drafts; ``refused`` names each by its place in what was given, from zero."""

    recorded: int = 0
    repeated: int = 0
    refused: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many drafts have been dealt with."""
        return self.recorded + self.repeated + len(self.refused)


def record_many(
    drafts: Iterable[Draft],
    *,
    actor: Actor,
    at: datetime | None = None,
    progress: Callable[[int], None] | None = None,
    chunk: int = CHUNK,
) -> Report:
    """Record all that can be recorded of *drafts*, streaming; *progress* hears how many are done.

    Each *chunk* of them is checked and written together: all of it or none.
    Only the house itself may say *at* (or a draft's ``recorded_at``): when they were first written down.
    """
    admission = DeedAdmission(actor, at or clock.now())
    report = Report()
    numbered = enumerate(drafts)
    while _record_chunk(islice(numbered, chunk), admission, report, backdated=at is not None):
        if progress:
            progress(report.seen)
    report.refused.sort(key=lambda one: one[0])
    return report


def _record_chunk(
    some: Iterator[tuple[int, Draft]], admission: DeedAdmission, report: Report, *, backdated: bool
) -> bool:
    """Check and write the next so many; whether there were any."""
    with uncollected():
        chunk = list(some)
        if chunk:
            admission.learn([draft for _, draft in chunk])
            _write(_distinct(_admitted(chunk, admission, report, backdated=backdated), report), report)
    return bool(chunk)


def _admitted(
    chunk: list[tuple[int, Draft]], admission: DeedAdmission, report: Report, *, backdated: bool
) -> Iterator[Numbered]:
    sealed, now = _sealed_through(admission.actor.region_id), clock.now()
    refused: list[tuple[int, Draft, Refusal]] = []
    for place, draft in chunk:
        try:
            if backdated or draft.recorded_at:
                _check_backdating(draft, admission, now)
            admitted = admission.admit(draft)
            if admitted.row.recorded_on <= sealed:
                raise day_sealed()
        except Refusal as refusal:
            refused.append((place, draft, refusal))
        else:
            yield place, admitted
    _judge(refused, admission, report)


def _judge(refused: list[tuple[int, Draft, Refusal]], admission: DeedAdmission, report: Report) -> None:
    """Those that were recorded before, when they might be, are repeated and not refused."""
    there = taken_of(admission.actor.region_id, [draft.uuid.hex for _, draft, _ in refused])
    for place, draft, refusal in refused:
        try:
            again = recorded_already(draft, admission) if draft.uuid.hex in there else None
        except Conflict as conflict:
            report.refused.append((place, conflict))
            continue
        if again is None:
            report.refused.append((place, refusal))
        else:
            report.repeated += 1


def _check_backdating(draft: Draft, admission: DeedAdmission, now: datetime) -> None:
    moment = draft.recorded_at or admission.at
    if not admission.actor.is_system:
        zh, en = "只有导入可以写明当时的记录时间。", "only an import may say when an entry was recorded."
        raise Refusal("ledger.recorded_at", zh=zh, en=en, field="recorded_at")
    if moment.tzinfo is None or moment > now:
        zh, en = (
            "记录时间不能晚于现在，并须写明时区。",
            "it cannot lie in the future, and names its time zone.",
        )
        raise Refusal("ledger.recorded_at", zh=zh, en=en, field="recorded_at")


def _sealed_through(region: int) -> str:
    last = Seal.objects.filter(region_id=region).order_by("-day").values_list("day", flat=True).first()
    return last.isoformat() if last else ""


def day_sealed() -> Refusal:
    """The day under whose seal an entry would lie takes nothing any more."""
    return Refusal(
        "ledger.day_sealed",
        zh="那一天的台账已经封存，不能再补入。",
        en="that day of the ledger is sealed; nothing can be added to it.",
        field="recorded_at",
    )


def _distinct(admitted: Iterator[Numbered], report: Report) -> list[Numbered]:
    """The first of each UUID within the chunk; later ones are repetitions or conflicts."""
    first: dict[str, Numbered] = {}
    for place, one in admitted:
        before = first.setdefault(one.row.uuid, (place, one))
        if before[1] is not one:
            _count_again(place, _twins(one, before[1]), report)
    return list(first.values())


def _twins(one: AdmittedDeed, before: AdmittedDeed) -> bool:
    """Whether two drafts say the same; their salts differ, so their free text is compared itself."""
    texts = [(free.text, free.answers) if (free := two.free) else None for two in (one, before)]
    return texts[0] == texts[1] and one.row._replace(note="") == before.row._replace(note="")


def _count_again(place: int, same: bool, report: Report) -> None:
    if same:
        report.repeated += 1
    else:
        report.refused.append((place, taken()))


def _write(chunk: list[Numbered], report: Report) -> None:
    try:
        _write_once(chunk, report)
    except IntegrityError:
        # Somebody recorded one of these between our look and our write: look again, once.
        _write_once(chunk, report)


def _write_once(chunk: list[Numbered], report: Report) -> None:
    with speaking_of_storage(), transaction.atomic():
        there = _there(chunk)
        new = [one for _, one in chunk if one.row.uuid not in there]
        if new:
            store_many(new)
    report.recorded += len(new)
    for place, one in chunk:
        entry = there.get(one.row.uuid)
        if entry is not None:
            _count_again(place, says_the_same(one, row_of(entry), getattr(entry, "note", None)), report)


def _there(chunk: list[Numbered]) -> dict[str, Entry]:
    """Those of the chunk's UUIDs that the ledger has already."""
    found: dict[str, Entry] = {}
    taken_already = taken_of(chunk[0][1].row.region, [one.row.uuid for _, one in chunk]) if chunk else []
    for start in range(0, len(taken_already), 500):
        part = taken_already[start : start + 500]
        entries = Entry.objects.filter(region_id=chunk[0][1].row.region, uuid__in=part)
        found.update((entry.uuid.hex, entry) for entry in entries.select_related("note"))
    return found
