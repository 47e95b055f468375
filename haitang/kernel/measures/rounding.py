"""Figures as newspapers print them: exact fractions, rounded once, halves up."""

from decimal import Decimal
from fractions import Fraction
from math import floor

#: What a value is multiplied by and followed with, by the word after ``as:``.
SCALES = {
    "number": (Fraction(1), ""),
    "percent": (Fraction(100), "%"),
    "yuan": (Fraction(1, 100), ""),
    "hours": (Fraction(1, 60), ""),
}
UNKNOWN = "—"


def scaled(value: Fraction | int, way: str) -> Fraction:
    """The value in the unit it is shown in."""
    return Fraction(value) * SCALES[way][0]


def rounded(value: Fraction | int, decimals: int) -> Decimal:
    """*value* at so many decimals, halves away from zero."""
    exact = Fraction(value)
    units = floor(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(units if exact >= 0 else -units).scaleb(-decimals)


def shown(value: Fraction | int | None, *, way: str = "number", decimals: int = 0) -> str:
    """The figure as a page shows it: ``48,213``, ``19.2%``, ``—`` where there is nothing to divide by."""
    if value is None:
        return UNKNOWN
    if isinstance(value, int) and way == "number" and not decimals:
        return f"{value:,}"  # nearly every row of a large table: no fraction need be made
    return f"{rounded(scaled(value, way), decimals):,}{SCALES[way][1]}"


def decimals_of(printed: Decimal) -> int:
    """How many decimals a printed figure has."""
    exponent = printed.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
