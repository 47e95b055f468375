"""What only the client that wrote a matter down knows of it, and the short codes residents follow it by."""

import secrets
from hmac import compare_digest
from typing import TYPE_CHECKING
from uuid import UUID

from haitang.kernel.registry.secrets import blind_index

if TYPE_CHECKING:
    from haitang.kernel.matters.models import Matter

#: Without 0 and O, 1, I and L: a code is read aloud and written on paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def kept_as(draft: UUID) -> UUID:
    """The identifier a matter is kept under; derived with the installation's key from the client's own.

    Who is shown the matter is shown this one. It does not lead back to the client's, and sending that one
    again is what brings the follow code back: staff must not be able to.
    """
    return UUID(blind_index(draft.hex, "matter")[:32])


def code_of(uuid: UUID) -> str:
    """The code of a matter: derived with the installation's key, so that it need not be kept."""
    number = int(blind_index(uuid.hex, "follow-code"), 16)
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def new_code() -> str:
    """Another code, for whoever lost the first or never had one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def slip_draft(slip: str) -> UUID:
    """The client's identifier of what is keyed from a printed slip: its stub bears the code that follows."""
    return UUID(blind_index(slip, "slip")[:32])


def slip_matter(slip: str) -> UUID:
    """The identifier that the matter of this slip is kept under."""
    return kept_as(slip_draft(slip))


def slip_code(slip: str) -> str:
    """The code for the stub of the slip with this number; known to nobody until it is printed."""
    return code_of(slip_matter(slip))


def has_stub(matter: "Matter") -> bool:
    """Whether it was keyed from a printed slip, whose stub bears the code."""
    _, told, slip = matter.outside_key.partition("slip ")
    return bool(told) and matter.uuid == slip_matter(slip)


def came_by_staff(matter: "Matter") -> bool:
    """Whether staff wrote it down and the code it was given then still opens it: told, or on a stub.

    One that was sent since to what the resident left is known to them alone.
    """
    return matter.opened_by_id is not None and bool(first_code(matter))


def first_code(matter: "Matter") -> str:
    """The code it was given when it was opened; empty where another was sent since, or none was given."""
    first = code_of(matter.uuid)
    return first if matches(matter.follow_digest, number=matter.number, code=first) else ""


def digest_of(number: str, code: str) -> str:
    """What is kept of a code; keyed, so that a stolen database does not tell it."""
    return blind_index(f"{number} {clean(code)}", "follow")


def clean(code: str) -> str:
    """The code as it is printed, however it was typed."""
    return code.strip().upper().replace(" ", "").replace("-", "")


def matches(stored: str, *, number: str, code: str) -> bool:
    """Whether *code* is right; takes as long for a matter that does not exist."""
    return compare_digest(stored or "-" * 64, digest_of(number, code)) and bool(stored)
