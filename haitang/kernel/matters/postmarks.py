"""Whether a letter answers one that the house sent about a matter: an address can be forged, a postmark not.

A letter's identifier is drawn at random, or under the installation's key, and known to who received it alone.
"""

from collections.abc import Callable, Collection
from uuid import UUID

from haitang.kernel.matters.models import Matter

#: Given a matter and identifiers: whether one of them is of a letter to its resident.
Postmarks = Callable[[Matter, Collection[UUID]], bool]

_POSTMARKS: dict[str, Postmarks] = {}


def register_postmarks(name: str, postmarks: Postmarks) -> None:
    """Have *postmarks* asked of every answer from now on; the same name registered again replaces it."""
    _POSTMARKS[name] = postmarks


def was_sent(matter: Matter, identifiers: Collection[UUID]) -> bool:
    """Whether any who sends letters sent one so named to the resident of *matter*."""
    return bool(identifiers) and any(knows(matter, identifiers) for knows in _POSTMARKS.values())
