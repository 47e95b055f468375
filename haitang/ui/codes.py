"""Whether the code to follow a matter by goes to the resident, so that no screen of staff need show it."""

from collections.abc import Callable

from haitang.kernel.matters.models import Matter

_SENDERS: list[Callable[[Matter], bool]] = []
_COMPANY: list[Callable[[Matter], int]] = []


def register_sender(reaches: Callable[[Matter], bool]) -> None:
    """Say that codes are sent, and to whose matters they get."""
    _SENDERS.append(reaches)


def is_sent(matter: Matter) -> bool:
    """Whether the code of *matter* is on its way to what was left with it."""
    return any(reaches(matter) for reaches in _SENDERS)


def register_company(people: Callable[[Matter], int]) -> None:
    """Say who knows how many others said the same; whoever is sent a code is told."""
    _COMPANY.append(people)


def company_of(matter: Matter) -> int:
    """How many others said what *matter* says, as far as anybody here knows."""
    return max((people(matter) for people in _COMPANY), default=0)
