"""Which kept files a draft may attach."""

from collections.abc import Sequence
from uuid import UUID

from haitang.kernel.ledger.models import Attachment
from haitang.kernel.registry.actors import Actor
from haitang.lib.diagnostics import Refusal


def digests_of(uuids: Sequence[UUID], actor: Actor) -> str:
    """The digests of kept files, comma-separated in the order given; only the actor's own may be attached."""
    wanted = list(dict.fromkeys(uuids))
    rows = Attachment.objects.filter(region_id=actor.region_id, uuid__in=wanted)
    if not actor.is_system:
        rows = rows.filter(uploaded_by=actor.person_id)
    found = dict(rows.values_list("uuid", "digest"))
    if len(found) < len(wanted):
        raise Refusal(
            "ledger.unknown_file",
            zh="有附件尚未上传成功，请重新上传。",
            en="a file was not kept; upload it again.",
            field="attachments",
        )
    return ",".join(found[uuid] for uuid in wanted)
