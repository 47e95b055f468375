"""Words of any script found by their pieces, alike on every database: Chinese has no blanks between words.

A text is kept folded, with all its single characters and pairs beside it. What is sought is found by its
pairs in an index, and then looked for letter by letter: so no database's own idea of a word matters.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from operator import add
from unicodedata import normalize

#: More words than these narrow nothing any further.
MOST_TERMS = 6
_HALF, _BLANK = 0xFFFF, ord(" ")
_BETWEEN = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """*text* without capitals, wide forms and marks; one blank between what they stood between."""
    return _BETWEEN.sub(" ", normalize("NFKC", text).casefold()).strip()


def terms(sought: str) -> list[str]:
    """The words sought; a text holds them all, each in one piece."""
    return list(dict.fromkeys(folded(sought).split()))[:MOST_TERMS]


def grams(text: str) -> str:
    """Every character and every pair in *text*, each once, with blanks between."""
    return grams_of(folded(text))


def grams_of(line: str) -> str:
    """The same of what is folded already."""
    found: dict[str, None] = {}
    for word in line.split():
        found |= dict.fromkeys(word)
        found |= dict.fromkeys(_pairs(word))
    return " ".join(found)


def numbered(line: str) -> list[int]:
    """What :func:`grams_of` gives, as numbers of 32 bits: PostgreSQL sorts them in twice as quickly as texts.

    Two letters are the halves of a number, a single one its lower half; a letter beyond the first 65,536
    counts as the two that UTF-16 writes it with.
    """
    written = line.encode("utf-16-le", "surrogatepass")
    pairs = {*_halves(written), *_halves(written[2:])}
    kept = {pair for pair in pairs if pair & _HALF != _BLANK != (pair >> 16) & _HALF}
    return [*(set(array("H", written)) - {_BLANK}), *kept]


def sought_numbers(term: str) -> list[int]:
    """What an index of numbers is asked for: the pairs of *term*, or the one character it is."""
    numbers = numbered(term)
    return [pair for pair in numbers if pair < 0 or pair > _HALF] or numbers


def sought_grams(term: str) -> list[str]:
    """What an index is asked for: the pairs of *term*, or the one character it is."""
    return [term] if len(term) == 1 else list(dict.fromkeys(_pairs(term)))


def places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in *text*, as it is written, the *words* stand: beginnings and ends, none within another."""
    letters = [(letter, place) for place, written in enumerate(text) for letter in _each(written)]
    line = "".join(letter for letter, _ in letters)
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    found = re.finditer(longest, line) if longest else ()
    return [(letters[one.start()][1], letters[one.end() - 1][1] + 1) for one in found]


def excerpt(text: str, words: Sequence[str], *, around: int = 24) -> str:
    """A piece of *text* in one line with the first of the *words* in it; nothing where none is."""
    line = " ".join(text.split())
    found = places(line, words)
    if not found:
        return ""
    first, last = max(0, found[0][0] - around // 2), found[0][1] + around
    return ("…" if first else "") + line[first:last] + ("…" if last < len(line) else "")


def _each(written: str) -> str:
    return _BETWEEN.sub(" ", normalize("NFKC", written).casefold())


def _halves(written: bytes) -> "array[int]":
    """Its letters two by two."""
    return array("i", written[: len(written) // 4 * 4])


def _pairs(word: str) -> Iterator[str]:
    # Not sliced one by one: it is asked of every text that is written down.
    return map(add, word, word[1:])
