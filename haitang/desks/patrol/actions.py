"""Write a patrol down, and open what was seen on it: both or neither, and twice is once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from haitang.desks.patrol.declare import Patrol
from haitang.desks.patrol.queries import seen_on
from haitang.kernel.ledger.api import Channel, Draft, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import MatterDraft, Opened
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.ui.moving import open_as_told
from haitang.ui.uploads import Upload


@dataclass(frozen=True)
class Seen:
    """A problem that was seen: in one sentence, where, and how it looks."""

    title: str
    category: str
    answers: Mapping[str, Any]  # reason: checked by the kind's fields
    photos: tuple[Upload, ...] = ()


@transaction.atomic
def write_down(
    patrol: Patrol, *, at: Unit, note: str, seen: Seen | None, uuid: UUID, actor: Actor
) -> tuple[Entry, Opened | None]:
    """The patrol of *actor* at a unit today; what was *seen* is opened by the patrol's channel."""
    opened = _open(patrol, at, seen, uuid, actor) if seen else None
    draft = Draft(
        uuid=uuid,
        kind=patrol.writes,
        unit=at.pk,
        day=clock.today(),
        quantity=1,
        note=note,
        channel=Channel.PHONE,
    )
    return record(draft, actor=actor), opened


def _open(patrol: Patrol, at: Unit, seen: Seen, uuid: UUID, actor: Actor) -> Opened:
    told = MatterDraft(
        patrol.takes,
        at,
        title=seen.title,
        category=seen.category,
        answers=seen.answers,
        channel=patrol.channel,
        uuid=seen_on(uuid),
    )
    return open_as_told(told, photos=seen.photos, actor=actor)
