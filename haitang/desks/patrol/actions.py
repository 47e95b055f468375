"""Write a patrol down, and open what was seen on it: both or neither, and twice is once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from haitang.desks.patrol.declare import Patrol
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
    # The entry says under which number it was reported: whoever reads the ledger finds the matter.
    noted = " ".join(part for part in (note, f"→ {opened.matter.number}" if opened else "") if part)
    draft = Draft(
        uuid=uuid,
        kind=patrol.writes,
        unit=at.pk,
        day=clock.today(),
        quantity=1,
        note=noted,
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
        uuid=uuid5(uuid, "seen"),
    )
    return open_as_told(told, photos=seen.photos, actor=actor)
