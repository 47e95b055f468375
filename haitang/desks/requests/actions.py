"""What residents do besides moving a matter along its flow: tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from haitang.desks.requests.alike import neighbours
from haitang.desks.requests.doors import Door
from haitang.desks.requests.words import headline
from haitang.kernel.matters.api import PAGE, ContactDetails, MatterDraft, Opened, gather
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal
from haitang.ui.moving import open_as_told
from haitang.ui.uploads import Upload


@dataclass(frozen=True)
class Submission:
    """What a resident wrote; ``draft`` makes the same page sent twice one matter."""

    draft: UUID
    text: str
    unit: Unit
    answers: Mapping[str, Any]  # reason: answers are checked by their fields
    photos: Sequence[Upload] = ()
    contact: ContactDetails | None = None
    category: str = ""
    channel: str = PAGE


def tell(door: Door, *, submission: Submission, actor: Actor) -> Opened:
    """Open the matter that *submission* is, with its photos, in one act."""
    told = MatterDraft(
        door.kind,
        submission.unit,
        title=headline(submission.text) or submission.text[:30],
        body=submission.text,
        answers=submission.answers,
        category=submission.category,
        channel=submission.channel,
        contact=submission.contact,
        uuid=submission.draft,
    )
    return open_as_told(told, photos=submission.photos, actor=actor)


@transaction.atomic
def join(matter: Matter, *, actor: Actor) -> Matter:
    """Let a newcomer's matter go with what most neighbours who said the same go with; he follows his own."""
    found = neighbours(matter) if matter.is_followed and actor.region_id == matter.region_id else None
    if found is None or matter.gathered_under_id or matter.closed_at:
        zh, en = "现在没有可以并到一起的同类事项。", "There is nothing alike to join now."
        raise Refusal("requests.nothing_to_join", zh=zh, en=en)
    head = Matter.objects.select_related("kind", "unit", "owner").get(pk=found.head)
    # A resident has no post to gather with: he may join with his own, and the house gathers for him.
    gather([matter], under=head, actor=SYSTEM(matter.region_id))
    return head
