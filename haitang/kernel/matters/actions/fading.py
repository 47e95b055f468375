"""Numbers typed into ended matters go when the contact's days are over; the words around them stay.

What can be changed is changed in place; a step and a note beside the ledger can only be blanked, so one that
holds a number is. Entries and their seals stand: the proof covers digests.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from haitang.kernel.ledger.actions.erase_note import erase_notes_of
from haitang.kernel.matters.actions.erasing import blank_steps, texts_among
from haitang.kernel.matters.actions.moving import lock
from haitang.kernel.matters.actions.wordbook import change_words
from haitang.kernel.matters.companions import tell_faded
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.playbooks.fields import canonical
from haitang.kernel.playbooks.queries import house_of
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.models import Region
from haitang.lib import clock
from haitang.lib.redaction import redact

#: Of one run: a house that was brought up to date looks its old matters through in many, the latest first.
MOST, AT_ONCE = 20_000, 200
GROUND = "到期抹去号码 numbers erased when their days were over"


def erase_typed_numbers(today: date | None = None, *, most: int = MOST) -> int:
    """Take the numbers out of matters whose days are over; of how many. Safe to repeat and to interrupt.

    A matter that was looked through says so in its own row, so none is passed over however long the worker
    was off, and one that an old copy of the house brings back is looked through again.
    """
    changed = 0
    for region, over in _over(today or clock.today()):
        while most > 0 and (found := list(over[: min(most, AT_ONCE)])):
            changed += _clear(found, region)
            most -= len(found)
    return changed


def _over(day: date) -> Iterator[tuple[int, QuerySet[Matter]]]:
    """Those not looked through yet, of each region and kind."""
    for region in Region.objects.order_by("pk"):
        kinds = house_of(region.pk).section(MattersSection).matters
        for key, kind in kinds.items():
            last = day - timedelta(days=kind.contact_days)
            ended = Matter.objects.filter(region=region, kind__key=key, closed_on__lte=last, cleared_at=None)
            yield region.pk, ended.only("title", "body", "data", "serial").order_by("-closed_on", "-pk")


@transaction.atomic
def _clear(found: list[Matter], region: int) -> int:
    """Take the numbers out of those *found*; of how many."""
    # Marked before they are read: what somebody says meanwhile waits for the mark, and takes it away again.
    Matter.objects.filter(pk__in=[one.pk for one in found]).update(cleared_at=clock.now())
    beside = _telling_beside(found)
    telling = [one for one in found if one.pk in beside or any(map(_tells, (one.title, one.body, one.data)))]
    return sum(_fade(one.pk, region) for one in telling)


def _telling_beside(found: list[Matter]) -> set[int]:
    """Those with a step that says a number; what an entry's note says came from one."""
    said = Step.objects.filter(matter__in=found, erased_at=None).values_list("matter", "note", "data")
    return {matter for matter, *words in said if any(map(_tells, words))}


def _tells(words: str) -> bool:
    return redact(words) != words


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
        tell_faded(matter)
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
