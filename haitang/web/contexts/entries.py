"""What the pages of the ledger show: a list of deeds, one deed whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from haitang.kernel.ledger.api import (
    ERASES_NOTES,
    EntryView,
    attachments_of,
    entry_views,
    may_void,
    voiding_of,
)
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import number_seen
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.ui.answers import in_words
from haitang.ui.words import both, say
from haitang.web.contexts.addresses import matter_url

#: How each quantity is said: ``3 次``, ``45 分钟``.
UNIT_WORDS = {
    "times": Text(zh="次", en="times"),
    "minutes": Text(zh="分钟", en="min"),
    "people": Text(zh="人", en="people"),
    "fen": Text(zh="元", en="yuan"),
}
_ONE = {"times": "time", "people": "person"}
CHANNELS = {
    "phone": Text(zh="手机", en="phone"),
    "web": Text(zh="网页", en="web"),
    "offline": Text(zh="离线补传", en="offline, sent later"),
    "import": Text(zh="导入", en="import"),
    "api": Text(zh="接口", en="API"),
    "matter": Text(zh="办事项时自动记下", en="by handling a matter"),
    "system": Text(zh="系统自动", en="by the house itself"),
}


def quantity_words(quantity: int, unit: str) -> str:
    """A quantity in its unit; money in yuan."""
    number = f"{quantity / 100:,.2f}" if unit == "fen" else f"{quantity:,}"
    if quantity == 1 and unit in _ONE:
        return both(f"1 {UNIT_WORDS[unit].zh}", f"1 {_ONE[unit]}")
    return f"{number} {say(UNIT_WORDS[unit])}"


@dataclass(frozen=True)
class EntryRow:
    """A deed in a list."""

    url: str
    kind: str
    day: date
    who: str
    unit: str
    quantity: str
    said: str
    channel: str


def entry_rows(entries: Iterable[Entry]) -> list[EntryRow]:
    """*entries* (with unit and person at hand) as rows."""
    return [_row(view) for view in entry_views(entries)]


def _row(view: EntryView) -> EntryRow:
    entry = view.entry
    return EntryRow(
        url=reverse("web:entry", args=[entry.uuid]),
        kind=say(view.label),
        day=entry.day,
        who=entry.person.name if entry.person else "",
        unit=entry.unit.name,
        quantity=quantity_words(entry.quantity, view.unit_word),
        # Whom a record names by a key is read on its own page.
        said=" · ".join(say(one.said) for one in view.answers if one.kind not in ("person", "unit")),
        channel=say(CHANNELS[entry.channel]),
    )


@dataclass(frozen=True)
class FileRow:
    """An attached file."""

    url: str
    is_picture: bool
    words: str


@dataclass(frozen=True)
class EntryPage:
    """One deed whole."""

    uuid: UUID
    kind: str
    day: date
    quantity: str
    facts: list[tuple[str, str]]
    note: str
    erased: bool
    files: list[FileRow]
    recorded_by: str
    recorded_at: datetime
    channel: str
    digest: str
    matter: str
    matter_url: str
    void_reason: str
    voided_at: datetime | None
    is_voiding: bool
    may_void: bool
    may_erase: bool


def may_erase(actor: Actor, entry: Entry) -> bool:
    """Whether there are words left that *actor* may erase."""
    note = getattr(entry, "note", None)
    return note is not None and note.erased_at is None and ERASES_NOTES.allows(actor, entry)


def entry_page(entry: Entry, *, actor: Actor) -> EntryPage:
    """*entry* as *actor* may read it."""
    view = entry_views([entry])[0]
    voiding = voiding_of(entry)
    note = getattr(entry, "note", None)
    matter = number_seen(actor, entry.matter) if entry.matter else ""
    return EntryPage(
        uuid=entry.uuid,
        kind=say(view.label),
        day=entry.day,
        quantity=quantity_words(entry.quantity, view.unit_word),
        facts=_facts(view, actor),
        note=note.text if note else "",
        erased=bool(note and note.erased_at),
        files=_files(entry),
        recorded_by=entry.recorded_by.name if entry.recorded_by else "",
        recorded_at=entry.recorded_at,
        channel=say(CHANNELS[entry.channel]),
        digest=bytes(entry.digest).hex(),
        matter=matter,
        matter_url=matter_url(matter) if matter else "",
        void_reason=voiding.reason if voiding else entry.reason,
        voided_at=voiding.recorded_at if voiding else None,
        is_voiding=entry.voids is not None,
        may_void=voiding is None and entry.voids is None and may_void(actor, entry),
        may_erase=may_erase(actor, entry),
    )


def _facts(view: EntryView, actor: Actor) -> list[tuple[str, str]]:
    entry = view.entry
    rows = [
        (both("谁做的", "Who did it"), entry.person.name if entry.person else ""),
        (both("算在哪个单位", "Counts for"), entry.unit.name),
        (both("服务了谁", "Served"), served_words(entry)),
        (both("数量", "How much"), quantity_words(entry.quantity, view.unit_word)),
        *((say(answer.label), in_words(answer, actor)) for answer in view.answers),
    ]
    return [(name, value) for name, value in rows if value]


def served_words(entry: Entry) -> str:
    """Whom the deed served."""
    if entry.served_unit_id:
        return entry.served_unit.name if entry.served_unit else ""
    return entry.served_person.name if entry.served_person else ""


def _files(entry: Entry) -> list[FileRow]:
    return [
        FileRow(
            url=reverse("web:entry_file", args=[entry.uuid, file.uuid]),
            is_picture=file.media_type.startswith("image/"),
            words=f"{file.media_type} · {max(1, file.size_bytes // 1024)} KB",
        )
        for file in attachments_of(entry)
    ]
