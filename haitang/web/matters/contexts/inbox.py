"""The inbox: which matters, by deadline, and the ways to narrow them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from haitang.desks.meetings.queries import has_meetings
from haitang.kernel.matters.api import (
    Amount,
    Counts,
    InboxFilter,
    InboxRow,
    MattersSection,
    inbox,
)
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.text import Text
from haitang.ui.words import both, day_words, language, say
from haitang.web.matters.contexts.words import (
    KindLink,
    category_choices,
    channel_choices,
    may_open,
)
from haitang.web.matters.forms import SearchForm


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
    gathered: int


@dataclass(frozen=True)
class InboxView:
    """The page."""

    rows: Sequence[MatterLine]
    chips: Sequence[Chip]
    search: SearchForm
    searched: bool
    kept: Sequence[tuple[str, str]]
    may_gather: bool
    may_meet: bool
    ways: "Ways"
    first_url: str
    next_url: str
    clear_url: str


@dataclass(frozen=True)
class Ways:
    """List or board, and what may be opened."""

    view: str
    board_url: str
    may_open: Sequence[KindLink]


def filter_of(query: QueryDict) -> InboxFilter:
    """What the address asks for; a word that means nothing is refused, never ignored."""
    show = query.get("show", "open")
    if show not in ("open", "closed", "all"):
        raise Refusal("matters.show", zh=f"没有“{show}”这个筛选。", en=f'there is no filter "{show}".')
    return InboxFilter(
        show=show,  # type: ignore[arg-type]  # one of the three, as just seen
        kind=query.get("kind", ""),
        states=tuple(state for state in query.getlist("state") if state),
        category=query.get("category", ""),
        channel=query.get("channel", ""),
        overdue=bool(query.get("overdue")),
        mine=bool(query.get("mine")),
        text=query.get("words_sought", ""),
        after=query.get("after", ""),
    )


def inbox_view(actor: Actor, query: QueryDict) -> InboxView:
    """The page that *query* asks for."""
    filters = filter_of(query)
    house = house_of(actor.region_id)
    section = house.section(MattersSection)
    if filters.channel and filters.channel not in section.channels:
        zh, en = f"没有“{filters.channel}”这个来源。", f'there is no channel "{filters.channel}".'
        raise Refusal("matters.unknown_filter", zh=zh, en=en, field="channel")
    page = inbox(actor, filters)
    search = SearchForm(
        query,
        categories=category_choices(section),
        channels=channel_choices(section),
        language=language(),
    )
    return InboxView(
        rows=[row_of(row) for row in page.rows],
        chips=[
            *_chips(filters, page.counts),
            *_kind_chips(filters, section),
            *_state_chips(filters, section),
        ],
        search=search,
        searched=bool(filters.text or filters.category or filters.channel),
        kept=_kept(filters),
        may_gather=filters.show == "open" and actor.may_somewhere("matters.gather"),
        may_meet=has_meetings(house),
        ways=ways("inbox", actor, section),
        first_url=_url(replace(filters, after="")) if filters.after else "",
        next_url=_url(replace(filters, after=page.next)) if page.next else "",
        clear_url=_url(replace(filters, text="", category="", channel="", after="")),
    )


def ways(view: str, actor: Actor, section: MattersSection) -> Ways:
    """List, board, and the kinds that *actor* may open."""
    opened = [
        KindLink(
            Text(zh=f"登记{kind.label.zh}", en=f"New {kind.label.en.lower()}"),
            reverse("matters:open", args=[key]),
        )
        for key, kind in section.matters.items()
        if may_open(actor, kind)
    ]
    return Ways(view, reverse("matters:boards"), opened)


def row_of(row: InboxRow) -> MatterLine:
    """One row in words."""
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
        gathered=row.gathered,
    )


def _chips(filters: InboxFilter, counts: Counts) -> Iterable[Chip]:
    plain = replace(filters, show="open", mine=False, overdue=False, after="")
    closed = replace(plain, show="closed", states=())
    is_open = filters.show == "open"
    yield _chip(both("在办", "Open"), plain, is_open and not (filters.mine or filters.overdue), counts.open)
    yield _chip(both("等我办", "Mine"), replace(plain, mine=True), is_open and filters.mine, counts.mine)
    late = replace(plain, overdue=True)
    yield _chip(both("逾期", "Overdue"), late, is_open and filters.overdue, counts.overdue)
    yield _chip(both("已办结", "Closed"), closed, filters.show == "closed")


def _kind_chips(filters: InboxFilter, section: MattersSection) -> Iterable[Chip]:
    if len(section.matters) > 1:
        for key, kind in section.matters.items():
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


def _kept(filters: InboxFilter) -> list[tuple[str, str]]:
    """What the address says besides the search form's own fields."""
    said = [("show", "" if filters.show == "open" else filters.show), ("kind", filters.kind)]
    said += [("state", state) for state in filters.states]
    said += [("mine", "1" * filters.mine), ("overdue", "1" * filters.overdue)]
    return [(name, value) for name, value in said if value]


def _url(filters: InboxFilter) -> str:
    query = QueryDict(mutable=True)
    for name, value in _kept(filters):
        query.appendlist(name, value)
    for name, value in (
        ("words_sought", filters.text),
        ("category", filters.category),
        ("channel", filters.channel),
        ("after", filters.after),
    ):
        if value:
            query[name] = value
    return f"{reverse('matters:inbox')}?{query.urlencode()}" if query else reverse("matters:inbox")
