"""What the pages of notices show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from haitang.desks.notice.enums import WayKey
from haitang.desks.notice.models import CodeLetter, Device, Letter, Notice
from haitang.desks.notice.occasions import WAY_LABELS, occasions
from haitang.desks.notice.preferences import OF_GROUPS
from haitang.desks.notice.queries import (
    COUNTED,
    dead_codes,
    dead_letters,
    devices_of,
    notices_of_person,
    unread,
)
from haitang.desks.notice.ways import ways
from haitang.kernel.matters.api import matters_for
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Person
from haitang.lib.text import Text
from haitang.lib.webpush import public_key
from haitang.ui.addresses import page_of
from haitang.ui.bells import Bell
from haitang.ui.telling import subjects
from haitang.ui.undelivered import UndeliveredRow
from haitang.ui.words import say

SIZE = 50
#: Where each is sent again and given up.
_DOORS = {Letter: ("notice:again", "notice:drop"), CodeLetter: ("notice:code_again", "notice:drop_code")}


@dataclass(frozen=True)
class NoticeRow:
    """One notice; the title only where its reader may still see the matter."""

    pk: int
    says: str
    number: str
    title: str
    at: datetime
    is_new: bool
    url: str


@dataclass(frozen=True)
class NoticesPage:
    """The latest notices, and how to go on."""

    rows: list[NoticeRow]
    unread: int
    through: int
    more_url: str


@dataclass(frozen=True)
class DeadPage:
    """What could not be sent: to whom by office, never by address."""

    letters: list[UndeliveredRow]
    codes: list[UndeliveredRow]


@dataclass(frozen=True)
class PushBox:
    """What a browser needs to be told, and those that already take messages."""

    key: str
    devices: list[Device]


def bell(actor: Actor) -> Bell | None:
    """How much is unread; one small query."""
    if actor.person_id is None:
        return None
    count = unread(actor.person_id)
    shown = f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")
    return Bell(reverse("notice:list"), count, shown)


def notices_page(actor: Actor, before: int | None) -> NoticesPage:
    """A page of notices; the same few queries however many."""
    assert actor.person_id is not None  # signed in, and so a person
    found = notices_of_person(actor.person_id, before=before, size=SIZE + 1)
    shown = found[:SIZE]
    titles = _titles(actor, shown)
    rows = [_row(one, titles.get(one.pk, "")) for one in shown]
    more = f"{reverse('notice:list')}?before={shown[-1].pk}" if len(found) > SIZE else ""
    return NoticesPage(rows, unread(actor.person_id), rows[0].pk if rows else 0, more)


def _titles(actor: Actor, rows: Sequence[Notice]) -> dict[int, str]:
    """What each is about, where its reader may still see that."""
    numbers = [row.matter.number for row in rows if row.matter]
    of_matters = {one.number: one.title for one in matters_for(actor, numbers)}
    found = {row.pk: of_matters.get(row.matter.number, "") for row in rows if row.matter}
    for kind in subjects().values():
        own = {row.pk: row.subject for row in rows if row.subject and row.occasion == kind.key}
        seen = kind.seen(actor, set(own.values())) if own else {}
        found |= {pk: seen[uuid].title for pk, uuid in own.items() if uuid in seen}
    return found


def leads_to(notice: Notice, actor: Actor) -> str:
    """Where a notice leads its reader; empty where there is nothing for them any more."""
    if notice.matter is None:
        kind = subjects().get(notice.occasion)
        seen = kind.seen(actor, [notice.subject]) if kind and notice.subject else {}
        return next((line.url for line in seen.values()), "")
    page = "offer" if notice.occasion in {"thanked", "taken"} else "matter"
    return page_of(page, notice.matter.number) or page_of("matter", notice.matter.number)


def _row(notice: Notice, title: str) -> NoticeRow:
    told = occasions().get(notice.occasion)
    about = notice.matter.number if notice.matter else say(told.label) if told else ""
    return NoticeRow(
        notice.pk,
        say(told.said(notice.word)) if told else notice.occasion,
        about,
        title,
        notice.at,
        notice.read_at is None,
        reverse("notice:open", args=[notice.pk]),
    )


def dead_page(actor: Actor) -> DeadPage:
    """What could not be sent where *actor* manages it, one row for each message."""
    letters = _first_of_each(dead_letters(actor)[:500])
    return DeadPage(
        [_undelivered(one, _whom(one)) for one in letters],
        [_undelivered(one, _resident()) for one in dead_codes(actor)[:500]],
    )


def _first_of_each(letters: Iterable[Letter]) -> list[Letter]:
    return list({letter.parcel: letter for letter in letters}.values())


def _whom(letter: Letter) -> str:
    if letter.person:
        return letter.person.name
    if letter.unit:
        return say(Text(zh=f"{letter.unit.name}的群", en=f"the group of {letter.unit.name}"))
    return _resident() if letter.matter else say(Text(zh="外来的客人", en="a guest from outside"))


def _resident() -> str:
    return say(Text(zh="提出的居民", en="the resident who asked"))


def _undelivered(letter: Letter | CodeLetter, whom: str) -> UndeliveredRow:
    again, drop = _DOORS[type(letter)]
    number = letter.matter.number if letter.matter else ""
    return UndeliveredRow(
        " · ".join(part for part in (say(WAY_LABELS[WayKey(letter.way)]), number) if part),
        whom,
        letter.trouble,
        letter.tries,
        letter.made_at,
        number,
        reverse(again, args=[letter.pk]),
        reverse(drop, args=[letter.pk]),
    )


def push_box(person: Person) -> PushBox:
    """What the page offers a browser."""
    return PushBox(public_key(settings.NOTICE["push_key"]), devices_of(person.pk))


def offered_ways() -> list[str]:
    """The ways one may choose among: in the house, and those that are set up."""
    here = [key for key in WayKey.values if key in ways() and key not in OF_GROUPS]
    return [str(WayKey.APP), *here]
