"""Who hears of steps as they are written: inside the same transaction, so that nothing told is lost.

A hearer only writes down which steps there were, in rows of its own; what follows from them is done
later, by a job. So a move never waits for a letter, and never fails because of one.
"""

from collections.abc import Callable, Sequence

#: Given the rows of the steps that were just written.
Hearer = Callable[[Sequence[int]], None]

_HEARERS: dict[str, Hearer] = {}


def register_hearer(name: str, hearer: Hearer) -> None:
    """Have *hearer* told of every step from now on; the same name registered again replaces it."""
    _HEARERS[name] = hearer


def tell_hearers(steps: Sequence[int]) -> None:
    """Tell all of them of *steps*; called within the transaction that writes these."""
    for hearer in _HEARERS.values():
        hearer(steps)
