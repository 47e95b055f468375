"""Pages of long lists: so many rows, and whether there is more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

T = TypeVar("T")
#: Enough to look through, few enough to draw at once.
PAGE_ROWS = 50


@dataclass(frozen=True)
class Pages(Generic[T]):
    """One page of rows with the ways to its neighbours."""

    rows: Sequence[T]
    position: str
    previous_url: str = ""
    next_url: str = ""


def page_number(request: HttpRequest) -> int:
    """The page asked for, counting from one; the first where it is nonsense."""
    said = request.GET.get("page", "1")
    return max(1, min(int(said), 100_000)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def page_url(request: HttpRequest, number: int) -> str:
    """This address with another page number."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def pages(
    request: HttpRequest, found: "Sequence[T] | QuerySet[Any, T]", *, size: int = PAGE_ROWS
) -> Pages[T]:
    """The page of *found* that *request* asks for; *found* is sliced, so a queryset reads one page only."""
    number = page_number(request)
    begin = (number - 1) * size
    rows = list(found[begin : begin + size + 1])
    more = len(rows) > size
    shown = rows[:size]
    position = f"{begin + 1}–{begin + len(shown)}" if shown else ""
    return Pages(
        shown,
        position,
        page_url(request, number - 1) if number > 1 else "",
        page_url(request, number + 1) if more else "",
    )
