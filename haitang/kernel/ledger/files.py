"""Which kept files a draft may attach."""

from collections.abc import Collection, Sequence
from uuid import UUID

from haitang.kernel.ledger.models import Attachment
from haitang.kernel.registry.actors import Actor
from haitang.lib.diagnostics import Refusal


def digests_of(uuids: Sequence[UUID], actor: Actor, *, photos: Collection[UUID] = ()) -> str:
    """The digests of kept files, comma-separated in the order given; only the actor's own may be attached.

    Those of *photos* must be pictures.
    """
    wanted = list(dict.fromkeys(uuids))
    rows = Attachment.objects.filter(region_id=actor.region_id, uuid__in=wanted, erased_at=None)
    if not actor.is_system:
        rows = rows.filter(uploaded_by=actor.person_id)
    found = {uuid: (digest, kind) for uuid, digest, kind in rows.values_list("uuid", "digest", "media_type")}
    if len(found) < len(wanted):
        raise Refusal(
            "ledger.unknown_file",
            zh="有附件尚未上传成功，请重新上传。",
            en="a file was not kept; upload it again.",
            field="attachments",
        )
    if any(not is_picture(found[uuid][1]) for uuid in photos):
        raise photos_only()
    return ",".join(found[uuid][0] for uuid in wanted)


def is_picture(media_type: str) -> bool:
    """Whether a kept file can be shown in a page."""
    return media_type.startswith("image/")


def photos_only() -> Refusal:
    """The playbook asks for photos here."""
    return Refusal(
        "file.photos_only",
        zh="这里只收照片（JPEG、PNG、WebP），不收 PDF。请拍照或截图后再传。",
        en="only photos (JPEG, PNG, WebP) are taken here, no PDF: take a picture of it.",
        field="photos",
    )
