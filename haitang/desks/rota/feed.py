"""One's own turns as an iCalendar feed, read by programs that cannot sign in: the address is the key."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.core import signing

from haitang.desks.rota.declare import Rota
from haitang.desks.rota.models import Turn
from haitang.lib import clock
from haitang.lib.text import Language

_SALT = "rota.feed"
#: A line of a calendar has at most so many bytes; longer ones are folded.
_LINE = 73


class FeedAddress(NamedTuple):
    """What an address says: whose calendar it is, and how often it was made anew before."""

    person: UUID
    turned: int


def key_of(person: UUID, *, turned: int = 0) -> str:
    """The part of the address that only this person is given."""
    said = person.hex if turned == 0 else f"{person.hex}.{turned}"
    return signing.dumps(said, salt=_SALT)


def word_of(key: str) -> FeedAddress | None:
    """What the address says; None for one that was made up."""
    try:
        person, _, turned = str(signing.loads(key, salt=_SALT)).partition(".")
        return FeedAddress(UUID(person), int(turned or 0))
    except (signing.BadSignature, ValueError):
        return None


def calendar(turns: Iterable[tuple[Turn, Rota]], *, language: Language) -> str:
    """The feed: days, hours, names of rotas and places, and nobody else's name."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Haitang//rota//ZH", "CALSCALE:GREGORIAN"]
    for turn, rota in turns:
        lines += _event(turn, rota, language)
    folded = (part for line in [*lines, "END:VCALENDAR"] for part in _folded(line))
    return "\r\n".join(folded) + "\r\n"


def _event(turn: Turn, rota: Rota, language: Language) -> list[str]:
    sitting, (begins, ends) = turn.sitting, rota.hours
    first = datetime.combine(sitting.day, begins, clock.ZONE)
    last = datetime.combine(sitting.day, ends, clock.ZONE)
    theme = rota.themes[sitting.theme].into(language) if sitting.theme in rota.themes else ""
    place = sitting.place or (rota.place.into(language) if rota.place else "")
    return [
        "BEGIN:VEVENT",
        f"UID:{sitting.uuid}@rota",
        f"DTSTAMP:{_stamp(sitting.planned_at)}",
        f"DTSTART:{_stamp(first)}",
        f"DTEND:{_stamp(last)}",
        f"SUMMARY:{_escaped(' · '.join(word for word in (rota.label.into(language), theme) if word))}",
        f"LOCATION:{_escaped(' '.join(word for word in (sitting.unit.name, place) if word))}",
        "END:VEVENT",
    ]


def _stamp(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """*line* in pieces of so many bytes, cut between characters; each but the first begins with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
