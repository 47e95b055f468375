"""How the house speaks: the request's language, days, spans and deadlines in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from haitang.lib.clock import ZONE, day_of, now, today
from haitang.lib.text import Language, Text

#: What people in the counties write, whatever the page speaks; what else they write nobody can tell.
OWN = "zh-Hans"
_HAN = re.compile(r"[\u3400-\u9fff]")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> Language:
    """The language this request is answered in."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def in_other_words(text: str) -> bool:
    """Whether *text* is written in the region's own language on a page that speaks another."""
    return language() != "zh" and bool(_HAN.search(text))


def say(thing: object) -> str:
    """*thing*'s name in this request's language: a Text, or whatever carries a label or a name."""
    if isinstance(thing, Text):
        return thing.into(language())
    for attribute in ("label", f"label_{language()}", "name"):
        found = getattr(thing, attribute, None)
        if found is not None:
            return say(found) if isinstance(found, Text) else str(found)
    return "" if thing is None else str(thing)


def both(zh: str, en: str) -> str:
    """One of two sentences, by this request's language."""
    return en if language() == "en" else zh


def listed(names: Iterable[str]) -> str:
    """Several names, one after another, as each language sets them apart."""
    return both("、", ", ").join(names)


def day_words(day: date, *, year: bool | None = None, weekday: bool = False) -> str:
    """``11月22日`` or ``22 Nov``; the year only where it is not this one (or as told)."""
    with_year = day.year != today().year if year is None else year
    if language() == "zh":
        words = f"{day.year}年" * with_year + f"{day.month}月{day.day}日"
        return words + f" 周{_WEEKDAYS_ZH[day.weekday()]}" * weekday
    words = f"{day.day} {_MONTHS_EN[day.month - 1]}" + f" {day.year}" * with_year
    return f"{_WEEKDAYS_EN[day.weekday()]} " * weekday + words


def month_words(day: date) -> str:
    """``11月`` or ``Nov``, short enough for an axis; a January says its year."""
    year_zh, year_en = (f"{day:%y}年", f" {day.year}") if day.month == 1 else ("", "")
    return both(f"{year_zh}{day.month}月", f"{_MONTHS_EN[day.month - 1]}{year_en}")


def instant_words(instant: datetime) -> str:
    """The day and the minute, in the counties' own time."""
    local = instant.astimezone(ZONE)
    return f"{day_words(local.date())} {local:%H:%M}"


def ago_words(instant: datetime) -> str:
    """How long ago, roughly; beyond a week, the day itself."""
    passed = now() - instant
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return both("刚刚", "just now")
    if minutes < 60:
        return both(f"{minutes} 分钟前", f"{minutes} min ago")
    if minutes < 24 * 60:
        return both(f"{minutes // 60} 小时前", f"{minutes // 60} h ago")
    if passed < timedelta(days=7):
        return both(f"{passed.days} 天前", f"{passed.days} d ago")
    return day_words(day_of(instant))


@dataclass(frozen=True)
class Deadline:
    """How a deadline stands, in words and in the colour of its pill."""

    words: str
    tone: str


def deadline(due_at: datetime | None) -> Deadline | None:
    """How *due_at* stands now, by calendar days."""
    if due_at is None:
        return None
    days = (day_of(due_at) - today()).days
    if due_at < now():
        late = max(-days, 1)
        return Deadline(both(f"逾期 {late} 天", f"{late} d late"), "red")
    if days == 0:
        return Deadline(both("今天到期", "due today"), "amber")
    return Deadline(both(f"还有 {days} 天", f"{days} d left"), "amber" if days == 1 else "grey")
