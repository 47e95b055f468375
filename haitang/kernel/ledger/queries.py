"""Reads of the ledger. Lists begin at facts: what stands; a voided entry is found by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.ledger.declare import LedgerSection
from haitang.kernel.ledger.models import Attachment, Entry, Fact, Seal
from haitang.kernel.ledger.reading import ShownAnswer, shown_answers
from haitang.kernel.ledger.rules import SEES_ENTRIES
from haitang.kernel.playbooks.queries import compiled_many
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Person
from haitang.lib.text import Text


def standing_entries(actor: Actor) -> QuerySet[Entry]:
    """The entries that stand and that *actor* may see."""
    return Entry.objects.filter(SEES_ENTRIES.visible(actor), fact__isnull=False)


def entry_for(actor: Actor, uuid: UUID) -> Entry | None:
    """The entry with *uuid*, standing or void, if *actor* may see it."""
    entries = Entry.objects.filter(SEES_ENTRIES.visible(actor), region_id=actor.region_id, uuid=uuid)
    return entries.select_related("unit", "person", "recorded_by", "note").first()


def my_entries(person: int, since: date, until: date) -> QuerySet[Entry]:
    """A person's standing deeds from *since* until before *until*, the newest first."""
    facts = Fact.objects.filter(person_id=person, day__gte=since, day__lt=until)
    return (
        Entry.objects.filter(pk__in=facts.values("pk")).select_related("unit", "kind").order_by("-day", "-id")
    )


def latest_deeds(actor: Actor, *, kinds: Iterable[str], most: int) -> list[Entry]:
    """The last few standing deeds of these kinds that *actor* did, with their notes."""
    own = Entry.objects.filter(region=actor.region_id, person=actor.person_id, kind__key__in=list(kinds))
    return list(own.filter(fact__isnull=False).select_related("unit", "note").order_by("-pk")[:most])


def last_seal_before(day: date, region: int) -> Seal | None:
    """The seal of the last sealed day before *day*."""
    return Seal.objects.filter(region=region, day__lt=day).order_by("-day").first()


def quantity_done(kind: int, *, day: date, people: Iterable[int]) -> int:
    """How much of the kind these people did on *day*, as far as it stands."""
    done = Entry.objects.filter(kind=kind, day=day, person__in=list(people), fact__isnull=False)
    return sum(done.values_list("quantity", flat=True))


@dataclass(frozen=True)
class EntriesNaming:
    """Every entry that names somebody, standing or void, the oldest first."""

    done: QuerySet[Entry]
    recorded: QuerySet[Entry]
    served: QuerySet[Entry]


def entries_naming(person: Person) -> EntriesNaming:
    """What *person* did, wrote down for others, and was served."""
    found = Entry.objects.select_related("unit", "person", "note").order_by("id")
    return EntriesNaming(
        done=found.filter(person=person),
        recorded=found.filter(Q(recorded_by=person) & ~Q(person=person)),
        served=found.filter(served_person=person),
    )


def files_by(person: Person) -> QuerySet[Attachment]:
    """The files that *person* handed in and that are there, the oldest first."""
    return Attachment.objects.filter(uploaded_by=person, erased_at=None).order_by("id")


def voiding_of(entry: Entry) -> Entry | None:
    """The entry that voids *entry*, if one does."""
    return Entry.objects.filter(region_id=entry.region_id, voids=entry.uuid).first()


def attachments_of(entry: Entry) -> list[Attachment]:
    """The files attached to *entry*, in the order given."""
    wanted = entry.attached.split(",") if entry.attached else []
    rows = Attachment.objects.filter(region_id=entry.region_id, digest__in=wanted, erased_at=None)
    rows = rows.order_by("-id")
    found = {row.digest: row for row in rows}
    return [found[digest] for digest in wanted if digest in found]


@dataclass(frozen=True)
class EntryView:
    """An entry as people read it, by the version it pins."""

    entry: Entry
    kind_key: str
    label: Text
    unit_word: str
    answers: list[ShownAnswer]


def entry_views(entries: Iterable[Entry]) -> list[EntryView]:
    """*entries* as people read them; their versions are fetched in one query."""
    listed = list(entries)
    houses = compiled_many(entry.version_id for entry in listed)
    views = []
    for entry in listed:
        house = houses[entry.version_id]
        key = house.path_of(entry.kind_id)[-1]
        kind = house.section(LedgerSection).entries[key]
        answers = shown_answers(entry, house, key, kind)
        views.append(EntryView(entry, key, kind.label, kind.quantity.unit, answers))
    return views
