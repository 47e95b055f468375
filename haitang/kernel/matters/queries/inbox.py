"""The inbox: what an actor may see, by deadline, fifty at a time, with a constant number of queries."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce
from operator import itemgetter, or_
from typing import Literal, NamedTuple

from django.db.models import Count, Q, QuerySet

from haitang.kernel.matters.models import Call, Matter
from haitang.kernel.matters.queries.filters import Vocabulary
from haitang.kernel.matters.queries.together import UnitByUnit, Way, count_of, first_of, goes_unit_by_unit
from haitang.kernel.matters.queries.wording import Wording, wording
from haitang.kernel.matters.rules import ASSIGNED, SEES_MATTERS
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.planned import plans_kept
from haitang.kernel.registry.rules import Ability
from haitang.kernel.registry.spans import under
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.lib.grams import excerpt, places, terms
from haitang.lib.text import Text

PAGE = 50
#: Counts stop here: "1000+" says as much as the number would.
ENOUGH = 1000

Show = Literal["open", "closed", "all"]


class Shown(NamedTuple):
    """What a list reads of a matter: fifty whole ones with all they join were most of a page's time."""

    pk: int
    number: str
    title: str
    category: int | None
    channel: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    sort_at: datetime
    rating: int | None
    kind: str
    state: str
    unit: str
    path: str
    owner: str
    assignee: str | None
    warn_at: datetime | None
    paused_at: datetime | None
    raised: int


#: The columns of the above, in their order.
_COLUMNS = (
    *("pk", "number", "title", "category", "channel", "opened_at", "due_at", "closed_at", "sort_at"),
    *("rating", "kind__key", "state__key", "unit__name", "unit__path", "owner__name", "assignee__name"),
    *("warn_at", "paused_at", "raised"),
)


@dataclass(frozen=True)
class InboxFilter:
    """What to show; empty says no more than who may see it. ``after`` is the ``next`` of the page before.

    ``unit`` is where it happened or who has it, there or below; ``since`` and ``until`` are the first and the
    last day on which it was opened.
    """

    show: Show = "open"
    kind: str = ""
    states: tuple[str, ...] = ()
    category: str = ""
    channel: str = ""
    overdue: bool = False
    soon: bool = False
    mine: bool = False
    text: str = ""
    unit: Unit | None = None
    since: date | None = None
    until: date | None = None
    after: str = ""


@dataclass(frozen=True)
class InboxRow:
    """One matter in a list."""

    id: int
    number: str
    title: str
    kind: Text
    state: Text
    state_key: str
    category: tuple[Text, ...]
    channel: Text
    unit: str
    owner: str
    assignee: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    overdue: bool
    soon: bool
    paused: bool
    raised: int
    rating: int | None
    gathered: int
    #: The words around what was sought, where the title does not say it.
    said: str = ""
    #: Where it happened and of which kind it is, for those who look up what the flow says of it.
    path: str = ""
    kind_key: str = ""


@dataclass(frozen=True)
class Amount:
    """How many there are, as far as anyone cares."""

    counted: int

    @property
    def is_more(self) -> bool:
        return self.counted > ENOUGH

    def __str__(self) -> str:
        return f"{ENOUGH}+" if self.is_more else str(self.counted)


@dataclass(frozen=True)
class Counts:
    """The numbers on the chips: within the same reach, kind, unit and days."""

    open: Amount
    overdue: Amount
    mine: Amount


@dataclass(frozen=True)
class InboxPage:
    """Rows, where the next page begins (empty at the end), and the chips' numbers."""

    rows: list[InboxRow]
    next: str
    counts: Counts


def inbox(actor: Actor, filters: InboxFilter = InboxFilter(), *, limit: int = PAGE) -> InboxPage:
    """One page of what *actor* may see, of at most *limit* rows (no more than anyone counts)."""
    labels = wording(actor.region_id)
    words = Vocabulary(actor.region_id, labels.revision)
    plain = InboxFilter(kind=filters.kind, unit=filters.unit, since=filters.since, until=filters.until)
    # In order what is overdue comes first, and the plain page too: one question for three answers, where a
    # thousand in order are not dearer than fifty.
    alone = sees_all(actor) or goes_unit_by_unit(actor)
    counted = None if alone else first_keys(actor, plain, most=ENOUGH + 1, words=words)
    found = counted if filters == plain else None
    if found is None:
        found = first_keys(actor, filters, most=limit + 1, words=words)
    rows = with_keys([pk for _, pk in found[:limit]])
    shown = rows_of(rows, labels)
    return InboxPage(
        rows=_with_what_they_say(shown, terms(filters.text)) if filters.text else shown,
        next=_cursor(rows[-1]) if len(found) > limit else "",
        counts=_counts(actor, plain, counted, words),
    )


