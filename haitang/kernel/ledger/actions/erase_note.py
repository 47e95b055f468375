"""Erase an entry's free text; the entry stays, and its seal still holds."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from haitang.kernel.ledger.models import Entry, Note
from haitang.kernel.ledger.rules import ERASES_NOTES
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Forbidden


def erase_note(entry: Entry, *, actor: Actor) -> None:
    """Erase note and textual answers of *entry*, with the salt: what was said cannot even be guessed at."""
    if not ERASES_NOTES.allows(actor, entry):
        zh, en = "您的职务不能抹去这里的备注。", "your posts do not let you erase notes here."
        raise Forbidden("ledger.may_not_erase", zh=zh, en=en)
    with transaction.atomic():
        _erase(Note.objects.filter(entry=entry, erased_at=None))


def erase_notes_of(matter: UUID, *, actor: Actor) -> None:
    """The same for every entry that *matter* wrote: whether the actor may, was asked of the matter."""
    named = Note.objects.filter(entry__matter=matter, entry__region=actor.region_id, erased_at=None)
    with transaction.atomic():
        _erase(Note.objects.filter(pk__in=list(named.values_list("pk", flat=True))))


def _erase(notes: QuerySet[Note]) -> None:
    notes.update(salt="", text="", answers="", erased_at=clock.now())
