"""Which rows of a list say the same of the same place: by their titles alone, without asking the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from haitang.kernel.matters.api import InboxRow
from haitang.lib.grams import folded, sought_grams

#: Titles that share so much of the shorter one's pairs of characters are held for one thing.
SHARED = 0.5


@dataclass(frozen=True)
class AlikeRows:
    """What says the same on one page, by number and title; ``under`` is what all but it would go under.

    Those of one title stand together, so that it is read once.
    """

    under: str
    rows: Sequence[tuple[str, str]]
    choose_url: str


def alike_rows(rows: Sequence[InboxRow]) -> dict[str, AlikeRows]:
    """By the number of the first of each, the rows that go together; each row goes with one of them only.

    What their place is called says nothing of what they are about: a pit and a market there are two things.
    """
    pairs = {row.number: _pairs(row.title) - _pairs(row.unit) for row in rows}
    found: dict[str, AlikeRows] = {}
    taken: set[str] = set()
    for row in rows:
        free = [one for one in rows if one.number not in taken]
        those = [row, *_beside(row, free, pairs)] if row in free else []
        if len(those) > 1:
            taken |= {one.number for one in those}
            found[row.number] = _together(those)
    return found


def _together(rows: Sequence[InboxRow]) -> AlikeRows:
    """Under the one that already holds most; of several such, under the one that was told first."""
    main = min(rows, key=lambda row: (-row.gathered, row.opened_at, row.number))
    numbers = [main.number, *(row.number for row in rows if row is not main)]
    titles = [row.title for row in rows]
    shown = sorted(rows, key=lambda row: titles.index(row.title))
    return AlikeRows(main.number, [(row.number, row.title) for row in shown], gather_url(numbers))


def gather_url(numbers: Sequence[str]) -> str:
    """The page that gathers these, all of them selected."""
    query = QueryDict(mutable=True)
    query.setlist("number", list(numbers))
    return f"{reverse('matters:gather')}?{query.urlencode()}" if numbers else ""


def _beside(row: InboxRow, rows: Sequence[InboxRow], pairs: Mapping[str, frozenset[str]]) -> list[InboxRow]:
    own = pairs[row.number]
    here = (one for one in rows if one is not row and (one.unit, one.kind) == (row.unit, row.kind))
    return [one for one in here if _are_alike(own, pairs[one.number])]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    if least <= 2:
        return bool(one) and one == other
    return len(one & other) >= SHARED * least


def _pairs(title: str) -> frozenset[str]:
    return frozenset(pair for word in folded(title).split() for pair in sought_grams(word))
