"""The entries that an opening or a move writes, as drafts for the ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from haitang.kernel.ledger.drafts import Draft
from haitang.kernel.ledger.enums import Channel
from haitang.kernel.matters.handing import Sender
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.returned import Dispatcher
from haitang.kernel.matters.rows import MatterRow
from haitang.kernel.matters.words import Write
from haitang.lib.ids import new_id


@dataclass(frozen=True)
class Deed:
    """What was done, as far as entries can speak of it; ``people`` says who is meant by ``by:``."""

    matter: Matter | MatterRow
    day: date
    owner_id: int
    people: Mapping[str, int | None]
    note: str = ""
    quantity: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)  # reason: answers of any kind
    attachments: tuple[UUID, ...] = ()
    #: Who had sent it to the unit that gave it back, once for each time.
    dispatchers: tuple[Dispatcher, ...] = ()
    #: The unit that gets it back, where the move gives it back to who sent it.
    sender: Sender | None = None
    #: Whether the house makes the move, as nobody asked it to.
    by_house: bool = False


def drafts_of(writes: Iterable[Write], deed: Deed) -> list[Draft]:
    """One draft for each of *writes*; of those that speak of a dispatcher, one for each dispatch."""
    return [_draft(write, deed, back) for write in writes for back in _spoken_of(write, deed)]


def _spoken_of(write: Write, deed: Deed) -> tuple[Dispatcher | None, ...]:
    return deed.dispatchers if write.speaks_of_dispatcher else (None,)


def _draft(write: Write, deed: Deed, back: Dispatcher | None) -> Draft:
    said = {"note": deed.note, "title": deed.matter.title, "body": deed.matter.body, **deed.answers}
    answers = {field: said[source] for field, source in write.answers.items() if said.get(source)}
    # Who took it on reads the entry of their deed; what others wrote may say who asked.
    for_taker = write.by == "taker"
    quantity = write.quantity if isinstance(write.quantity, int) else deed.quantity
    return Draft(
        uuid=new_id(),
        kind=write.entry,
        unit=_unit(write, deed, back),
        day=deed.day,
        person=_person(write, deed, back),
        quantity=quantity if quantity is not None else 1,
        answers=answers,
        note="" if "note" in write.answers.values() or for_taker else deed.note,
        attachments=() if for_taker else deed.attachments,
        matter=deed.matter.uuid,
        channel=Channel.SYSTEM if _is_houses(write, deed, back) else Channel.MATTER,
    )


def _is_houses(write: Write, deed: Deed, back: Dispatcher | None) -> bool:
    """Whether it is the house's own deed, or speaks of what the house had sent: nobody answers for it."""
    if back:
        return back.by_house
    if write.unit == "sender":
        return deed.sender is not None and deed.sender.by_house
    return write.by == "actor" and deed.by_house


def _person(write: Write, deed: Deed, back: Dispatcher | None) -> int | None:
    if _is_houses(write, deed, back):
        return None
    return back.person_id if back and write.by == "dispatcher" else deed.people.get(write.by)


def _unit(write: Write, deed: Deed, back: Dispatcher | None) -> int:
    if write.unit == "dispatcher" and back:
        return back.unit_id
    if write.unit == "sender" and deed.sender:
        return deed.sender.unit_id
    return deed.matter.unit_id if write.unit == "unit" else deed.owner_id


def opening_deed(row: MatterRow) -> Deed:
    """What the opening's entries speak of."""
    return Deed(row, row.opened_on, row.owner_id, {"actor": row.opened_by_id})
