"""A category whose own name stands in what somebody wrote: what to go by where nothing was learned."""

import re
from collections.abc import Iterator, Mapping

from haitang.kernel.matters.api import Category

_BETWEEN = re.compile(r"[、，,；;/／()（）\s]|和|及|与")
_SHORTEST = 2
_SHORTEST_ENGLISH = 5


def literal_category(categories: Mapping[str, Category], text: str) -> tuple[tuple[str, ...], str]:
    """The keys of the category with the longest word of its label in *text*, and that word; none if not one.

    Where two categories have equally long words there, neither is meant more than the other.
    """
    said = text.lower()
    found = [(word, keys) for keys, word in _words(categories) if word.lower() in said]
    longest = max((len(word) for word, _ in found), default=0)
    best = {keys: word for word, keys in found if len(word) == longest}
    if len(best) != 1:
        return (), ""
    return next(iter(best.items()))


def _words(
    categories: Mapping[str, Category], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, category in categories.items():
        keys = (*above, key)
        yield from ((keys, word) for word in _BETWEEN.split(category.label.zh) if len(word) >= _SHORTEST)
        if len(category.label.en) >= _SHORTEST_ENGLISH:
            yield keys, category.label.en
        yield from _words(category.under, keys)
