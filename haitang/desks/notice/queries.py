"""What there is to tell, what one was told, what could not be sent."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from haitang.desks.notice.addressees import Addressee
from haitang.desks.notice.enums import LetterState, WayKey
from haitang.desks.notice.models import CodeLetter, Device, Letter, News, Notice, Warned
from haitang.desks.notice.reach import codes_reached, letters_reached
from haitang.kernel.matters.api import due_between, warned_until
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.registry.api import Actor

#: More unread ones are not counted: the bell says 99+.
COUNTED = 100
_MATTER = ("matter__kind", "matter__state", "matter__unit", "matter__owner")


def news_batches(size: int) -> Iterator[list[int]]:
    """The steps nobody was told of yet, oldest first, so many at a time."""
    last = 0
    while batch := list(News.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]):
        yield batch
        last = batch[-1]


def went_to_resident(matter: Matter, letters: Collection[UUID]) -> bool:
    """Whether one of *letters*, by their identifiers, was written to the resident of *matter*."""
    codes = CodeLetter.objects.filter(matter=matter).select_related("matter")
    if any(one.parcel(time) in letters for one in codes for time in range(1, one.tries + 1)):
        return True
    return Letter.objects.filter(matter=matter, step__isnull=False, parcel__in=letters).exists()


def soon_matters(now: datetime, most: int) -> list[Matter]:
    """Open matters that the flow's own warning calls due soon, and nobody was told of."""
    return _unwarned("due_soon", warned_until(now), most)


def late_matters(now: datetime, most: int) -> list[Matter]:
    """Open matters whose time was up in the last two days, and nobody was told of."""
    return _unwarned("late", due_between(now - timedelta(days=2), now), most)


def _unwarned(occasion: str, found: QuerySet[Matter], most: int) -> list[Matter]:
    warned = Warned.objects.filter(matter=OuterRef("pk"), occasion=occasion, due_at=OuterRef("due_at"))
    return list(found.filter(~Exists(warned))[:most])


def unread(person_id: int) -> int:
    """How many notices *person_id* has not read; never more than COUNTED."""
    return Notice.objects.filter(person=person_id, read_at=None)[:COUNTED].count()


def notices_of_person(person_id: int, *, before: int | None, size: int) -> list[Notice]:
    """The latest notices of a person, or those before one of them."""
    found = Notice.objects.filter(person=person_id, **({"pk__lt": before} if before else {}))
    return list(found.select_related("matter").order_by("-pk")[:size])


def dead_letters(actor: Actor) -> QuerySet[Letter]:
    """What could not be sent where *actor* manages it, the latest first."""
    dead = Letter.objects.filter(letters_reached(actor), region=actor.region_id, state=LetterState.DEAD)
    return dead.select_related("matter", "person", "unit", "notice").order_by("-pk")


def dead_codes(actor: Actor) -> QuerySet[CodeLetter]:
    """Codes that could not be sent where *actor* manages them, the latest first."""
    here = {"matter__region": actor.region_id, "state": LetterState.DEAD}
    dead = CodeLetter.objects.filter(codes_reached(actor), **here)
    return dead.select_related("matter").order_by("-pk")


def resident_way(contact: Contact, wanted: Sequence[str]) -> str:
    """The first of the ways *wanted* that a resident's contact allows; empty where none does."""
    leads = {WayKey.SMS: bool(contact.phone_sealed), WayKey.EMAIL: bool(contact.email_sealed)}
    return next((way for way in wanted if leads.get(WayKey(way))), "")


def codes_due(now: datetime, most: int) -> list[int]:
    """The codes that may leave now, the oldest first."""
    due = CodeLetter.objects.filter(state=LetterState.WAITING, due_at__lte=now)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])


def addressees(now: datetime, most: int) -> list[Addressee]:
    """Who has letters that may leave now; those that waited longest first."""
    due = Letter.objects.filter(state=LetterState.WAITING, due_at__lte=now)
    names = ("region", "way", "parcel", "person", "unit", "subject", "matter")
    rows = due.order_by("due_at", "pk").values_list(*names)
    # The letters of a person or a group go together whatever they are about; a resident's, matter by matter.
    found = (
        Addressee(region, way, parcel, person, unit, subject, None if person or unit else matter)
        for region, way, parcel, person, unit, subject, matter in rows[: most * 10]
    )
    return list(dict.fromkeys(found))[:most]


def letters_with(letters: Sequence[Letter]) -> list[Letter]:
    """The same letters with all that is said of them."""
    wanted = {letter.pk: letter for letter in letters}
    found = Letter.objects.filter(pk__in=wanted).select_related("notice", "unit", "matter__region", *_MATTER)
    rows = list(found.order_by("pk"))
    for row in rows:
        row.parcel, row.tries = wanted[row.pk].parcel, wanted[row.pk].tries
    return rows


def notice_of(person_id: int, pk: int) -> Notice | None:
    """A notice of that person's."""
    return Notice.objects.select_related("matter").filter(pk=pk, person=person_id).first()


def devices_of(person_id: int) -> list[Device]:
    """The browsers of a person."""
    return list(Device.objects.filter(person=person_id).order_by("pk"))


def device_of(person_id: int, uuid: UUID) -> Device | None:
    """A browser of that person's."""
    return Device.objects.select_related("person").filter(uuid=uuid, person=person_id).first()
