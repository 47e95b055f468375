"""The pictures that came with steps."""

from collections.abc import Collection

from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.models import MatterAttachment


def pictures_of(steps: Collection[int]) -> dict[int, list[Attachment]]:
    """By step, its pictures that were not erased, in the order they came."""
    found: dict[int, list[Attachment]] = {}
    rows = MatterAttachment.objects.filter(
        step__in=steps, attachment__erased_at=None, attachment__media_type__startswith="image/"
    )
    for row in rows.select_related("attachment").order_by("pk") if steps else ():
        found.setdefault(row.step_id, []).append(row.attachment)
    return found
