"""Which rows of a list say the same of the same place: by their titles alone, without asking the database."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.urls import reverse

from haitang.kernel.matters.api import InboxRow
from haitang.lib.grams import folded, sought_grams

#: Titles that share so much of the shorter one's pairs of characters are held for one thing.
SHARED = 0.5


def alike_rows(rows: Sequence[InboxRow]) -> dict[str, list[str]]:
    """By number, the numbers of the rows alike with its own first; none for a row that stands alone."""
    pairs = {row.number: _pairs(row.title) for row in rows}
    found = {row.number: [row.number, *(one for one in _beside(row, rows, pairs))] for row in rows}
    return {number: those for number, those in found.items() if len(those) > 1}


def gather_url(numbers: Sequence[str]) -> str:
    """The page that gathers these, all of them selected."""
    query = QueryDict(mutable=True)
    query.setlist("number", list(numbers))
    return f"{reverse('matters:gather')}?{query.urlencode()}" if numbers else ""


def _beside(row: InboxRow, rows: Sequence[InboxRow], pairs: Mapping[str, frozenset[str]]) -> list[str]:
    own = pairs[row.number]
    here = (one for one in rows if one is not row and (one.unit, one.kind) == (row.unit, row.kind))
    return [one.number for one in here if _are_alike(own, pairs[one.number])]


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    return least > 2 and len(one & other) >= SHARED * least


def _pairs(title: str) -> frozenset[str]:
    return frozenset(pair for word in folded(title).split() for pair in sought_grams(word))
