"""What residents do besides moving a matter along its flow: tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from haitang.desks.requests.doors import Door
from haitang.desks.requests.words import headline
from haitang.kernel.matters.api import ContactDetails, Opened, open_matter
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.ui.moving import keep_photos
from haitang.ui.uploads import Upload

#: How what is told on this page reached the house.
CHANNEL = "phone"


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
    channel: str = CHANNEL


@transaction.atomic
def tell(door: Door, *, telling: Telling, actor: Actor) -> Opened:
    """Open the matter that *telling* is, with its photos, in one act."""
    photos = keep_photos(telling.photos, of=telling.draft, region=door.region, actor=actor)
    return open_matter(
        door.kind,
        at=telling.unit,
        actor=actor,
        title=headline(telling.text) or telling.text[:30],
        body=telling.text,
        answers=telling.answers,
        category=telling.category,
        channel=telling.channel,
        contact=telling.contact,
        attachments=photos,
        uuid=telling.draft,
    )
