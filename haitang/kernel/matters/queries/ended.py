"""What ended within some days, for who asks residents about it weeks later."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from haitang.kernel.matters.models import Matter


def ended_between(since: date, until: date, *, kind: int, states: Collection[int]) -> QuerySet[Matter]:
    """The matters of the kind that came into one of *states* on a day from *since* until before *until*."""
    found = Matter.objects.filter(kind=kind, state__in=states, closed_on__gte=since, closed_on__lt=until)
    return found.order_by("uuid")


def reachable(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those of them whose residents left how to reach them, as long as that is kept."""
    return matters.filter(contact__isnull=False, contact__erased_at=None)
