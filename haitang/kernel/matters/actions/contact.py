"""Look behind a matter at who asked, each look written down; and erase contacts when their days are over."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from haitang.kernel.matters.contacts import opened_contact
from haitang.kernel.matters.drafts import ContactDetails
from haitang.kernel.matters.kinds import Kind, kind_of
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.matters.rules import LOOKS_BEHIND
from haitang.kernel.matters.standing import erase_on
from haitang.kernel.matters.withdrawn import contact_closed, is_taken_back
from haitang.kernel.playbooks.queries import compiled, holding
from haitang.kernel.registry.actions.looks import note_look, note_use
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.erasures import note_erased
from haitang.kernel.registry.rules import forbidden
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

#: So many are erased in one transaction.
BATCH = 500


@transaction.atomic
def look_at_contact(matter: Matter, *, actor: Actor, why: str) -> ContactDetails:
    """How to reach the resident, for who owns the matter; the look is written down with its reason."""
    if not LOOKS_BEHIND.allows(actor, matter):
        raise contact_closed() if is_taken_back(matter) else forbidden("matters.contact")
    contact = Contact.objects.filter(matter=matter, erased_at=None).first()
    if contact is None:
        zh, en = (
            "没有留下联系方式，或已到期删除。",
            "no contact was left, or it was erased when its days were over.",
        )
        raise Refusal("matters.no_contact", zh=zh, en=en)
    note_look(contact.uuid, field="contact", why=why, actor=actor, post=_post_over(matter, actor))
    return opened_contact(contact)


def own_contact(matter: Matter, *, actor: Actor) -> ContactDetails | None:
    """What the resident left, for the resident alone, who has the code; no look, as nobody else sees it."""
    if not is_own(matter, actor):
        raise forbidden("matters.contact")
    contact = Contact.objects.filter(matter=matter, erased_at=None).first()
    return opened_contact(contact) if contact else None


def is_own(matter: Matter, actor: Actor) -> bool:
    """Whether who acts is the resident who has the code of *matter*."""
    resident = actor.person_id is None and not actor.is_system
    return resident and matter.is_followed and actor.region_id == matter.region_id


@transaction.atomic
def use_contact(matter: Matter, *, actor: Actor, why: str) -> ContactDetails | None:
    """How to reach the resident, for the house that sends what it promised; written down as a look too."""
    if not actor.is_system or actor.region_id != matter.region_id:
        raise forbidden("matters.contact")
    contact = Contact.objects.filter(matter=matter, erased_at=None).first()
    if contact is None:
        return None
    note_use(contact.uuid, field="contact", why=why, actor=actor)
    return opened_contact(contact)


@transaction.atomic
def names_behind(matter: Matter, *, actor: Actor, why: str) -> set[str]:
    """What those who asked are called, *matter* and all gathered with it; for the house, each use noted."""
    if not actor.is_system or actor.region_id != matter.region_id:
        raise forbidden("matters.contact")
    head = matter.gathered_under_id or matter.pk
    together = Q(matter=head) | Q(matter__gathered_under=head)
    left = list(Contact.objects.filter(together, erased_at=None).exclude(name_sealed=b""))
    named = {one: opened_contact(one).name.strip() for one in left}
    for one in (one for one, name in named.items() if name):
        note_use(one.uuid, field="contact", why=why, actor=actor)
    return set(named.values()) - {""}


def _post_over(matter: Matter, actor: Actor) -> int | None:
    """The nearest of the actor's posts over the unit that owns it; else that in which it was taken on."""
    over = [post for post in actor.posts if matter.owner.path.startswith(post.unit_path)]
    if over:
        return max(over, key=lambda post: len(post.unit_path)).id
    taken = set(matter.claims.filter(until=None, person=actor.person_id).values_list("unit_id", flat=True))
    return next((post.id for post in actor.posts if post.unit_id in taken), None)


def erase_contact(matter: Matter, *, actor: Actor) -> int:
    """Erase what the resident behind *matter* left, before its days are over; whether there was anything."""
    if actor.region_id != matter.region_id:
        return 0
    there = Contact.objects.filter(matter=matter, erased_at=None)
    note_erased("contact", there.values_list("uuid", flat=True))
    return _erase(there)


def erase_contacts(today: date | None = None) -> int:
    """Erase the contacts whose days are over; how many. Safe to repeat and to interrupt."""
    day = today or clock.today()
    # First what has its day: nothing that is wrong with the others may keep it.
    erased = _erase_over(day)
    _give_days()
    return erased + _erase_over(day)


def _erase_over(day: date) -> int:
    erased = 0
    while batch := list(_over(day)[:BATCH]):
        with transaction.atomic():
            erased += _erase(Contact.objects.filter(pk__in=batch, erased_at=None))
    return erased


def erase_contacts_again(contacts: Sequence[UUID]) -> int:
    """Erase what an older copy of the house brought back; how many."""
    return _erase(Contact.objects.filter(uuid__in=contacts, erased_at=None))


def _erase(contacts: QuerySet[Contact]) -> int:
    return contacts.update(
        name_sealed=b"", phone_sealed=b"", phone_index="", email_sealed=b"", erased_at=clock.now()
    )


def _give_days() -> None:
    """What ended and was given no day to be erased on is given it, reckoned from when it ended.

    Houses older than this left those so whose matter the clock had led to its end.
    """
    undated = Contact.objects.filter(erase_on=None, erased_at=None, matter__closed_on__isnull=False)
    while batch := list(undated.select_related("matter__unit", "matter__kind")[:BATCH]):
        ended: dict[tuple[date | None, date | None], list[int]] = defaultdict(list)
        for one in batch:
            ended[one.matter.closed_on, erase_on(one.matter, _kind(one.matter))].append(one.pk)
        for (closed_on, day), contacts in ended.items():
            # Opened again meanwhile, it is given none.
            still = Contact.objects.filter(pk__in=contacts, matter__closed_on=closed_on)
            still.update(erase_on=day)


def _kind(matter: Matter) -> Kind:
    """Its kind as declared today; of one that no longer is, as *matter* was opened under."""
    with suppress(Refusal):
        return kind_of(holding(matter.unit), matter.kind.key)
    return kind_of(compiled(matter.version_id), matter.kind.key)


def _over(day: date) -> "ValuesQuerySet[Contact, int]":
    return Contact.objects.filter(erase_on__lte=day, erased_at=None).values_list("pk", flat=True)
