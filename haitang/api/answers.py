"""What all operations share: the shape of refusals, a page by key, a unit by name."""

from collections.abc import Callable, Iterable
from itertools import dropwhile, islice
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel

from haitang.api.errors import FaultsOut
from haitang.api.shapes import Page
from haitang.kernel.registry.api import Actor, lasting_revision, unit_at, unit_numbered
from haitang.kernel.registry.models import Unit
from haitang.lib.asking import require_known
from haitang.lib.diagnostics import Refusal

M = TypeVar("M", bound=Model)
R = TypeVar("R")

#: Documented at every operation that asks for a token.
FAULTS = {
    400: FaultsOut,
    401: FaultsOut,
    403: FaultsOut,
    404: FaultsOut,
    409: FaultsOut,
    422: FaultsOut,
    507: FaultsOut,
}


def page_of(rows: Iterable[R], wanted: Page, known_by: Callable[[R], object]) -> list[R]:
    """The page of *rows* that is *wanted*; each row is *known_by* what ``after`` names it with."""
    if not wanted.after:
        return list(islice(rows, wanted.limit))
    rest = dropwhile(lambda row: str(known_by(row)) != wanted.after, rows)
    if next(rest, None) is None:
        raise unknown_after()
    return list(islice(rest, wanted.limit))


def beyond(found: QuerySet[M], name: str, wanted: Page) -> M | None:
    """The row of *found* that ``after`` names by its field *name*; none where the first page is wanted."""
    if not wanted.after:
        return None
    try:
        return found.get(**{name: wanted.after})
    except (ObjectDoesNotExist, ValidationError, ValueError, OverflowError):
        raise unknown_after() from None


def unknown_after() -> Refusal:
    """Nothing in this list is known by what ``after`` says."""
    zh, en = (
        "“after”不在这个列表里，请从第一页看起。",
        '"after" is not in this list; begin at the first page.',
    )
    return Refusal("api.unknown_after", zh=zh, en=en, field="after")


def unit_named(named: int | str, actor: Actor, field: str) -> Unit:
    """The unit of the actor's region that a caller named by id or by code; refused where there is none."""
    if isinstance(named, int):
        found = unit_numbered(actor.region_id, named, revision=lasting_revision(actor))
    else:
        found = unit_at(actor.region_id, named)
    if found is None:
        zh, en = f"没有“{named}”这个单位。", f'There is no unit "{named}".'
        raise Refusal("api.unknown_unit", zh=zh, en=en, field=field)
    return found


def only_known(request: HttpRequest, wanted: BaseModel) -> None:
    """Refuse words of the query that *wanted* does not know: a misspelt filter must not show everything."""
    require_known(request.GET, list(type(wanted).model_fields), code="api.unknown_filter")
