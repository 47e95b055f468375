"""How sure a share can be that was seen in a sample: Wilson's interval, which holds for small ones too."""

from math import sqrt

#: The normal quantile of 97.5 %: an interval that holds the true share nineteen times in twenty.
Z95 = 1.959963984540054


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """The least and the greatest share that *hits* in *of* speak for; nought to one where nothing was seen.

    E. B. Wilson, 1927. Unlike the textbook's it stays within nought and one, and does not shrink to a point
    where everybody says the same.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, z * z
    middle = share + square / (2 * of)
    half = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
