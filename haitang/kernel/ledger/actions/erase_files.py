"""Erase files on a lawful request; entries that name one keep its digest, and their seals still hold."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from haitang.kernel.ledger.actions.erasures import BY_LAW, write_down
from haitang.kernel.ledger.dropping import drop_unnamed
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.registry.actors import Actor
from haitang.lib import clock


@transaction.atomic
def erase_files_of(matter: UUID, files: Collection[Attachment], *, actor: Actor, ground: str = BY_LAW) -> int:
    """Erase *files* that stood in *matter* alone; whether the actor may, was asked of the matter.

    A row that the matter's own entries name stays and says when the file was erased. Content that another
    entry or another row holds stays where it is. That it was erased is written down for each.
    """
    gone = [file for file in files if not _entries(file).exclude(matter=matter).exists()]
    uuids = [file.uuid for file in gone]
    write_down(actor.region_id, ground=ground, actor=actor, files=uuids)
    for file in gone:
        if _entries(file).exists():
            file.erased_at = clock.now()
            file.save(update_fields=["erased_at"])
        else:
            file.delete()
    transaction.on_commit(partial(drop_unnamed, {file.digest for file in gone}))
    return len(gone)


def _entries(file: Attachment) -> QuerySet[Entry]:
    """The entries that name the file: only who uploaded a file, or the house, may attach it."""
    named = Entry.objects.filter(region=file.region_id, attached__contains=file.digest)
    return named.filter(Q(recorded_by=file.uploaded_by_id) | Q(recorded_by=None))
