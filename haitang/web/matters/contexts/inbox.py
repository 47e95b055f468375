"""The inbox: which matters, by deadline, and the ways to narrow them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from haitang.desks.meetings.queries import has_meetings, opened_by_meetings
from haitang.kernel.matters.api import (
    WATCHES,
    Amount,
    Counts,
    InboxFilter,
    InboxRow,
    MatterKind,
    MattersSection,
    inbox,
)
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.grams import terms
from haitang.lib.text import Text
from haitang.ui.marks import marks_of
from haitang.ui.words import both, day_words, say
from haitang.web.contexts.reasons import UNSAID, reasons
from haitang.web.matters.contexts.duplicates import AlikeRows, alike_rows
from haitang.web.matters.contexts.narrowing import Narrowing, address, filter_of, narrowing
from haitang.web.matters.contexts.words import (
    KindLink,
    first_kind,
    kinds_in_order,
    may_open,
    new_words,
)


@dataclass(frozen=True)
class Chip:
    """One way to narrow the list."""

    label: str
    url: str
    on: bool
    count: Amount | None = None


@dataclass(frozen=True)
class MatterLine:
    """One matter in the list."""

    url: str
    number: str
    title: str
    meta: Sequence[str]
    state: str
    tone: str
    standing: str
    due_at: datetime | None
    marks: Sequence[tuple[str, str]]
    gathered: int
    said: str
    #: In what waits for me: what is expected, or why it was brought to me.
    why: str = ""
    #: Where it is the first of this page that say the same: all of them, to be gathered with one press.
    together: AlikeRows | None = None


@dataclass(frozen=True)
class InboxView:
    """The page."""

    rows: Sequence[MatterLine]
    sought: Sequence[str]
    chips: Sequence[Chip]
    narrowing: Narrowing
    may_gather: bool
    may_meet: bool
    ways: "Ways"
    first_url: str
    next_url: str


@dataclass(frozen=True)
class Ways:
    """List or board, narrowed alike, and what may be opened."""

    view: str
    inbox_url: str
    board_url: str
    may_open: Sequence[KindLink]
    may_watch: bool = False


def inbox_view(actor: Actor, query: QueryDict) -> InboxView:
    """The page that *query* asks for."""
    house = house_of(actor.region_id)
    section = house.section(MattersSection)
    filters = filter_of(actor, query, section)
    page = inbox(actor, filters)
    may_gather = filters.show == "open" and actor.may_somewhere("matters.gather")
    alike = alike_rows(page.rows) if may_gather else {}
    why = reasons(actor, page.rows) if filters.mine else {}
    return InboxView(
        rows=[
            row_of(row, why.get(row.id, UNSAID).words, alike.get(row.number))
            # What others at the unit must do stands after one's own, page by page.
            for row in sorted(page.rows, key=lambda row: not why.get(row.id, UNSAID).own)
        ],
        sought=terms(filters.text),
        chips=[
            *_chips(filters, page.counts),
            *_kind_chips(filters, kinds_in_order(house)),
            *_state_chips(filters, section),
        ],
        narrowing=narrowing(actor, query, filters, section, reverse("matters:inbox")),
        may_gather=may_gather,
        may_meet=has_meetings(house),
        ways=ways("inbox", actor, house, filters),
        first_url=_url(replace(filters, after="")) if filters.after else "",
        next_url=_url(replace(filters, after=page.next)) if page.next else "",
    )


def ways(view: str, actor: Actor, house: House, filters: InboxFilter) -> Ways:
    """List, board, and the kinds that *actor* may open."""
    carried = replace(filters, show="open", states=(), after="")
    kind = filters.kind or first_kind(house)
    board = reverse("matters:board", args=[kind]) if kind else reverse("matters:boards")
    opened = [
        KindLink(
            new_words(kind.label),
            reverse("matters:open", args=[key]),
        )
        for key, kind in kinds_in_order(house).items()
        if may_open(actor, kind) and key not in opened_by_meetings(house)
    ]
    return Ways(
        view, _url(carried), address(board, replace(carried, kind="")), opened, actor.may_somewhere(WATCHES)
    )


def row_of(row: InboxRow, why: str = "", together: AlikeRows | None = None) -> MatterLine:
    """One row in words; *why* it waits for who looks, and what goes *together* with it."""
    day = day_words(clock.day_of(row.opened_at))
    opened = both(f"{day}提出", f"told {day}")
    who = row.owner if row.owner != row.unit else ""
    category = " / ".join(say(label) for label in row.category)
    meta = [
        row.unit,
        category,
        say(row.channel),
        who and both(f"承办 {who}", f"with {who}"),
        row.assignee,
        opened,
    ]
    return MatterLine(
        url=reverse("matters:matter", args=[row.number]),
        number=row.number,
        title=row.title,
        meta=[word for word in meta if word],
        state=say(row.state),
        tone="green" if row.closed_at else "blue",
        standing="late" if row.overdue else "",
        due_at=None if row.closed_at else row.due_at,
        marks=marks_of(row),
        gathered=row.gathered,
        said=row.said,
        why=why,
        together=together,
    )


def _chips(filters: InboxFilter, counts: Counts) -> Iterable[Chip]:
    plain = replace(filters, show="open", mine=False, overdue=False, soon=False, after="")
    closed = replace(plain, show="closed", states=())
    is_open, narrowed = filters.show == "open", filters.mine or filters.overdue or filters.soon
    yield _chip(both("在办", "Open"), plain, is_open and not narrowed, counts.open)
    yield _chip(
        both("本单位待办", "For my unit"), replace(plain, mine=True), is_open and filters.mine, counts.mine
    )
    soon = replace(plain, soon=True)
    yield _chip(both("即将到期", "Due soon"), soon, is_open and filters.soon)
    late = replace(plain, overdue=True)
    yield _chip(both("逾期", "Overdue"), late, is_open and filters.overdue, counts.overdue)
    yield _chip(both("已办结", "Closed"), closed, filters.show == "closed")


def _kind_chips(filters: InboxFilter, kinds: Mapping[str, MatterKind]) -> Iterable[Chip]:
    if len(kinds) > 1:
        for key, kind in kinds.items():
            on = filters.kind == key
            yield _chip(say(kind.label), replace(filters, kind="" if on else key, states=(), after=""), on)


def _state_chips(filters: InboxFilter, section: MattersSection) -> Iterable[Chip]:
    """The states asked for; pressing one takes it away."""
    kinds = [section.matters[filters.kind]] if filters.kind in section.matters else section.matters.values()
    labels = {key: state.label for kind in kinds for key, state in kind.flow.states.items()}
    for state in filters.states:
        left = tuple(one for one in filters.states if one != state)
        yield _chip(
            say(labels.get(state, Text.both(state))), replace(filters, states=left, after=""), on=True
        )


def _chip(label: str, filters: InboxFilter, on: bool, count: Amount | None = None) -> Chip:
    return Chip(label, _url(filters), on, count)


def _url(filters: InboxFilter) -> str:
    return address(reverse("matters:inbox"), filters)