def visible(actor: Actor, filters: InboxFilter) -> QuerySet[Matter]:
    """The matters that *actor* may see and *filters* leave, to be counted and exported; unordered."""
    found = _ways(actor, filters, Vocabulary(actor.region_id))
    if len(found) == 1:
        return found[0]
    keys = [way.values("pk") for way in found]
    return Matter.objects.filter(pk__in=keys[0].union(*keys[1:]))


def first_keys(
    actor: Actor, filters: InboxFilter, *, most: int, words: Vocabulary
) -> list[tuple[datetime, int]]:
    """The first matters in order, as deadline and key; rows with all they join are fetched for few."""
    order = {"open": ("sort_at", "pk"), "closed": ("-sort_at", "-pk"), "all": ("-pk",)}[filters.show]
    found = first_of(_ways_to_few(actor, filters, words), order, most=most)
    by = itemgetter(1) if filters.show == "all" else None
    return sorted(found, key=by, reverse=filters.show != "open")[:most]


@plans_kept()
def with_keys(keys: list[int]) -> list[Shown]:
    """The matters with these keys, in this order, as lists show them."""
    rows = Matter.objects.filter(pk__in=keys).values_list(*_COLUMNS)
    found = {row[0]: Shown(*row) for row in rows}
    return [found[key] for key in keys]


def _ways(actor: Actor, filters: InboxFilter, words: Vocabulary) -> list[QuerySet[Matter]]:
    """What *filters* leave, for each way of seeing a matter by itself.

    So each uses its own index. As one OR over two joins, both databases read every matter of the region.
    """
    wanted = conditions(actor, filters, words)
    if filters.mine:
        return [*_own_ways(actor, filters, words), *_called(actor, filters, words)]
    if sees_all(actor):
        return [Matter.objects.filter(wanted, region=actor.region_id)]
    # Each rule keeps to the actor's own region; said again, it would lure SQLite to the region's index.
    return [Matter.objects.filter(wanted, rule.visible(actor)) for rule in SEES_MATTERS.rules]


def _ways_to_few(actor: Actor, filters: InboxFilter, words: Vocabulary) -> list[Way]:
    """The same, to be asked for the first in order, or counted."""
    by_unit = goes_unit_by_unit(actor) and not (filters.mine or sees_all(actor))
    if filters.show != "open" or not by_unit:
        return [*_ways(actor, filters, words)]
    wanted = conditions(actor, filters, words)
    return [
        UnitByUnit(actor, rule, wanted)
        if isinstance(rule, Ability)
        else Matter.objects.filter(wanted, rule.visible(actor))
        for rule in SEES_MATTERS.rules
    ]


def _own_ways(actor: Actor, filters: InboxFilter, words: Vocabulary) -> list[QuerySet[Matter]]:
    if sees_all(actor) or _sees_own(actor):
        others = conditions(actor, replace(filters, mine=False), words) & _not_with_residents(words)
        return [Matter.objects.filter(others, one) for one in _each_mine(actor)]
    wanted = conditions(actor, filters, words)
    return [Matter.objects.filter(wanted, rule.visible(actor)) for rule in SEES_MATTERS.rules]


def _called(actor: Actor, filters: InboxFilter, words: Vocabulary) -> list[QuerySet[Matter]]:
    """What the actor is called to: to decide what another asked, or since time is up below."""
    if not actor.stands:
        return []
    wanted = conditions(actor, replace(filters, mine=False), words)
    here = Q(pk__in=[])
    for unit in sorted({one.unit_id for one in actor.stands}):
        roles = {one.role for one in actor.stands if one.unit_id == unit}
        here |= Q(unit=unit, role__in=["", *sorted(roles)])
    calls = Call.objects.filter(here, until=None).exclude(asked_by=actor.person_id)
    return [Matter.objects.filter(wanted, pk__in=calls.values("matter"), region=actor.region_id)]


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees the whole region: the house itself, or a post at the root."""
    return actor.may_everywhere("matters.see")


def _sees_own(actor: Actor) -> bool:
    """Whether what is the actor's own to do lies within reach anyhow: no way need be asked by itself."""
    return all(actor.may_at("matters.see", post.unit_path) for post in actor.posts)


def conditions(actor: Actor, filters: InboxFilter, words: Vocabulary) -> Q:
    """What *filters* ask, as one condition; a word that nothing is called by is refused."""
    wanted = _standing(filters.show)
    wanted &= words.meaning(kind=filters.kind, states=filters.states, category=filters.category)
    if filters.channel:
        wanted &= words.by_channel(filters.channel)
    if filters.mine:
        wanted &= _mine(actor) & _not_with_residents(words)
    if filters.unit:
        there = Unit.objects.filter(under(filters.unit.path), region=actor.region_id)
        wanted &= Q(unit__in=there) | Q(owner__in=there)
    if filters.text:
        wanted &= words.saying(filters.text)
    return wanted & _timed(filters) & (_beyond(filters) if filters.after else Q())


