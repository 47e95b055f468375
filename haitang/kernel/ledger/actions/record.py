"""Record one entry."""

from haitang.kernel.ledger.actions.again import recorded_already, same_again
from haitang.kernel.ledger.admission import AdmittedDeed, DeedAdmission
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.gathered import store_gathered, store_now
from haitang.kernel.ledger.models import Entry
from haitang.kernel.ledger.rows import entry_of
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


def record(draft: Draft, *, actor: Actor) -> Entry:
    """Write *draft* into the ledger; sent again with the same content it is the same entry."""
    return _record(draft, DeedAdmission(actor, clock.now()))


def record_by_move(draft: Draft, *, actor: Actor) -> Entry:
    """Write what a matter's move writes: that the flow lets the actor make the move is permission enough."""
    if draft.matter is None:
        raise ValueError("an entry written by a move names its matter")
    return _record(draft, DeedAdmission(actor, clock.now(), by_move=True))


def _record(draft: Draft, admission: DeedAdmission) -> Entry:
    if draft.recorded_at is not None:
        raise Refusal(
            "ledger.recorded_at",
            zh="只有导入可以写明当时的记录时间。",
            en="only an import may say when an entry was recorded.",
            field="recorded_at",
        )
    admission.learn([draft])
    try:
        admitted = admission.admit(draft)
    except Refusal:
        there = recorded_already(draft, admission)
        if there is None:
            raise
        return there
    return write(admitted)


def write(entry: AdmittedDeed, *, with_fact: bool = True) -> Entry:
    """Store one admitted entry, or find that it is there already."""
    with speaking_of_storage():
        number = store_gathered(entry) if with_fact else store_now(entry, with_fact=False)
    if number is None:
        return same_again(entry)
    return entry_of(number, entry)
