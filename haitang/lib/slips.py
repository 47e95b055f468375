"""Numbers for paper slips: a batch, a running number, a sign that tells a slip of the pen.

``K7QM-03-X``: no letter that looks like a figure, and one wrong or two swapped characters are noticed.
"""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
BATCH, MOST = 4, 99
_WRITTEN = re.compile(rf"([{ALPHABET}]{{{BATCH}}})-?([0-9]{{2}})-?([{ALPHABET}])")


def new_batch() -> str:
    """A batch that nobody has printed yet, as good as surely."""
    return "".join(secrets.choice(ALPHABET) for _ in range(BATCH))


def slip_numbers(batch: str, count: int) -> list[str]:
    """The numbers of the first *count* slips of *batch*, as they are printed."""
    return [f"{batch}-{place:02}-{_sign(batch, place)}" for place in range(1, min(count, MOST) + 1)]


def read_slip(typed: str) -> str | None:
    """The number that somebody typed, as it is printed; None where it is none of ours."""
    found = _WRITTEN.fullmatch("".join(typed.split()).upper())
    if found is None or found[3] != _sign(found[1], int(found[2])):
        return None
    return "-".join(found.groups())


def _sign(batch: str, place: int) -> str:
    # The weights differ from place to place and 31 is a prime: so any one error, and any swap, changes it.
    figures = [*map(ALPHABET.index, batch), *map(int, f"{place:02}")]
    return ALPHABET[sum(weight * one for weight, one in enumerate(figures, 1)) % len(ALPHABET)]
