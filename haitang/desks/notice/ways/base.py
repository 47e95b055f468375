"""What every way out of the house is given and may answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

import requests

#: A gateway that has not answered by then is tried again later.
SECONDS = 10


class Trouble(Exception):  # noqa: N818 -- it names the finding
    """It did not work this time; it may the next. Never says whom it was for."""


class Refused(Trouble):
    """It will not work however often it is tried."""


@dataclass(frozen=True)
class Message:
    """What is said, the same by every way; ``uuid`` stays when it is tried again, so that it counts once."""

    uuid: UUID
    subject: str
    lines: Sequence[str]
    url: str = ""
    stop_url: str = ""

    @property
    def text(self) -> str:
        """All of it in one piece."""
        return "\n".join(part for part in (*self.lines, self.url) if part)


@dataclass(frozen=True, repr=False)
class Receiver:
    """A browser: where its vendor takes messages, and its keys."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, repr=False)
class Address:
    """Where somebody is reached; never shown by accident, so it has no ``repr``."""

    email: str = ""
    phone: str = ""
    receivers: Sequence[Receiver] = ()


class Way(Protocol):
    """One way out of the house."""

    def send(self, message: Message, to: Address) -> list[str]:
        """Send, or raise Trouble; gives back the endpoints that are gone for good."""
        ...


def post(url: str, **what: object) -> requests.Response:
    """A POST that follows no redirect, ends in time and tells of trouble without the address."""
    try:
        answer = requests.post(url, timeout=SECONDS, allow_redirects=False, **what)  # type: ignore[arg-type]  # requests' own names
    except requests.RequestException as error:
        raise Trouble(type(error).__name__) from None
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Trouble(f"HTTP {answer.status_code}")
    return answer


def must_be_taken(answer: requests.Response) -> None:
    """Refused unless the other side took it."""
    if not 200 <= answer.status_code < 300:
        raise Refused(f"HTTP {answer.status_code}")
