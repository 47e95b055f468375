"""Erase an entry's free text; the entry stays, and its seal still holds. Who did it and why stays too."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from haitang.kernel.ledger.actions.erasures import BY_LAW, write_down
from haitang.kernel.ledger.models import Entry, Note
from haitang.kernel.ledger.rules import ERASES_NOTES
from haitang.kernel.registry.actors import SYSTEM, Actor
from haitang.kernel.registry.erasures import note_erased
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden


@transaction.atomic
def erase_note(entry: Entry, *, actor: Actor, ground: str = BY_LAW) -> None:
    """Erase note and textual answers of *entry*, with the salt: what was said cannot even be guessed at.

    *ground* is sealed for ever: it says by what rule or request, and names nobody.
    """
    if not ERASES_NOTES.allows(actor, entry):
        zh, en = "您的职务不能抹去这里的备注。", "your posts do not let you erase notes here."
        raise Forbidden("ledger.may_not_erase", zh=zh, en=en)
    note_erased("note", [entry.uuid])
    _erase(
        Note.objects.filter(entry=entry, erased_at=None), region=entry.region_id, actor=actor, ground=ground
    )


def erase_notes_again(entries: Sequence[UUID], *, ground: str) -> int:
    """Erase what an older copy of the house brought back; how many."""
    found = list(Note.objects.filter(entry__uuid__in=entries, erased_at=None).select_related("entry"))
    for note in found:
        erase_note(note.entry, actor=SYSTEM(note.entry.region_id), ground=ground)
    return len(found)


@transaction.atomic
def erase_notes_of(
    matter: UUID, *, actor: Actor, ground: str = BY_LAW, telling: Callable[[str], bool] | None = None
) -> int:
    """The same for every entry that *matter* wrote: whether the actor may, was asked of the matter.

    Where *telling* is given, only of those whose words it finds telling; how many.
    """
    region = actor.region_id
    named = Note.objects.filter(entry__matter=matter, entry__region=region, erased_at=None)
    if telling:
        found = [note.pk for note in named if telling(note.text) or telling(note.answers)]
        if not found:
            return 0
        named = named.filter(pk__in=found)
    return _erase(named, region=region, actor=actor, ground=ground)


def _erase(notes: QuerySet[Note], *, region: int, actor: Actor, ground: str) -> int:
    gone = dict(notes.values_list("pk", "entry__uuid"))
    write_down(region, ground=ground, actor=actor, entries=gone.values())
    blank = Note.objects.filter(pk__in=list(gone))
    return blank.update(salt="", text="", answers="", erased_at=clock.now())
