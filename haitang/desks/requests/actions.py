"""What residents do besides moving a matter along its flow: tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from haitang.desks.requests.doors import Door
from haitang.desks.requests.words import headline
from haitang.kernel.matters.api import PAGE, ContactDetails, MatterDraft, Opened
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.ui.moving import open_as_told
from haitang.ui.uploads import Upload


@dataclass(frozen=True)
class Telling:
    """What a resident wrote; ``draft`` makes the same page sent twice one matter."""

    draft: UUID
    text: str
    unit: Unit
    answers: Mapping[str, Any]  # reason: answers are checked by their fields
    photos: Sequence[Upload] = ()
    contact: ContactDetails | None = None
    category: str = ""
    channel: str = PAGE


def tell(door: Door, *, telling: Telling, actor: Actor) -> Opened:
    """Open the matter that *telling* is, with its photos, in one act."""
    told = MatterDraft(
        door.kind,
        telling.unit,
        title=headline(telling.text) or telling.text[:30],
        body=telling.text,
        answers=telling.answers,
        category=telling.category,
        channel=telling.channel,
        contact=telling.contact,
        uuid=telling.draft,
    )
    return open_as_told(told, photos=telling.photos, actor=actor)
