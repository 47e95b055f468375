"""The board: a column for each open state of a kind, the nearest deadlines first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from haitang.kernel.matters.api import Amount, Column, InboxFilter, InboxRow, MattersSection, board
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib.declare import House
from haitang.lib.text import Text
from haitang.web.matters.contexts.inbox import Ways, ways
from haitang.web.matters.contexts.narrowing import Narrowing, address, filter_of, narrowing
from haitang.web.matters.contexts.words import KindLink, kinds_in_order


@dataclass(frozen=True)
class MatterCard:
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
    cards: Sequence[MatterCard]
    more: str
    more_url: str


@dataclass(frozen=True)
class BoardView:
    """The page."""

    kind_label: Text
    kinds: Sequence[KindLink]
    columns: Sequence[BoardColumn]
    narrowing: Narrowing
    ways: Ways


def board_view(actor: Actor, kind: str, query: QueryDict) -> BoardView | None:
    """The board of *kind* narrowed as *query* asks; None for one that is not declared."""
    house = house_of(actor.region_id)
    section = house.section(MattersSection)
    if kind not in section.matters:
        return None
    # A board shows the open states of one kind, each in its column: whatever else, that is not to be chosen.
    filters = replace(filter_of(actor, query, section), show="open", kind="", states=(), after="")
    here = reverse("matters:board", args=[kind])
    return BoardView(
        kind_label=section.matters[kind].label,
        kinds=_kinds(house, kind, filters),
        columns=[_column(column, replace(filters, kind=kind)) for column in board(actor, kind, filters)],
        narrowing=narrowing(actor, query, filters, section, here),
        ways=ways("board", actor, house, replace(filters, kind=kind)),
    )


def _kinds(house: House, kind: str, filters: InboxFilter) -> list[KindLink]:
    return [
        KindLink(spec.label, address(reverse("matters:board", args=[key]), filters), key == kind)
        for key, spec in kinds_in_order(house).items()
    ]


def _column(column: Column, filters: InboxFilter) -> BoardColumn:
    left = column.count.counted - len(column.rows)
    here = replace(filters, states=(column.state,))
    return BoardColumn(
        key=column.state,
        label=column.label,
        count=column.count,
        cards=[_card(row) for row in column.rows],
        more=f"{left}+" if column.count.is_more else str(left),
        more_url=address(reverse("matters:inbox"), here) if left > 0 else "",
    )


def _card(row: InboxRow) -> MatterCard:
    who = row.owner if row.owner != row.unit else ""
    return MatterCard(
        url=reverse("matters:matter", args=[row.number]),
        title=row.title,
        meta=[word for word in (row.number, row.unit, who, row.assignee) if word],
        due_at=row.due_at,
    )
