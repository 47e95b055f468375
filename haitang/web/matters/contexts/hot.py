"""The page of hot issues: each with its heat, its reasons, its days and those of its matters one may see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from haitang.desks.meetings.queries import has_meetings
from haitang.desks.requests.hot import WINDOWS, HotIssue, hot_issues
from haitang.kernel.matters.api import GATHERS, InboxFilter, visible
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor
from haitang.lib.clock import today
from haitang.lib.redaction import redact
from haitang.lib.text import some, whole_number
from haitang.ui.words import both, day_words, say
from haitang.web.matters.contexts.page import Link, url_of

DEFAULT_DAYS = 30
SHOWN = 8
#: No more are gathered at once than a page of the inbox has.
AT_ONCE = 50
#: The picture of an issue's days: as many strokes at most.
STROKES = 30


@dataclass(frozen=True)
class Stroke:
    """One stroke of the picture: how high, and where."""

    x: float
    y: float
    height: float
    width: float


@dataclass(frozen=True)
class Spark:
    """An issue's days from the window's first to its last, and the same in words."""

    strokes: Sequence[Stroke]
    words: str


@dataclass(frozen=True)
class IssueView:
    """One hot issue."""

    rank: int
    title: str
    place: str
    words: str
    heat: str
    part: int
    why: str
    since: date
    until: date
    spark: Spark
    matters: Sequence[Link]
    more: int
    gather: Sequence[str]
    put: Sequence[str]


@dataclass(frozen=True)
class Window:
    """A choice of days."""

    label: str
    url: str
    on: bool


@dataclass(frozen=True)
class HotView:
    """The page."""

    windows: Sequence[Window]
    issues: Sequence[IssueView]
    found_at: datetime
    read: int
    complete: bool


def hot_view(actor: Actor, asked: Mapping[str, str]) -> HotView:
    """What is hot in the days asked for, as far as *actor* may see any of it."""
    days = _days(asked.get("days", ""))
    found = hot_issues(actor.region_id, days)
    seen = _visible(actor, [number for issue in found.issues for number in issue.numbers])
    shown = [issue for issue in found.issues if any(number in seen for number in issue.numbers)]
    top = max((issue.heat for issue in shown), default=0) or 1
    may_put = actor.may_somewhere("matters.open") and has_meetings(house_of(actor.region_id))
    issues = [
        _issue(
            issue,
            [seen[number] for number in issue.numbers if number in seen],
            actor=actor,
            may_put=may_put,
            rank=rank,
            days=days,
            top=top,
        )
        for rank, issue in enumerate(shown, 1)
    ]
    return HotView(_windows(days), issues, found.found_at, found.read, found.complete)


def _days(asked: str) -> int:
    days = whole_number(asked)
    return days if days in WINDOWS else DEFAULT_DAYS


def _windows(days: int) -> list[Window]:
    url = reverse("matters:hot")
    return [Window(both(f"{one} 天", some(one, "day")), f"{url}?days={one}", one == days) for one in WINDOWS]


def _visible(actor: Actor, numbers: Sequence[str]) -> dict[str, Matter]:
    """Those of *numbers* that *actor* may see, in one query."""
    rows = visible(actor, InboxFilter(show="all")).filter(number__in=numbers).select_related("owner")
    return {matter.number: matter for matter in rows}


def _issue(
    issue: HotIssue, mine: Sequence[Matter], *, actor: Actor, may_put: bool, rank: int, days: int, top: float
) -> IssueView:
    links = [Link(url_of(one.number), one.number, one.title) for one in mine]
    return IssueView(
        rank=rank,
        title=redact(mine[0].title),
        place=issue.place,
        words=both("、", ", ").join(issue.words),
        heat=f"{issue.heat:g}",
        part=round(100 * issue.heat / top),
        why=say(issue.why),
        since=issue.since,
        until=issue.until,
        spark=_spark(issue.days, days),
        matters=links[:SHOWN],
        more=len(issue.numbers) - len(links[:SHOWN]),
        gather=_to_gather(mine, actor),
        put=_to_put(mine) if may_put else [],
    )


def _to_put(mine: Sequence[Matter]) -> list[str]:
    """Those that may come on a meeting's agenda together."""
    return [one.number for one in mine if not one.closed_at and not one.gathered_under_id][:AT_ONCE]


def _to_gather(mine: Sequence[Matter], actor: Actor) -> list[str]:
    """Those of one kind and unit that *actor* may gather; the one told first leads them."""
    free = [
        one for one in mine if not one.closed_at and not one.gathered_under_id and GATHERS.allows(actor, one)
    ]
    alike = Counter((one.kind_id, one.unit_id) for one in free).most_common(1)
    same = [one for one in free if alike and (one.kind_id, one.unit_id) == alike[0][0]]
    return [one.number for one in sorted(same, key=lambda one: one.pk)[:AT_ONCE]] if len(same) > 1 else []


def _spark(said: Sequence[date], days: int) -> Spark:
    """How many were told on each day, or each few days, of the window."""
    first, step = today() - timedelta(days=days - 1), max(1, days // STROKES)
    counts = Counter(min((day - first).days, days - 1) // step for day in said)
    top, slots = max(counts.values(), default=1), -(-days // step)
    strokes = [
        Stroke(x=slot * 120 / slots, y=28 - 26 * count / top, height=26 * count / top, width=96 / slots)
        for slot, count in sorted(counts.items())
    ]
    busiest, most = Counter(said).most_common(1)[0]
    words = both(f"最多一天 {day_words(busiest)} {most} 件", f"most on {day_words(busiest)}: {most}")
    return Spark(strokes, words)