def _timed(filters: InboxFilter) -> Q:
    """What is due, and when it was opened."""
    wanted = Q()
    if filters.overdue:
        wanted &= Q(closed_at=None, sort_at__lt=clock.now())
    if filters.soon:
        wanted &= Q(closed_at=None, warn_at__lte=clock.now(), sort_at__gte=clock.now())
    if filters.since:
        wanted &= Q(opened_on__gte=filters.since)
    if filters.until:
        wanted &= Q(opened_on__lte=filters.until)
    return wanted


def _standing(show: Show) -> Q:
    if show == "open":
        return Q(closed_at=None, gathered_under=None)
    return Q(closed_at__isnull=False) if show == "closed" else Q()


def _each_mine(actor: Actor) -> list[Q]:
    """What stands at a unit where the actor is something; what is assigned to the actor."""
    here = Q(owner__in=sorted({one.unit_id for one in actor.stands}))
    return [here, ASSIGNED.visible(actor)] if actor.person_id else [here]


def _mine(actor: Actor) -> Q:
    """One or the other; as one condition no index leads to it."""
    return reduce(or_, _each_mine(actor))


def _not_with_residents(words: Vocabulary) -> Q:
    return ~Q(state__in=words.with_residents)


def _beyond(filters: InboxFilter) -> Q:
    try:
        instant, _, last = filters.after.partition("~")
        row, moment = int(last), datetime.fromisoformat(instant)
    except ValueError:
        raise Refusal(
            "matters.bad_page",
            zh="页码无效，请从第一页看起。",
            en="unknown page; begin at the first.",
            field="after",
        ) from None
    if filters.show == "all":
        return Q(pk__lt=row)
    if filters.show == "open":
        return Q(sort_at__gte=moment) & (Q(sort_at__gt=moment) | Q(pk__gt=row))
    return Q(sort_at__lte=moment) & (Q(sort_at__lt=moment) | Q(pk__lt=row))


def _cursor(last: Shown) -> str:
    return f"{last.sort_at.isoformat()}~{last.pk}"


def rows_of(matters: list[Shown], words: Wording) -> list[InboxRow]:
    """*matters* as lists show them."""
    ids = [matter.pk for matter in matters]
    counted = (
        Matter.objects.filter(gathered_under__in=ids).values_list("gathered_under").annotate(Count("pk"))
    )
    gathered, now = dict(counted), clock.now()
    return [_row(matter, words, gathered.get(matter.pk, 0), now) for matter in matters]


def _with_what_they_say(rows: list[InboxRow], words: list[str]) -> list[InboxRow]:
    unsaid = {row.id: [word for word in words if not places(row.title, [word])] for row in rows}
    wanted = [key for key, left in unsaid.items() if left]
    bodies = dict(Matter.objects.filter(pk__in=wanted).values_list("pk", "body"))
    return [replace(row, said=excerpt(bodies.get(row.id, ""), unsaid[row.id])) for row in rows]


def _row(matter: Shown, words: Wording, gathered: int, now: datetime) -> InboxRow:
    path = matter.path
    overdue = matter.closed_at is None and matter.due_at is not None and matter.due_at < now
    warned = matter.closed_at is None and matter.warn_at is not None and matter.warn_at <= now
    return InboxRow(
        id=matter.pk,
        number=matter.number,
        title=matter.title,
        kind=words.kind(path, matter.kind),
        state=words.state(path, matter.kind, matter.state),
        state_key=matter.state,
        category=words.category(path, matter.category),
        channel=words.channel(path, matter.channel),
        unit=matter.unit,
        owner=matter.owner,
        assignee=matter.assignee or "",
        opened_at=matter.opened_at,
        due_at=matter.due_at,
        closed_at=matter.closed_at,
        overdue=overdue,
        soon=warned and not overdue,
        paused=matter.paused_at is not None,
        raised=matter.raised,
        rating=matter.rating,
        gathered=gathered,
        path=path,
        kind_key=matter.kind,
    )


def _counts(
    actor: Actor, plain: InboxFilter, counted: list[tuple[datetime, int]] | None, words: Vocabulary
) -> Counts:
    """By what was *counted* already; a whole region is counted along its index of deadlines."""
    mine = _amount(actor, replace(plain, mine=True), words)
    if counted is None:
        late = _amount(actor, replace(plain, overdue=True), words)
        return Counts(_amount(actor, plain, words), late, mine)
    return Counts(Amount(len(counted)), Amount(bisect_left(counted, (clock.now(),))), mine)


def _amount(actor: Actor, filters: InboxFilter, words: Vocabulary) -> Amount:
    """How many there are, counting no further than anyone cares."""
    return Amount(count_of(_ways_to_few(actor, filters, words), most=ENOUGH + 1))
