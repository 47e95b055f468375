"""What residents do besides moving a matter along its flow: tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from haitang.desks.requests.alike import neighbours
from haitang.desks.requests.doors import Door
from haitang.desks.requests.letting_out import for_everyone
from haitang.desks.requests.models import Publication
from haitang.desks.requests.wording import category_words, place_for_everyone, point_for_everyone
from haitang.desks.requests.words import headline
from haitang.kernel.matters.api import (
    PAGE,
    ContactDetails,
    Kind,
    MatterDraft,
    Opened,
    gather,
    matter_numbered,
)
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.kernel.registry.models import Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.grams import folded, grams
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
    seen_at: datetime | None = None


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
        occurred_at=submission.seen_at,
    )
    return open_as_told(told, photos=submission.photos, actor=actor)


@transaction.atomic
def join(matter: Matter, *, actor: Actor) -> Matter:
    """Let a newcomer's matter go with what most neighbours who said the same go with; he follows his own."""
    found = neighbours(matter) if matter.is_followed and actor.region_id == matter.region_id else None
    if found is None or matter.gathered_under_id or matter.closed_at:
        zh, en = "现在没有可以并到一起的同类事项。", "There is nothing alike to join now."
        raise Refusal("requests.nothing_to_join", zh=zh, en=en)
    head = matter_numbered(found.head)
    # A resident has no post to gather with: he may join with his own, and the house gathers for him.
    gather([matter], under=head, actor=SYSTEM(matter.region_id))
    return head


@transaction.atomic
def publish(matter: Matter, *, kind: Kind, actor: Actor, step: Step | None = None) -> Publication:
    """Let everyone read what was done about an ended *matter*: its public words, its place, its days.

    The pictures of *step*, by which somebody lets it out, were added to be seen by everyone.
    """
    # Where nobody is asked to read it first, what may be a name goes with what surely is one.
    text = for_everyone(matter, kind, looked_over=bool(kind.spec.published_by))
    if not text or matter.closed_at is None or matter.closed_on is None:
        zh, en = "请写一句公开的话；办结的事项才能公开。", "Say it in a public sentence, of an ended matter."
        raise Refusal("requests.nothing_to_publish", zh=zh, en=en, field=kind.spec.published)
    unit = place_for_everyone(matter, kind)
    north, east = point_for_everyone(matter, kind) or (None, None)
    found = f"{text} {category_words(matter)} {unit.name}"
    told, _ = Publication.objects.update_or_create(
        matter=matter,
        defaults={
            "region_id": matter.region_id,
            "kind_id": matter.kind_id,
            "category_id": matter.category_id,
            "unit": unit,
            "north_micro": north,
            "east_micro": east,
            "step": step,
            "text": text,
            "closed_on": matter.closed_on,
            "days": (matter.closed_at - matter.opened_at).days,
            "rating": None if matter.code_by_staff else matter.rating,
            "published_at": clock.now(),
            "published_by_id": actor.person_id,
            "sought": folded(found),
            "grams": grams(found),
        },
    )
    _index(told, there=True)
    return told


@transaction.atomic
def take_back(matter: Matter, *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Let nobody read any longer what was let out about *matter*."""
    for told in Publication.objects.filter(matter=matter):
        _index(told, there=False)
        told.delete()


def _index(told: Publication, *, there: bool) -> None:
    """Keep SQLite's index of pairs beside the rows; PostgreSQL keeps its own."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM requests_grams WHERE rowid = %s", [told.pk])
        if there:
            cursor.execute("INSERT INTO requests_grams (rowid, grams) VALUES (%s, %s)", [told.pk, told.grams])
