"""Keep a file, so that entries and matters can name it."""

from functools import partial
from typing import IO
from uuid import UUID

from django.db import transaction

from haitang.kernel.ledger.keeping import prepared, put, read_limited
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.ledger.storage import speaking_of_storage
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden
from haitang.lib.ids import new_id


def keep_attachment(file: IO[bytes], *, actor: Actor, region: Region, uuid: UUID | None = None) -> Attachment:
    """Keep *file* in *region*; the same one again under the same *uuid* is the same attachment."""
    if actor.region_id != region.pk:
        zh, en = "不能在别的地区上传文件。", "you cannot keep files in another region."
        raise Forbidden("file.other_region", zh=zh, en=en)
    ready = prepared(read_limited(file))
    put(ready)
    with speaking_of_storage(), transaction.atomic():
        kept, made = Attachment.objects.get_or_create(
            region=region,
            uuid=uuid or new_id(),
            defaults={
                "digest": ready.digest,
                "media_type": ready.media_type,
                "size_bytes": len(ready.content),
                "width": ready.width,
                "height": ready.height,
                "uploaded_by_id": actor.person_id,
                "uploaded_at": clock.now(),
            },
        )
        # Somebody may have dropped the same content between; see dropping.py.
        transaction.on_commit(partial(put, ready))
    if not made and (kept.digest != ready.digest or kept.uploaded_by_id != actor.person_id):
        zh, en = "这个编号已用于另一个文件。", "this UUID belongs to another file."
        raise Conflict("file.uuid_taken", zh=zh, en=en, field="uuid")
    return kept
