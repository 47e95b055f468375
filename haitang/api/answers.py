"""What all operations share: the shape of refusals, a page by key, a unit by name."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from haitang.api.errors import FaultsOut
from haitang.kernel.registry.api import Actor, unit_at
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal

M = TypeVar("M", bound=Model)

#: Documented at every operation that asks for a token.
FAULTS = {401: FaultsOut, 403: FaultsOut, 404: FaultsOut, 409: FaultsOut, 422: FaultsOut}


def page_of(found: QuerySet[M], before: int | None, limit: int) -> QuerySet[M]:
    """The newest *limit* things of *found*, or those before a given id."""
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk")[:limit]


def unit_named(named: int | str, actor: Actor, field: str) -> Unit:
    """The unit of the actor's region that a caller named by id or by code; refused where there is none."""
    if isinstance(named, int):
        found = Unit.objects.filter(region=actor.region_id, pk=named).select_related("kind").first()
    else:
        found = unit_at(actor.region_id, named)
    if found is None:
        zh, en = f"没有“{named}”这个单位。", f'There is no unit "{named}".'
        raise Refusal("api.unknown_unit", zh=zh, en=en, field=field)
    return found
