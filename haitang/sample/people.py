"""Invented people: names that say so, and birthdays of which the printed figures come out."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from haitang.sample.declare import MeanAge, Names
from haitang.sample.lots import Lots

#: The mobile prefixes of the mainland run from 130 to 199, and 154 is among the few that the ministry never
#: gave to any carrier: a number under it is well formed and rings at nobody's.
NOBODYS = "154"


def phone(number: int) -> str:
    """A phone number that looks like one and belongs to nobody."""
    return f"{NOBODYS}{number % 10**8:08}"


def phones() -> Iterator[str]:
    """One number after another, no two alike."""
    return map(phone, count(1))


def names(syllables: Names, lot: Lots) -> Iterator[str]:
    """Names without end, no two alike until all are used up; the middle syllable says "sample"."""
    number = 0
    surnames = lot.sample(syllables.surnames, len(syllables.surnames))
    lasts = lot.sample(syllables.last, len(syllables.last))
    while True:
        first, rest = number % len(surnames), number // len(surnames)
        last, middle = rest % len(lasts), rest // len(lasts) % len(syllables.middle)
        yield surnames[first] + syllables.middle[middle] + lasts[last]
        number += 1


def birth_years(
    people: int, groups: Mapping[str, int], others: str, lot: Lots, mean: MeanAge | None = None
) -> list[int]:
    """Years of birth: as many as each group says, the *others* in their own, all together of a *mean* age."""
    years = [year for span, number in groups.items() for year in _drawn(span, number, lot)]
    rest = _drawn(others, people - len(years), lot)
    if mean is not None:
        # Whoever's birthday is still to come that year is one year younger than the years tell.
        still_to_come = 1 - mean.on.timetuple().tm_yday / 365
        wanted = round(people * (mean.on.year - mean.years - still_to_come))
        rest = nudged(rest, wanted - sum(years), _ends(others))
    lot.shuffle(years := years + rest)
    return years


def nudged(years: list[int], wanted: int, ends: tuple[int, int]) -> list[int]:
    """*years* moved one at a time within *ends* until they add up to *wanted*."""
    low, high = ends
    if not low * len(years) <= wanted <= high * len(years):
        raise ValueError(f"no years from {low} to {high} give the wanted mean")
    moved, place = list(years), 0
    while (missing := wanted - sum(moved)) != 0:
        step = 1 if missing > 0 else -1
        if low <= moved[place] + step <= high:
            moved[place] += step
        place = (place + 1) % len(moved)
    return moved


def birthday(year: int, lot: Lots) -> date:
    """A day of *year* that every year has."""
    return date(year, lot.randint(1, 12), lot.randint(1, 28))


def _ends(span: str) -> tuple[int, int]:
    low, high = span.split("-")
    return int(low), int(high)


def _drawn(span: str, many: int, lot: Lots) -> list[int]:
    low, high = _ends(span)
    return [lot.randint(low, high) for _ in range(many)]
