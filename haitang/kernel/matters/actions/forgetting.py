"""Erase again what an older copy of the house brought back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter

from django.db import DatabaseError, transaction

from haitang.kernel.ledger.actions.erase_note import erase_notes_again
from haitang.kernel.ledger.models import Note
from haitang.kernel.matters.actions.contact import erase_contacts_again
from haitang.kernel.matters.actions.erasing import ERASED_TITLE, erase_words_again
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Contact, Step
from haitang.kernel.registry.actions.people import erase_people_again
from haitang.kernel.registry.erasures import Erased, erasers, noted_since
from haitang.kernel.registry.models import Person

#: Why it is erased then.
AGAIN = "恢复备份后重新抹去 erased again after a backup was put back"
#: What was being erased as the copy began may be whole in it.
UNDER_WAY = timedelta(hours=1)


def erased_since(moment: datetime) -> set[Erased]:
    """What a copy made at *moment* still holds: by the list beside the copies, and by this database."""
    moment -= UNDER_WAY
    try:
        return noted_since(moment) | _kept_since(moment)
    except DatabaseError:
        # What is put back into an empty or a damaged database; the list alone can say.
        return noted_since(moment)


def erase_again(erased: Iterable[Erased]) -> int:
    """Erase it all; how much of it was there."""
    wanted = {what: [one.uuid for one in found] for what, found in groupby(sorted(erased), itemgetter(0))}
    return (
        erase_words_again(wanted.get("words", []), why=AGAIN)
        + erase_notes_again(wanted.get("note", []), ground=AGAIN)
        + erase_contacts_again(wanted.get("contact", []))
        + erase_people_again(wanted.get("person", []))
        + sum(eraser.again(wanted.get(eraser.what, [])) for eraser in erasers())
    )


@transaction.atomic
def _kept_since(moment: datetime) -> set[Erased]:
    # The same kind of step says that a contact alone was erased.
    blank = Step.objects.filter(matter__title=ERASED_TITLE, matter__body="")
    steps = blank.filter(kind=StepKind.ERASED, at__gte=moment)
    found = {
        "words": steps.values_list("matter__uuid", flat=True),
        "contact": Contact.objects.filter(erased_at__gte=moment).values_list("uuid", flat=True),
        "note": Note.objects.filter(erased_at__gte=moment).values_list("entry__uuid", flat=True),
        "person": Person.objects.filter(erased_at__gte=moment).values_list("uuid", flat=True),
    }
    own = {Erased(one.what, uuid) for one in erasers() for uuid in one.since(moment)}
    return own | {Erased(what, uuid) for what, uuids in found.items() for uuid in uuids}
