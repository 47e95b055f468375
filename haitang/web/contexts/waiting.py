"""What waits for me: matters at my units, or assigned to me, by deadline."""

from dataclasses import dataclass
from datetime import datetime

from haitang.kernel.matters.api import InboxFilter, InboxRow, inbox
from haitang.kernel.registry.api import Actor
from haitang.ui.marks import marks_of
from haitang.ui.words import say
from haitang.web.contexts.addresses import address, matter_url
from haitang.web.contexts.reasons import UNSAID, WaitsFor, reasons

#: As many as one can see to at once.
SHOWN = 5


@dataclass(frozen=True)
class WaitingRow:
    """One matter that waits."""

    url: str
    title: str
    about: str
    why: str
    due_at: datetime | None
    marks: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Waiting:
    """The nearest few that wait for a person, then for others at their unit; how many, and where the rest is.

    ``total`` counts the person's own as far as one page goes, and beyond it all of the unit's.
    """

    rows: list[WaitingRow]
    total: str
    more_url: str
    others: list[WaitingRow]


def waiting_for(actor: Actor) -> Waiting:
    """The matters that wait for *actor*."""
    if not actor.stands:
        return Waiting([], "", "", [])
    page = inbox(actor, InboxFilter(mine=True))
    why = reasons(actor, page.rows)
    own = [row for row in page.rows if why.get(row.id, UNSAID).own]
    others = [row for row in page.rows if not why.get(row.id, UNSAID).own]
    count = str(page.counts.mine) if page.next else str(len(own))
    return Waiting(
        [_row(row, why) for row in own[:SHOWN]],
        count if own else "",
        address("matters:inbox") + "?mine=1" if page.rows or actor.paths("matters.see") else "",
        [_row(row, why) for row in others[: max(SHOWN - len(own), 0)]],
    )


def _row(row: InboxRow, why: dict[int, WaitsFor]) -> WaitingRow:
    return WaitingRow(
        matter_url(row.number),
        row.title,
        " · ".join(part for part in (say(row.kind), say(row.state), row.unit) if part),
        why.get(row.id, UNSAID).words,
        row.due_at,
        marks_of(row),
    )
