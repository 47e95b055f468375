"""What all operations share: the shape of refusals, and a page by key."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from haitang.api.errors import FaultsOut

M = TypeVar("M", bound=Model)

#: Documented at every operation that asks for a token.
FAULTS = {401: FaultsOut, 403: FaultsOut, 404: FaultsOut, 409: FaultsOut, 422: FaultsOut}


def page_of(found: QuerySet[M], before: int | None, limit: int) -> QuerySet[M]:
    """The newest *limit* things of *found*, or those before a given id."""
    if before is not None:
        found = found.filter(pk__lt=before)
    return found.order_by("-pk")[:limit]
