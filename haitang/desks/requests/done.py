"""The pages of what was done: rows, chips, figures with their rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from haitang.desks.requests import openly
from haitang.desks.requests.models import Publication
from haitang.desks.requests.openly import DoneGroup, Sought
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.measures.api import MeasuresSection, figure, in_words
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import SYSTEM, root_of, unit_numbered
from haitang.kernel.registry.models import Region
from haitang.lib.clock import today
from haitang.lib.declare import House
from haitang.lib.grams import terms
from haitang.lib.points import degrees
from haitang.lib.text import some, whole_number
from haitang.ui.words import both, day_words, language, say

PAGE, IN_FEED, MOST_PAGES = 20, 50, 500
NO_RATING = "—"
#: What the figures and the map look back on.
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class DoneRow:
    """One thing that was done."""

    url: str
    text: str
    line: str
    took: str
    published_at: datetime
    #: Degrees north and east, where everyone may know them.
    point: tuple[float, float] | None


@dataclass(frozen=True)
class NarrowChoice:
    """A category or place to narrow by."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True)
class DonePage:
    """The list."""

    rows: Sequence[DoneRow]
    count: str
    words: str
    sought: Sequence[str]
    categories: Sequence[NarrowChoice]
    place: str
    place_name: str
    previous_url: str
    next_url: str
    position: str
    narrowed: bool


def done_page(region: Region, asked: Mapping[str, str]) -> DonePage:
    """The page that *asked* asks for; what it cannot mean shows nothing, never everything."""
    house = house_of(region.pk, revision=region.revision)
    tops = house.section(MattersSection).categories
    words, category, place = asked.get("q", "")[:60], asked.get("category", ""), asked.get("place", "")
    row = whole_number(place)
    unit = unit_numbered(region.pk, row) if row is not None else None
    sought = Sought(words, within(house, category), unit)
    nowhere = (category and category not in tops) or (place and unit is None)
    found = openly.told(region, Sought(none=True) if nowhere else sought)
    number = _page_number(asked.get("page", ""))
    rows = list(found[(number - 1) * PAGE : number * PAGE + 1])
    count = openly.counted(found)
    kept = {"q": words, "category": category, "place": place}
    return DonePage(
        rows=[done_row(region, house, one) for one in rows[:PAGE]],
        count=f"{openly.COUNTED}+" if count > openly.COUNTED else str(count),
        words=words,
        sought=terms(words),
        categories=[NarrowChoice(key, say(one.label), key == category) for key, one in tops.items()],
        place=place,
        place_name=unit.name if unit else "",
        previous_url=done_url(region, kept, number - 1) if number > 1 else "",
        next_url=done_url(region, kept, number + 1) if len(rows) > PAGE else "",
        position=both(f"第 {number} 页", f"page {number}"),
        narrowed=bool(words or category or place),
    )


def within(house: House, category: str) -> tuple[int, ...]:
    """The identities of a topmost category and all below it; none for one that is not declared."""
    paths = (path for path, _ in house.section(MattersSection).walk_categories())
    return tuple(house.id_of(*path) for path in paths if path[1] == category)


def _page_number(asked: str) -> int:
    return min(max(whole_number(asked) or 1, 1), MOST_PAGES)


def done_url(region: Region, kept: Mapping[str, str], number: int = 1) -> str:
    """The list narrowed to what is *kept*, at its page *number*."""
    said = {key: value for key, value in kept.items() if value}
    if number > 1:
        said["page"] = str(number)
    page = reverse("requests:done", args=[region.key])
    return f"{page}?{urlencode(said)}" if said else page


def done_row(region: Region, house: House, told: Publication) -> DoneRow:
    """One of them in a line."""
    category, day = category_name(house, told.category_id), day_words(told.closed_on)
    line = " · ".join(part for part in (told.unit.name, category, both(f"{day}办结", f"done {day}")) if part)
    return DoneRow(
        url=done_one_url(region, told.pk),
        text=told.text,
        line=line,
        took=both(f"{told.days} 天", some(told.days, "day")) if told.days else both("当天", "same day"),
        published_at=told.published_at,
        point=(degrees(told.point[0]), degrees(told.point[1])) if told.point else None,
    )


def done_one_url(region: Region, key: int) -> str:
    """The page of one thing that was done."""
    return reverse("requests:done-one", args=[region.key, key])


def category_name(house: House, row: int | None) -> str:
    """A category with those above it, in this request's language."""
    try:
        path = house.path_of(row) if row else ()
    except KeyError:
        return ""
    found, words = house.section(MattersSection).categories, []
    for key in path[1::2]:
        words.append(say(found[key].label))
        found = found[key].under
    return " / ".join(words)


def entries(region: Region) -> list[DoneRow]:
    """The latest, for the feed."""
    house = house_of(region.pk, revision=region.revision)
    return [done_row(region, house, one) for one in openly.told(region)[:IN_FEED]]


@dataclass(frozen=True)
class OpenFigure:
    """A figure with its rule in words."""

    label: str
    shown: str
    rule: str
    of: str


@dataclass(frozen=True)
class GroupRow:
    """One category in figures."""

    name: str
    count: int
    days: str
    rating: str


@dataclass(frozen=True)
class FiguresPage:
    """The figures that everyone may read."""

    figures: Sequence[OpenFigure]
    groups: Sequence[GroupRow]
    since: date
    enough: int
    is_rated: bool


def figures_page(region: Region) -> FiguresPage:
    """Measures that the playbook calls public, over the whole region; what was let out, by category."""
    house = house_of(region.pk, revision=region.revision)
    measures = house.section(MeasuresSection).measures
    public = [key for key, measure in measures.items() if measure.public]
    since = today() - LOOK_BACK
    rows = [_group(house, one) for one in openly.groups(region, since)]
    return FiguresPage(
        figures=[_figure(region, house, key) for key in public],
        groups=sorted(rows, key=lambda row: row.name),
        since=since,
        enough=openly.ENOUGH_RATINGS,
        is_rated=any(row.rating != NO_RATING for row in rows),
    )


def _figure(region: Region, house: House, key: str) -> OpenFigure:
    measure = house.section(MeasuresSection).measures[key]
    found = figure(key, house=house, unit=root_of(region.pk), actor=SYSTEM(region))
    rule = in_words(measure, house).into(language())
    of = f"{found.part} / {found.whole}" if measure.share else ""
    of = both(f"{found.whole} 个的平均", f"mean of {found.whole}") if measure.mean else of
    sampled = say(found.interval_words) if found.interval_words else ""
    unsure = say(found.filling.words) if found.filling else ""
    told = " · ".join(one for one in (of, sampled, unsure) if one)
    return OpenFigure(say(measure.label), found.shown, rule, told)


def _group(house: House, group: DoneGroup) -> GroupRow:
    rating = f"{float(group.rating):.1f}" if group.rating is not None else NO_RATING
    name = category_name(house, group.category) or both("未分类", "Uncategorised")
    return GroupRow(name, group.count, f"{float(group.days):.1f}", rating)
