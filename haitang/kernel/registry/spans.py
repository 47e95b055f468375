"""The two filters that everything uses: over a subtree, and on a day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Q

T = TypeVar("T")


def path_range(path: str) -> tuple[str, str]:
    """Where the paths of a subtree begin and where they have ended: ``("1/7/", "1/70")``.

    ``0`` follows ``/``, so every path that begins with *path*, and no other, lies between. Never LIKE,
    which SQLite answers without the index.
    """
    return path, path[:-1] + "0"


def ids_in(path: str) -> list[int]:
    """The units from the root down to the one with *path*."""
    return [int(step) for step in path.split("/") if step]


def under(path: str, at: str = "path") -> Q:
    """Things whose unit's path, found by the lookup *at*, lies in the subtree of *path*."""
    low, high = path_range(path)
    return Q(**{f"{at}__gte": low, f"{at}__lt": high})


def standing(day: date, at: str = "") -> Q:
    """Things with ``since`` and ``until`` that hold on *day*; *at* is a lookup prefix such as ``post__``."""
    return Q(**{f"{at}since__lte": day}) & (Q(**{f"{at}until": None}) | Q(**{f"{at}until__gt": day}))


def holds_on(day: date, since: date, until: date | None) -> bool:
    """The same question asked of a row at hand."""
    return since <= day and (until is None or day < until)


def overlapping(since: date, until: date | None, at: str = "") -> Q:
    """Things that hold on any day from *since* until before *until*."""
    begun = Q(**{f"{at}since__lt": until}) if until else Q()
    return begun & (Q(**{f"{at}until": None}) | Q(**{f"{at}until__gt": since}))


def batched(ids: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    """*ids* in runs that every database takes as parameters."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
