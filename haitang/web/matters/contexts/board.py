"""The board: a column for each open state of a kind, the nearest deadlines first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from haitang.kernel.matters.api import Amount, Column, InboxRow, MattersSection, board
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.web.matters.contexts.inbox import Ways, ways
from haitang.web.matters.contexts.words import KindLink, matters_section


@dataclass(frozen=True)
class Card:
    """One matter on the board."""

    url: str
    title: str
    meta: Sequence[str]
    due_at: datetime | None


@dataclass(frozen=True)
class BoardColumn:
    """One state with its cards; ``more_url`` where there are more than fit."""

    key: str
    label: Text
    count: Amount
    cards: Sequence[Card]
    more_url: str


@dataclass(frozen=True)
class BoardView:
    """The page."""

    kind_label: Text
    kinds: Sequence[KindLink]
    columns: Sequence[BoardColumn]
    ways: Ways


def first_kind(actor: Actor) -> str:
    """The kind whose board is shown when none is asked for; empty where none is declared."""
    return next(iter(matters_section(actor).matters), "")


def board_view(actor: Actor, kind: str) -> BoardView | None:
    """The board of *kind*; None for one that is not declared."""
    section = matters_section(actor)
    if kind not in section.matters:
        return None
    return BoardView(
        kind_label=section.matters[kind].label,
        kinds=_kinds(section, kind),
        columns=[_column(column, kind) for column in board(actor, kind)],
        ways=ways("board", actor, section),
    )


def _kinds(section: MattersSection, kind: str) -> list[KindLink]:
    return [
        KindLink(spec.label, reverse("matters:board", args=[key]), key == kind)
        for key, spec in section.matters.items()
    ]


def _column(column: Column, kind: str) -> BoardColumn:
    more = column.count.counted > len(column.rows)
    query = urlencode({"kind": kind, "state": column.state})
    return BoardColumn(
        key=column.state,
        label=column.label,
        count=column.count,
        cards=[_card(row) for row in column.rows],
        more_url=f"{reverse('matters:inbox')}?{query}" if more else "",
    )


def _card(row: InboxRow) -> Card:
    who = row.owner if row.owner != row.unit else ""
    return Card(
        url=reverse("matters:matter", args=[row.number]),
        title=row.title,
        meta=[word for word in (row.number, row.unit, who, row.assignee) if word],
        due_at=row.due_at,
    )
