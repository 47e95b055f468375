"""Something to be said to the resident behind a matter, carried by whichever part knows the ways out."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

# A desk registers its carrier while the house is set up, where a kernel's front door is slow to import.
if TYPE_CHECKING:
    from haitang.kernel.matters.models import Matter


class Carried(StrEnum):
    """What became of an invitation."""

    SENT = "sent"
    #: Not now, for people sleep: nothing was tried.
    ASLEEP = "asleep"
    #: Not now: it was tried, and the way is in trouble.
    LATER = "later"
    #: Nothing was left that a way leads to.
    NOWHERE = "nowhere"
    #: They asked to hear no more of it.
    HUSHED = "hushed"


@dataclass(frozen=True)
class ResidentInvitation:
    """What is said, in both languages; ``path`` is the page it leads to. ``uuid`` makes sent twice once."""

    uuid: UUID
    subject: str
    lines: tuple[str, ...]
    path: str


Carrier = Callable[["Matter", ResidentInvitation], Carried]
_CARRIERS: list[Carrier] = []


def register_carrier(carrier: Carrier) -> None:
    """Have *carrier* take invitations to residents."""
    if carrier not in _CARRIERS:
        _CARRIERS.append(carrier)


def carry(matter: "Matter", invitation: ResidentInvitation) -> Carried:
    """Send it by the way the resident left; nowhere, where nothing in this house sends."""
    return next((carrier(matter, invitation) for carrier in _CARRIERS), Carried.NOWHERE)
