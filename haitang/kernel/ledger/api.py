"""The ledger's front door."""

from haitang.kernel.ledger.actions.record import record, record_by_move
from haitang.kernel.ledger.actions.void import void
from haitang.kernel.ledger.declare import EntryKind, LedgerSection, Quantity
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.enums import Channel
from haitang.kernel.ledger.queries import (
    EntryView,
    attachments_of,
    entries_of_matter,
    entry_for,
    entry_views,
    my_entries,
    standing_entries,
    voiding_of,
)
from haitang.kernel.ledger.rules import ERASES_NOTES, SEES_ENTRIES, VOIDS_ENTRIES, may_void
from haitang.kernel.ledger.storage import speaking_of_storage

__all__ = [
    "ERASES_NOTES",
    "SEES_ENTRIES",
    "VOIDS_ENTRIES",
    "Channel",
    "Draft",
    "EntryKind",
    "EntryView",
    "LedgerSection",
    "Quantity",
    "attachments_of",
    "entries_of_matter",
    "entry_for",
    "entry_views",
    "may_void",
    "my_entries",
    "record",
    "record_by_move",
    "speaking_of_storage",
    "standing_entries",
    "void",
    "voiding_of",
]
