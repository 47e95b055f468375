"""Matters and what happened to them, for parts that act for the house or have asked a loader before.

Nobody is asked here who looks: what a page shows goes through the loaders and the inbox.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Call, Contact, Handler, Matter, Step
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.spans import under

_HELD = ("kind", "state", "unit", "owner")


def matter_numbered(pk: int) -> Matter:
    """The matter with this row number as it stands now, ready for a move."""
    return Matter.objects.select_related(*_HELD).get(pk=pk)


def matter_keyed(uuid: UUID) -> Matter | None:
    """The matter with this uuid."""
    return Matter.objects.filter(uuid=uuid).select_related("region").first()


def matters_of(kind: Kind) -> QuerySet[Matter]:
    """Every matter of the kind, open or closed."""
    return Matter.objects.filter(kind=kind.id)


def left_behind(unit: Unit, owners: Iterable[int]) -> QuerySet[Matter]:
    """The open matters that happened at *unit* or below it, and are in the hands of one of *owners*."""
    return Matter.objects.filter(under(unit.path, "unit__path"), closed_at=None, owner__in=list(owners))


def opened_since(day: date, *, region: int, kinds: Iterable[int]) -> QuerySet[Matter]:
    """The matters of these kinds that were opened on *day* or later, the latest first."""
    return Matter.objects.filter(region=region, kind__in=list(kinds), opened_on__gte=day).order_by("-pk")


def gathered_under(matter: Matter | int) -> QuerySet[Matter]:
    """What is gathered under the matter, in the order it was opened."""
    return Matter.objects.filter(gathered_under=matter).order_by("pk")


def warned_until(now: datetime) -> QuerySet[Matter]:
    """Open matters whose flow calls them due soon by *now*, the most urgent first."""
    return _due(Q(warn_at__lte=now, sort_at__gt=now))


def due_between(since: datetime, until: datetime) -> QuerySet[Matter]:
    """Open matters whose time is up after *since* and no later than *until*, the longest due first."""
    return _due(Q(sort_at__gt=since, sort_at__lte=until))


def _due(when: Q) -> QuerySet[Matter]:
    found = Matter.objects.filter(when, closed_at=None, gathered_under=None, due_at__isnull=False)
    return found.select_related(*_HELD).order_by("sort_at", "pk")


def steps_of(matter: Matter | int) -> QuerySet[Step]:
    """What happened to the matter, in order."""
    return Step.objects.filter(matter=matter).order_by("pk")


def steps_of_kind(kind: Kind) -> QuerySet[Step]:
    """What happened to any matter of the kind, in order."""
    return Step.objects.filter(matter__kind=kind.id).order_by("pk")


def steps_since(moment: datetime, *, among: Iterable[int]) -> QuerySet[Step]:
    """The steps with these row numbers that were made at *moment* or later, with what is asked of them."""
    found = Step.objects.filter(pk__in=list(among), at__gte=moment).order_by("pk")
    return found.select_related(*(f"matter__{name}" for name in _HELD), "from_state", "to_state")


def called_by(step: Step) -> list[tuple[int, str]]:
    """Whom the step called besides and who is not done yet: each a unit and a role."""
    return list(Call.objects.filter(step=step.pk, until=None).values_list("unit", "role"))


def joined_by(step: Step) -> list[int]:
    """The units that joined the matter by the step and are with it still."""
    joined = Handler.objects.filter(matter=step.matter_id, since=step.at, until=None)
    return list(joined.values_list("unit", flat=True))


def contacts_of(matters: Iterable[int]) -> QuerySet[Contact]:
    """The contact details that are still kept of these matters."""
    return Contact.objects.filter(matter__in=list(matters), erased_at=None)
