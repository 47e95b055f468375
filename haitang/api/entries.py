"""Deeds: record, read, take back; and the files that go with them."""

from uuid import UUID

from django.http import Http404
from ninja import File, Query, Router, Status, UploadedFile

from haitang.api.answers import FAULTS, beyond, only_known
from haitang.api.auth import TokenRequest
from haitang.api.shapes import AttachmentOut, EntriesWanted, EntryIn, EntryOut, RecordedOut, VoidIn
from haitang.kernel.ledger.api import (
    Channel,
    Draft,
    entry_for,
    entry_views,
    keep_attachment,
    record,
    standing_entries,
    void,
    voiding_of,
)
from haitang.kernel.ledger.models import Entry
from haitang.kernel.registry.api import Actor, region_of, unit_at

router = Router()


@router.post("", response={201: RecordedOut, **FAULTS}, summary="记一笔 Record a deed")
def record_entry(request: TokenRequest, entry: EntryIn) -> Status[RecordedOut]:
    """Durable against power loss when it answers. Sent again with the same uuid it is the same entry."""
    said = entry.model_dump(exclude={"offline", "unit"})
    draft = Draft(**said, unit=_unit_id(entry.unit, request.auth), channel=entry.channel)
    recorded = record(draft, actor=request.auth)
    return Status(201, RecordedOut(uuid=recorded.uuid, id=recorded.pk))


@router.get("", response={200: list[EntryOut], **FAULTS}, summary="台账 Entries")
def list_entries(request: TokenRequest, wanted: Query[EntriesWanted]) -> list[EntryOut]:
    """The entries that stand and that the token may see, the newest first."""
    only_known(request, wanted)
    entries = standing_entries(request.auth)
    last = beyond(entries, "uuid", wanted)
    before = [pk for pk in (wanted.before, last.pk if last else None) if pk is not None]
    found = entries.filter(pk__lt=min(before)) if before else entries
    views = entry_views(found.order_by("-pk")[: wanted.limit])
    return [EntryOut.of(view, void=False) for view in views]


# Before the addresses that begin with a uuid: the first that fits is the one that answers.
@router.post("/attachments", response={201: AttachmentOut, **FAULTS}, summary="上传照片 Keep a file")
def keep_file(request: TokenRequest, file: File[UploadedFile]) -> Status[AttachmentOut]:
    """Pictures are re-encoded and lose their metadata; name the uuid in an entry or a move afterwards."""
    kept = keep_attachment(file, region=region_of(request.auth), actor=request.auth)
    return Status(201, AttachmentOut(uuid=kept.uuid, media_type=kept.media_type, size_bytes=kept.size_bytes))


@router.get("/{uuid}", response={200: EntryOut, **FAULTS}, summary="一笔 One entry")
def one_entry(request: TokenRequest, uuid: UUID) -> EntryOut:
    """An entry, standing or void."""
    entry = _entry(request.auth, uuid)
    return EntryOut.of(entry_views([entry])[0], void=voiding_of(entry) is not None)


@router.post("/{uuid}/void", response={201: RecordedOut, **FAULTS}, summary="作废 Take an entry back")
def void_entry(request: TokenRequest, uuid: UUID, said: VoidIn) -> Status[RecordedOut]:
    """Write a voiding entry with its reason; the entry itself stays for ever, its figures go."""
    entry = _entry(request.auth, uuid)
    voiding = void(entry, reason=said.reason, actor=request.auth, uuid=said.uuid, channel=Channel.API)
    return Status(201, RecordedOut(uuid=voiding.uuid, id=voiding.pk))


def _entry(actor: Actor, uuid: UUID) -> Entry:
    found = entry_for(actor, uuid)
    if found is None:
        raise Http404
    return found


def _unit_id(named: int | str, actor: Actor) -> int:
    """The id of the unit a caller named by id or code; zero, which no unit has, where there is none."""
    if isinstance(named, int):
        return named
    unit = unit_at(actor.region_id, named)
    return unit.pk if unit else 0
