"""Hot issues of a region over a sliding window: found by the nightly job or on view, kept for all processes.

Whoever wrote is counted and never kept: an issue holds numbers of matters and redacted words.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from pydantic import BaseModel, ConfigDict

from haitang.kernel.matters.api import MattersSection, opened_since
from haitang.kernel.playbooks.api import houses_of
from haitang.kernel.registry.api import regions
from haitang.lib.clock import now, today
from haitang.lib.text import Text

if TYPE_CHECKING:
    from haitang.lib.bursts import Burst, Message

WINDOWS = (7, 30, 90)
#: What is said in so many days tells which words are rare.
BACKGROUND_DAYS = 90
#: A page looks through so many by itself; the job through so many.
ON_VIEW, BY_JOB = 1_500, 100_000
#: A page finds anew what is older; what the job found serves until the next night.
FRESH, KEPT = timedelta(minutes=10), timedelta(hours=30)
MOST = 20
#: Where the unit is known its committee is no news.
_COMMITTEE = re.compile(r"(?:社区|村)?[居村]?委会")
_READ = ("number", "opened_on", "title", "body", "opened_by", "contact__phone_index", "unit__name", "pk")


class HotIssue(BaseModel):
    """One issue: how hot, why, where, since when, and which matters it is made of, the most typical first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    heat: float
    title: str
    place: str
    words: tuple[str, ...]
    since: date
    until: date
    days: tuple[date, ...]
    why: Text
    numbers: tuple[str, ...]


class HotIssues(BaseModel):
    """What was hot in a region's window; ``complete`` unless only the latest of many were looked through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    found_at: datetime
    read: int
    complete: bool
    issues: tuple[HotIssue, ...]


def hot_issues(region_id: int, days: int) -> HotIssues:
    """What is hot in the last *days*; found on view where nothing recent is kept."""
    kept = _kept(region_id, days)
    if kept and (kept.read > ON_VIEW or now() - kept.found_at < FRESH):
        return kept
    found = find_hot(region_id, days, most=ON_VIEW)
    _keep(region_id, days, found)
    return found


def find_everywhere() -> int:
    """Find what is hot in every region and window, through all that was told; how many issues there are."""
    count = 0
    for region in regions():
        for days in WINDOWS:
            found = find_hot(region.pk, days, most=BY_JOB)
            _keep(region.pk, days, found)
            count += len(found.issues)
    return count


def find_hot(region_id: int, days: int, *, most: int) -> HotIssues:
    """Search the latest *most* matters of the region."""
    from haitang.lib.bursts import find_bursts  # noqa: PLC0415 -- slow import

    rows = _recent(region_id, most + 1)
    messages = [_message(row) for row in rows[:most]]
    units = {str(row[0]): str(row[-2]) for row in rows[:most]}
    since = today() - timedelta(days=days - 1)
    bursts = find_bursts(messages, since=since, until=today(), most=MOST)
    issues = tuple(_issue(burst, units) for burst in bursts)
    return HotIssues(found_at=now(), read=len(messages), complete=len(rows) <= most, issues=issues)


def _recent(region_id: int, most: int) -> list[tuple[object, ...]]:
    since = today() - timedelta(days=BACKGROUND_DAYS)
    told = {
        house.id_of("matters", key)
        for house in houses_of(region_id)
        for key, kind in house.section(MattersSection).matters.items()
        if kind.public
    }
    found = opened_since(since, region=region_id, kinds=told)
    return list(found.values_list(*_READ)[:most])


def _message(row: tuple[object, ...]) -> "Message":
    """What is compared: without the unit's own name, or all that is told of one unit would seem alike."""
    from haitang.lib.bursts import Message  # noqa: PLC0415 -- slow import

    number, opened_on, title, body, opened_by, phone, unit, key = row
    assert isinstance(opened_on, date)
    person = str(phone or (f"person {opened_by}" if opened_by else f"matter {key}"))
    title, body = (_COMMITTEE.sub(" ", str(words).replace(str(unit), " ")).strip() for words in (title, body))
    return Message(str(number), person, opened_on, title, body)


def _place(burst: "Burst", units: Mapping[str, str]) -> str:
    """The unit where most of them are, then what place their words name."""
    name, count = Counter(units[number] for number in burst.keys).most_common(1)[0]
    return f"{name} {burst.place}".strip() if 2 * count > len(burst.keys) else burst.place


def _issue(burst: "Burst", units: Mapping[str, str]) -> HotIssue:
    return HotIssue(
        heat=burst.heat.value,
        title=burst.title,
        place=_place(burst, units),
        words=burst.words,
        since=burst.since,
        until=burst.until,
        days=burst.days,
        why=burst.heat.why,
        numbers=burst.keys,
    )


def _key(region_id: int, days: int) -> str:
    return f"hot issues:{region_id}:{days}".replace(" ", "-")


def _kept(region_id: int, days: int) -> HotIssues | None:
    said = cache.get(_key(region_id, days))
    return HotIssues.model_validate_json(said) if said else None


def _keep(region_id: int, days: int, found: HotIssues) -> None:
    cache.set(_key(region_id, days), found.model_dump_json(), KEPT.total_seconds())
