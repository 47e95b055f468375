"""What proves what is noted of a kept file: one digest over its row, as the file's own is over its content.

``proof`` is made as that of an applied playbook (:mod:`haitang.kernel.playbooks.proof`), over the columns
below. Not in it is ``erased_at``, which an erasure under the seal says.
"""

from datetime import UTC
from typing import NamedTuple

from haitang.kernel.ledger.models import Attachment
from haitang.kernel.playbooks.proof import proof_of


class NotedFile(NamedTuple):
    """A file's row as it is proved, in the order of the proved columns."""

    region_id: int
    uuid: str
    digest: str
    media_type: str
    size_bytes: int
    width: int
    height: int
    uploaded_by_id: int | None
    uploaded_at: str


def proved(kept: Attachment) -> str:
    """The proof of *kept* as it is about to be written."""
    columns = {name: getattr(kept, name) for name in NotedFile._fields}
    at = kept.uploaded_at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return proof_of(NotedFile(**{**columns, "uuid": kept.uuid.hex, "uploaded_at": at}))
