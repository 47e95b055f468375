"""Write a patrol down, and open what was seen on it: both or neither, and twice is once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from haitang.desks.patrol.declare import Patrol
from haitang.kernel.ledger.api import Channel, Draft, entry_for, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import ContactDetails, MatterDraft, Opened, late
from haitang.kernel.playbooks.api import holding
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
    #: Whom it concerns and who agreed to be told; the code to follow it by goes there.
    contact: ContactDetails | None = None


@dataclass(frozen=True)
class PatrolWalk:
    """One patrol: where, what is said of it, and when it was, where it was kept and comes later."""

    at: Unit
    note: str
    uuid: UUID
    walked_at: datetime | None = None


@transaction.atomic
def write_down(
    patrol: Patrol, *, walk: PatrolWalk, seen: Seen | None, actor: Actor
) -> tuple[Entry, Opened | None]:
    """The patrol of *actor* at a unit; what was *seen* is opened by the patrol's channel."""
    _refuse_late(patrol, walk, actor)
    opened = _open(patrol, walk, seen, actor) if seen else None
    # The entry says under which number it was reported: whoever reads the ledger finds the matter.
    noted = " ".join(part for part in (walk.note, f"→ {opened.matter.number}" if opened else "") if part)
    draft = Draft(
        uuid=walk.uuid,
        kind=patrol.writes,
        unit=walk.at.pk,
        day=clock.day_of(min(walk.walked_at or clock.now(), clock.now())),
        quantity=1,
        note=noted,
        channel=Channel.OFFLINE if walk.walked_at else Channel.PHONE,
    )
    return record(draft, actor=actor), opened


def _refuse_late(patrol: Patrol, walk: PatrolWalk, actor: Actor) -> None:
    """A round without a problem keeps to the same limits as one with."""
    if walk.walked_at is None:
        return
    refusal = late(walk.walked_at, patrol.channel, house=holding(walk.at), now=clock.now())
    # What did arrive, while its answer was lost on the way, is no late comer when the phone sends it again.
    if refusal and entry_for(actor, walk.uuid) is None:
        raise refusal


def _open(patrol: Patrol, walk: PatrolWalk, seen: Seen, actor: Actor) -> Opened:
    told = MatterDraft(
        patrol.takes,
        walk.at,
        title=seen.title,
        category=seen.category,
        answers=seen.answers,
        channel=patrol.channel,
        contact=seen.contact,
        uuid=uuid5(walk.uuid, "seen"),
        occurred_at=walk.walked_at,
    )
    return open_as_told(told, photos=seen.photos, actor=actor)
