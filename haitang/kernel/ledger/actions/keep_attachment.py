"""Keep a file, so that entries and matters can name it."""

from functools import partial
from typing import IO
from uuid import UUID

from django.db import transaction

from haitang.kernel.ledger.filed import proved
from haitang.kernel.ledger.keeping import Prepared, prepared, put, read_limited
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden
from haitang.lib.ids import new_id

#: What is noted of a file once, when it is kept first.
_NOTED = (
    *("digest", "media_type", "size_bytes", "width", "height"),
    *("uploaded_by_id", "uploaded_at", "proof"),
)


def keep_attachment(file: IO[bytes], *, actor: Actor, region: Region, uuid: UUID | None = None) -> Attachment:
    """Keep *file* in *region*; the same one again under the same *uuid* is the same attachment."""
    if actor.region_id != region.pk:
        zh, en = "不能在别的地区上传文件。", "you cannot keep files in another region."
        raise Forbidden("file.other_region", zh=zh, en=en)
    ready = prepared(read_limited(file))
    put(ready)
    new = _row_of(ready, region, uuid or new_id(), actor)
    with speaking_of_storage(), transaction.atomic():
        kept, made = Attachment.objects.get_or_create(
            region=region, uuid=new.uuid, defaults={name: getattr(new, name) for name in _NOTED}
        )
        # Somebody may have dropped the same content between; see dropping.py.
        transaction.on_commit(partial(put, ready))
    if not made and (kept.digest != ready.digest or kept.uploaded_by_id != actor.person_id):
        zh, en = "这个编号已用于另一个文件。", "this UUID belongs to another file."
        raise Conflict("file.uuid_taken", zh=zh, en=en, field="uuid")
    return kept


def _row_of(file: Prepared, region: Region, uuid: UUID, actor: Actor) -> Attachment:
    kept = Attachment(
        region=region,
        uuid=uuid,
        digest=file.digest,
        media_type=file.media_type,
        size_bytes=len(file.content),
        width=file.width,
        height=file.height,
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
    )
    kept.proof = proved(kept)
    return kept
