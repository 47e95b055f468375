"""Today: what waits for me, what I recorded, how my unit stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from haitang.kernel.ledger.api import LedgerSection, my_entries
from haitang.kernel.measures.api import Figure, Measure, figure, period_of, plotted
from haitang.kernel.playbooks.api import holding, holding_at
from haitang.kernel.registry.api import Actor
from haitang.kernel.registry.models import Person, Unit
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.ui.charts import Ring
from haitang.ui.words import both, day_words, say
from haitang.web.contexts.measures import cockpit_measures, figure_url
from haitang.web.contexts.reach import unit_within
from haitang.web.contexts.waiting import Waiting, waiting_for

#: As many figures as stand side by side on a phone.
RINGS = 4


@dataclass(frozen=True)
class OpenRing:
    """A figure drawn as a ring, and where it opens."""

    ring: Ring
    url: str


@dataclass(frozen=True)
class Deeds:
    """How often I recorded one kind this month."""

    label: str
    times: int


@dataclass(frozen=True)
class TodayPage:
    """All that the page shows."""

    greeting: str
    where: str
    days_left: int
    waiting: Waiting
    deeds: list[Deeds]
    deeds_this_year: int
    unit_name: str
    rings: list[OpenRing]


def today_page(actor: Actor, person: Person | None) -> TodayPage:
    """What *person*, who acts, sees first."""
    month = period_of(clock.today(), "month")
    unit = unit_within(actor, "measures.see", "")
    house = holding(unit) if unit else None
    deeds, this_year = _deeds(actor)
    return TodayPage(
        _greeting(person.name if person else ""),
        _where(actor),
        (month.last - clock.today()).days,
        waiting_for(actor),
        deeds,
        this_year,
        unit.name if unit else "",
        _rings(actor, unit, house) if unit and house else [],
    )


#: Until which hour of the counties' clock one says what; before the morning it is still the night.
_GREETINGS = (
    (5, "夜深了", "hello"),
    (11, "早上好", "good morning"),
    (13, "中午好", "good afternoon"),
    (18, "下午好", "good afternoon"),
    (24, "晚上好", "good evening"),
)


def _greeting(name: str) -> str:
    hour = clock.now().astimezone(clock.ZONE).hour
    zh, en = next(words for until, *words in _GREETINGS if hour < until)
    return both(f"{name}，{zh}", f"{name}, {en}") if name else both(zh, en.capitalize())


def _where(actor: Actor) -> str:
    day = day_words(clock.today(), weekday=True)
    post = actor.posts[0] if actor.posts else None
    return " · ".join([post.unit_name, say(post.label), day] if post else [day])


def _deeds(actor: Actor) -> tuple[list[Deeds], int]:
    if actor.person_id is None:
        return [], 0
    now = clock.today()
    year = my_entries(actor.person_id, date(now.year, 1, 1), date(now.year + 1, 1, 1))
    rows = list(year.values_list("kind__key", "day"))
    month = Counter(key for key, day in rows if day >= now.replace(day=1))
    path = actor.posts[0].unit_path if actor.posts else ""
    kinds = holding_at(actor.region_id, path).section(LedgerSection).entries if month else {}
    named = [
        Deeds(say(kinds[key].label) if key in kinds else key, times) for key, times in month.most_common()
    ]
    return named, len(rows)


def _rings(actor: Actor, unit: Unit, house: House) -> list[OpenRing]:
    month = period_of(clock.today(), "month")
    chosen = _first_shares(list(cockpit_measures(house).items()))
    found = [
        (key, measure, figure(key, house=house, unit=unit, actor=actor, period=month))
        for key, measure in chosen
    ]
    # A share of nothing says nothing: a department without villages has no part of their secretaries.
    return [
        OpenRing(_ring(measure, one), figure_url(key, unit.pk, month))
        for key, measure, one in found
        if one.value is not None
    ]


def _first_shares(measures: Sequence[tuple[str, Measure]]) -> list[tuple[str, Measure]]:
    """Shares first, since a ring is made for them; then the others, as many as fit."""
    return sorted(measures, key=lambda item: item[1].way != "share")[:RINGS]


def _ring(measure: Measure, found: Figure) -> Ring:
    """A share as an arc; any other figure stands in a plain ring, which claims nothing."""
    drawn = plotted(measure, found.value)
    part = drawn / 100 if measure.way == "share" and measure.as_ == "percent" and drawn is not None else 0.0
    tone = "green" if part >= 0.9 else "amber" if part >= 0.6 else "red"
    return Ring(say(measure.label), found.shown, part, tone)
