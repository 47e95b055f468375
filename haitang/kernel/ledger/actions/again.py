"""The same UUID again: the same entry when it says the same, a conflict when it does not."""

from haitang.kernel.ledger.admission import AdmittedDeed, DeedAdmission
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.models import Entry, Note
from haitang.kernel.ledger.rows import row_of
from haitang.kernel.ledger.sealing import SealedRow, note_digest
from haitang.kernel.playbooks.queries import compiled
from haitang.lib.diagnostics import Conflict, SentAlready


def same_again(entry: AdmittedDeed) -> Entry:
    """The entry already there under this UUID; Conflict when its content is another."""
    there = Entry.objects.select_related("note").get(region_id=entry.row.region, uuid=entry.row.uuid)
    if not says_the_same(entry, row_of(there), getattr(there, "note", None)):
        raise sent_before(there)
    return there


def recorded_already(draft: Draft, admission: DeedAdmission) -> Entry | None:
    """What the same actor recorded under *draft*'s UUID when they might; Conflict if it differs.

    A client that never heard the answer sends again, and by then its post may have ended, the unit closed, or
    the kind asked otherwise: what was recorded stays recorded, read by the playbook it pins.
    """
    actor = admission.actor
    if actor.person_id is None and not actor.is_system:
        return None
    mine = Entry.objects.filter(region_id=actor.region_id, uuid=draft.uuid, recorded_by=actor.person_id)
    there = mine.select_related("note").first()
    if there is None:
        return None
    entry = admission.as_recorded(draft, compiled(there.version_id))
    if entry is None or not says_the_same(entry, row_of(there), getattr(there, "note", None)):
        raise sent_before(there)
    return there


def says_the_same(entry: AdmittedDeed, there: SealedRow, note: Note | None) -> bool:
    """Whether *entry* has the content of the row and note that are there."""
    return _content(entry.row) == _content(there) and _same_note(entry, there, note)


def _content(row: SealedRow) -> SealedRow:
    """The row without what may differ: when and how it arrived, and under which version."""
    return row._replace(recorded_at="", recorded_on="", channel="", version=0, note="")


def _same_note(entry: AdmittedDeed, there: SealedRow, note: Note | None) -> bool:
    if note is None or entry.free is None:
        return note is None and entry.free is None
    if note.erased_at:
        return True
    return there.note == note_digest(note.salt, entry.free.text, entry.free.answers)


def taken() -> Conflict:
    """Of many that came together: the UUID belongs to an entry that says something else."""
    return Conflict(
        "ledger.uuid_taken",
        zh="这个编号的记录已经存在，内容不同。请核对后另记一笔。",
        en="an entry with this UUID exists and says something else; check it, then record another.",
        field="uuid",
    )


def sent_before(there: Entry) -> SentAlready:
    """The same of one: it says when what is *there* was sent."""
    return SentAlready("ledger.uuid_taken", at=there.recorded_at, found=there, field="uuid")
