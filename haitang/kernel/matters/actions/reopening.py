"""What was closed and is taken up again is not closed: what the closing wrote is void, and its rating."""

from django.db.models import Exists, OuterRef

from haitang.kernel.ledger.actions.void import void
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.words import CLOCK, RESIDENT
from haitang.kernel.registry.actors import SYSTEM

REASON = "居民要求再办，原办结不再计入 reopened; the closing counts no more"


def undo_closing(matter: Matter, kind: Kind) -> None:
    """Void what the resident's or the clock's closing wrote; the step keeps what was said then.

    Asked while *matter* is still closed. A review by somebody else was done all the same and stays.
    """
    matter.rating = None
    flow = kind.spec.flow
    closing = [
        move
        for move in flow.moves.values()
        if {RESIDENT, CLOCK} & {*move.by} and move.to in flow.states and flow.states[move.to].end
    ]
    written = {kind.house.id_of("entries", write.entry) for move in closing for write in move.writes}
    if not written or matter.closed_at is None:
        return
    voided = Entry.objects.filter(region=matter.region_id, voids=OuterRef("uuid"))
    stands = Entry.objects.filter(
        ~Exists(voided), matter=matter.uuid, kind__in=written, voids=None, recorded_at__gte=matter.closed_at
    )
    for entry in stands:
        void(entry, reason=REASON, actor=SYSTEM(matter.region_id))
