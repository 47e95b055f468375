"""Letters by e-mail become matters, one each; an answer to a known number becomes its resident's remark.

A sender's address and a number can be written by anybody: an answer is who left the address' own where it
also answers a letter that only they and the house know of.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from io import BytesIO
from uuid import UUID, uuid5

from django.db import OperationalError, transaction

from haitang.kernel.ledger.actions.keep_attachment import keep_attachment
from haitang.kernel.ledger.storage import is_full
from haitang.kernel.matters.actions.commenting import comment
from haitang.kernel.matters.actions.contact import use_contact
from haitang.kernel.matters.actions.opening import open_matter
from haitang.kernel.matters.asked import NOTE_LENGTH
from haitang.kernel.matters.drafts import ContactDetails
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.postmarks import was_sent
from haitang.kernel.registry.actors import RESIDENT, SYSTEM
from haitang.kernel.registry.models import Unit
from haitang.lib.diagnostics import Refusal
from haitang.lib.letters import Enclosed, Received, Unreadable, read_letter

#: The channel a playbook declares for it.
MAIL = "mail"
_REMARKS = UUID("0d3a7c1e-53e0-4b0f-9a55-8d6a6d9d2f10")
_TITLE, _BODY, _FILES = 200, 20_000, 10
log = logging.getLogger("haitang.mail")
WHY = "核对回信人 checking who answers"


@dataclass
class MailReport:
    """What became of a pile of letters; ``refused`` says which and why, never who wrote."""

    opened: int = 0
    repeated: int = 0
    remarked: int = 0
    passed_over: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class MailDoor:
    """Where letters go that name no number: a kind, at a unit."""

    kind: str
    unit: Unit
    own_address: str = ""


def take_letters(letters: Iterable[tuple[str, bytes]], *, door: MailDoor) -> MailReport:
    """Take each of *letters*, given with its name; one that cannot be taken does not hold up the rest."""
    report = MailReport()
    for name, raw in letters:
        try:
            _take(read_letter(raw), door, report)
        except Unreadable as trouble:
            report.refused.append((name, str(trouble)))
        except Refusal as refusal:
            if is_full(refusal):
                raise
            report.refused.append((name, str(refusal)))
        except (OperationalError, OSError):
            # As where the disk is full: this one and those behind it wait for the next run.
            raise
        except Exception as trouble:
            log.exception("letter %s was set aside", name)
            what = type(trouble).__name__
            report.refused.append(
                (name, f"没料到的错误，已放在一边，见日志。 set aside, see the log: {what}")
            )
    return report


def _take(letter: Received, door: MailDoor, report: MailReport) -> None:
    if letter.is_automatic or letter.sender == door.own_address.lower():
        report.passed_over += 1
        return
    matter = _answered(letter, door)
    if matter is not None and matter.closed_at is None:
        _remark(matter, letter, door)
        report.remarked += 1
        return
    opened = _open(letter, door)
    report.opened += not opened
    report.repeated += opened


def _answered(letter: Received, door: MailDoor) -> Matter | None:
    """The matter that a letter answers, if its sender is who left this address with it."""
    if not letter.number:
        return None
    found = Matter.objects.filter(region=door.unit.region_id, number=letter.number).first()
    if found is None:
        return None
    left = use_contact(found, actor=SYSTEM(found.region_id), why=WHY)
    own = left is not None and compare_digest(left.email.lower().encode(), letter.sender.encode())
    found.is_followed = own = own and _continues(found, letter)
    return found if own else None


def _continues(matter: Matter, letter: Received) -> bool:
    """Whether it answers the letter that *matter* began with, or one that the house wrote about it."""
    began = matter.outside_key in {_outside_key(one) for one in letter.answers}
    return began or was_sent(matter, {uuid for one in letter.answers for uuid in _ours(one)})


def _ours(identifier: str) -> Iterator[UUID]:
    with suppress(ValueError):
        yield UUID(identifier.strip("<>").partition("@")[0])


def _outside_key(identifier: str) -> str:
    return f"mail {sha256(identifier.encode()).hexdigest()[:40]}"


def _remark(matter: Matter, letter: Received, door: MailDoor) -> None:
    said = (letter.text or letter.subject)[:NOTE_LENGTH]
    client_id = uuid5(_REMARKS, letter.id)
    kept, _ = _kept(letter.files, door, letter.id)
    # A resident uploads nothing by name: the house keeps the files, and hangs them on the remark.
    comment(matter, text=said, client_id=client_id, actor=RESIDENT(matter.region_id), attachments=tuple(kept))


@transaction.atomic
def _open(letter: Received, door: MailDoor) -> bool:
    """Open it; whether it was there before."""
    kept, left_out = _kept(letter.files, door, letter.id)
    body = letter.text or letter.subject
    if left_out:
        body = f"{body}\n\n（未收下的附件 files not taken: {'、'.join(left_out)}）"
    opened = open_matter(
        door.kind,
        at=door.unit,
        title=letter.subject[:_TITLE],
        body=body[:_BODY],
        channel=MAIL,
        contact=ContactDetails(letter.name, "", letter.sender),
        outside_key=_outside_key(letter.id),
        attachments=tuple(kept),
        actor=SYSTEM(door.unit.region_id),
    )
    return opened.repeated


def _kept(files: list[Enclosed], door: MailDoor, known_as: str) -> tuple[list[UUID], list[str]]:
    """The files that may be kept, and the names of the others; a letter keeps the same ones again."""
    kept, left_out = [], []
    for place, file in enumerate(files):
        uuid = uuid5(_REMARKS, f"{known_as}/{place}")
        try:
            if place >= _FILES or not _is_picture(file):
                raise Refusal("file.photos_only", zh="只收照片。", en="only photos are taken.")
            with BytesIO(file.content) as content:
                one = keep_attachment(
                    content, actor=SYSTEM(door.unit.region_id), region=door.unit.region, uuid=uuid
                )
        except Refusal as refusal:
            if is_full(refusal):
                raise
            left_out.append(file.name or str(place + 1))
        else:
            kept.append(one.uuid)
    return kept, left_out


def _is_picture(file: Enclosed) -> bool:
    return file.content[:4] != b"%PDF"


def named(letters: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Letters of a file, called by their place in it."""
    return ((f"#{place}", raw) for place, raw in enumerate(letters, start=1))
