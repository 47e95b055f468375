"""The ledger's front door."""

from haitang.kernel.ledger.actions.erase_note import erase_note
from haitang.kernel.ledger.actions.keep_attachment import keep_attachment
from haitang.kernel.ledger.actions.record import record, record_by_move
from haitang.kernel.ledger.actions.record_many import Report, record_many
from haitang.kernel.ledger.actions.void import void
from haitang.kernel.ledger.declare import EntryKind, LedgerSection, Quantity
from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.dropping import sweep_files
from haitang.kernel.ledger.enums import HOUSEHOLD, Channel
from haitang.kernel.ledger.files import is_picture, photos_only
from haitang.kernel.ledger.indexes import unindexed
from haitang.kernel.ledger.jobs.check_sample import check_sample
from haitang.kernel.ledger.jobs.fill import fill_next, rebuild_facts
from haitang.kernel.ledger.jobs.seal import last_sealable, seal_through
from haitang.kernel.ledger.keeping import hold as hold_file
from haitang.kernel.ledger.keeping import path_of as attachment_path
from haitang.kernel.ledger.queries import (
    EntriesNaming,
    EntryView,
    attachments_of,
    entries_naming,
    entry_for,
    entry_views,
    files_by,
    last_seal_before,
    latest_deeds,
    my_entries,
    quantity_done,
    standing_entries,
    voiding_of,
)
from haitang.kernel.ledger.rules import ERASES_NOTES, SEES_ENTRIES, may_void
from haitang.kernel.ledger.storage import disk_full, speaking_of_storage
from haitang.kernel.ledger.verify import Finding, VerifyReport, verify
from haitang.kernel.ledger.voices import MOST_BYTES as VOICE_MOST_BYTES

__all__ = [
    "ERASES_NOTES",
    "HOUSEHOLD",
    "SEES_ENTRIES",
    "VOICE_MOST_BYTES",
    "Channel",
    "Draft",
    "EntriesNaming",
    "EntryKind",
    "EntryView",
    "Finding",
    "LedgerSection",
    "Quantity",
    "Report",
    "VerifyReport",
    "attachment_path",
    "attachments_of",
    "check_sample",
    "disk_full",
    "entries_naming",
    "entry_for",
    "entry_views",
    "erase_note",
    "files_by",
    "fill_next",
    "hold_file",
    "is_picture",
    "keep_attachment",
    "last_seal_before",
    "last_sealable",
    "latest_deeds",
    "may_void",
    "my_entries",
    "photos_only",
    "quantity_done",
    "rebuild_facts",
    "record",
    "record_by_move",
    "record_many",
    "seal_through",
    "speaking_of_storage",
    "standing_entries",
    "sweep_files",
    "unindexed",
    "verify",
    "void",
    "voiding_of",
]
