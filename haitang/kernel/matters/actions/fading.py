"""Numbers typed into ended matters go when the contact's days are over; the words around them stay.

What can be changed is changed in place; a step and a note beside the ledger can only be blanked, so one that
holds a number is. Entries and their seals stand: the proof covers digests.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from haitang.kernel.ledger.actions.erase_note import erase_notes_of
from haitang.kernel.matters.actions.erasing import blank_steps, texts_among
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.wordbook import change_words
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import house_of
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.redaction import redact

#: So long after their day matters are looked at again: longer than any copy of the house is kept, so that
#: what a copy brings back goes as well.
LOOKED_AT_AGAIN = timedelta(days=100)
GROUND = "到期抹去号码 numbers erased when their days were over"


class _Over(NamedTuple):
    """Ended matters of one kind whose days were over between two days."""

    region: int
    wanted: Q


def erase_typed_numbers(today: date | None = None) -> int:
    """Take the numbers out of matters whose days are over; of how many. Safe to repeat and to interrupt."""
    day, changed = today or clock.today(), 0
    for over in _over(day):
        found = Matter.objects.filter(over.wanted).values_list("pk", "title", "body", "data")
        for pk, *words in found.iterator(chunk_size=500):
            if any(map(_tells, words)) or _tells_beside(pk):
                changed += _fade(pk, over.region)
    return changed


def _over(day: date) -> Iterator[_Over]:
    for region in Region.objects.order_by("pk"):
        kinds = house_of(region.pk).section(MattersSection).matters
        for key, kind in kinds.items():
            last = day - timedelta(days=kind.contact_days)
            ended = Q(closed_on__lte=last, closed_on__gt=last - LOOKED_AT_AGAIN)
            yield _Over(region.pk, Q(region=region, kind__key=key) & ended)


def _tells(words: str) -> bool:
    return redact(words) != words


def _tells_beside(matter: int) -> bool:
    """Whether a step says a number; what an entry's note says came from one."""
    said = Step.objects.filter(matter=matter, erased_at=None).values_list("note", "data")
    return any(_tells(note) or _tells(data) for note, data in said)


@transaction.atomic
def _fade(pk: int, region: int) -> int:
    actor = SYSTEM(region)
    matter = lock(Matter.objects.get(pk=pk), actor=actor)
    answers = json.loads(matter.data)
    for key in texts_among(answers):
        if isinstance(answers[key], str):
            answers[key] = redact(answers[key])
    faded = redact(matter.title), redact(matter.body), canonical(answers)
    changed = faded != (matter.title, matter.body, matter.data)
    if changed:
        matter.title, matter.body, matter.data = faded
        matter.save(update_fields=["title", "body", "data"])
        change_words(matter)
    steps = [step for step in matter.steps.filter(erased_at=None) if _said_in(step)]
    blank_steps(steps)
    noted = erase_notes_of(matter.uuid, actor=actor, ground=GROUND, telling=_tells)
    return int(bool(changed or steps or noted))


def _said_in(step: Step) -> bool:
    """Whether a step's own free words say a number: its note, a title or answer that it changed."""
    data = json.loads(step.data)
    answers = data.get("answers", {})
    said = [step.note, data.get("title"), data.get("said"), *(answers[key] for key in texts_among(answers))]
    return any(_tells(words) for words in said if isinstance(words, str))
