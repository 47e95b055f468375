"""What waits for me: matters at my units, or assigned to me, by deadline."""

from dataclasses import dataclass
from datetime import datetime

from haitang.kernel.matters.api import InboxFilter, inbox
from haitang.kernel.registry.api import Actor
from haitang.ui.marks import marks_of
from haitang.ui.words import say
from haitang.web.contexts.addresses import address, matter_url
from haitang.web.contexts.reasons import reasons

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
    """The nearest few, how many there are, and where the rest is."""

    rows: list[WaitingRow]
    total: str
    more_url: str


def waiting_for(actor: Actor) -> Waiting:
    """The matters that wait for *actor*."""
    if not actor.stands:
        return Waiting([], "", "")
    page = inbox(actor, InboxFilter(mine=True))
    shown = page.rows[:SHOWN]
    why = reasons(actor, shown)
    rows = [
        WaitingRow(
            matter_url(row.number),
            row.title,
            " · ".join(part for part in (say(row.kind), say(row.state), row.unit) if part),
            why.get(row.id, ""),
            row.due_at,
            marks_of(row),
        )
        for row in shown
    ]
    total = str(page.counts.mine) if page.counts.mine.counted else ""
    return Waiting(rows, total, address("matters:inbox") + "?mine=1")
