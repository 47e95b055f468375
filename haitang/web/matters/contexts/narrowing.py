"""The ways to narrow a list of matters, said in its address: the same for the list and for the board."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import QueryDict

from haitang.kernel.matters.api import InboxFilter, MattersSection
from haitang.kernel.registry.api import Actor, units_right_below
from haitang.kernel.registry.models import Unit
from haitang.lib.days import read_day
from haitang.lib.diagnostics import Refusal
from haitang.ui.categories import narrowing_steps
from haitang.ui.words import both, day_words, language, say
from haitang.web.contexts.reach import unit_within
from haitang.web.matters.contexts.words import channel_choices
from haitang.web.matters.forms import SearchForm

#: All that the address of a list or a board may say.
NARROWED_BY = (
    *("show", "kind", "state", "category", "channel", "unit", "since", "until"),
    *("overdue", "soon", "mine", "words_sought", "after"),
)


@dataclass(frozen=True)
class Taken:
    """One thing that the list is narrowed by, and the same list without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Narrowing:
    """The form, what the address says besides its fields, and where all of it is forgotten.

    ``taken`` says what holds now, for on a phone the fields are folded away.
    """

    search: SearchForm
    searched: bool
    kept: Sequence[tuple[str, str]]
    clear_url: str
    taken: Sequence[Taken]


def filter_of(actor: Actor, query: QueryDict, section: MattersSection) -> InboxFilter:
    """What the address asks for; a word that means nothing is refused, never ignored."""
    show, channel = query.get("show", "open"), query.get("channel", "")
    if show not in ("open", "closed", "all"):
        raise Refusal("matters.show", zh=f"没有“{show}”这个筛选。", en=f'there is no filter "{show}".')
    if channel and channel not in section.channels:
        raise _unknown("channel", f"没有“{channel}”这个来源。", f'there is no channel "{channel}".')
    since, until = _day(query, "since"), _day(query, "until")
    if since and until and until < since:
        raise _unknown("until", "结束日期早于开始日期。", "the last day lies before the first.")
    return InboxFilter(
        show=show,  # type: ignore[arg-type]  # one of the three, as just seen
        kind=query.get("kind", ""),
        states=tuple(state for state in query.getlist("state") if state),
        category=_category(section, query.get("category", "")),
        channel=channel,
        overdue=bool(query.get("overdue")),
        soon=bool(query.get("soon")),
        mine=bool(query.get("mine")),
        text=query.get("words_sought", ""),
        unit=_unit(actor, query.get("unit", "")),
        since=since,
        until=until,
        after=query.get("after", ""),
    )


def narrowing(
    actor: Actor, query: QueryDict, filters: InboxFilter, section: MattersSection, base: str
) -> Narrowing:
    """The form at the address *base*, as *query* fills it in."""
    said = query.copy()
    said["category"] = filters.category
    search = SearchForm(
        said,
        categories=narrowing_steps(section, filters.category, language()),
        channels=channel_choices(section),
        places=_places(actor, filters.unit),
        language=language(),
    )
    taken = [Taken(label, address(base, left)) for label, left in _taken(filters, section)]
    plain = replace(filters, text="", category="", channel="", unit=None, since=None, until=None, after="")
    return Narrowing(search, plain != replace(filters, after=""), kept(filters), address(base, plain), taken)


def _taken(filters: InboxFilter, section: MattersSection) -> Iterator[tuple[str, InboxFilter]]:
    """Each thing that narrows, in words, and the filters without it."""
    plain = replace(filters, after="")
    if filters.text:
        yield both(f"含“{filters.text}”", f"“{filters.text}”"), replace(plain, text="")
    if filters.category:
        yield _category_words(section, filters.category), replace(plain, category="")
    if filters.channel:
        yield say(section.channels[filters.channel].label), replace(plain, channel="")
    if filters.unit:
        yield filters.unit.name, replace(plain, unit=None)
    if filters.since:
        day = day_words(filters.since)
        yield both(f"{day}起", f"from {day}"), replace(plain, since=None)
    if filters.until:
        day = day_words(filters.until)
        yield both(f"到{day}", f"until {day}"), replace(plain, until=None)


def _category(section: MattersSection, asked: str) -> str:
    """Its dotted path; what no category is called stays as it is, to be refused where it is looked up."""
    return ".".join(section.category_path(asked)[1::2]) or asked if asked else ""


def _category_words(section: MattersSection, path: str) -> str:
    found, words = section.categories, []
    for key in path.split("."):
        if key not in found:
            break
        words.append(say(found[key].label))
        found = found[key].under
    return " / ".join(words) or path


def kept(filters: InboxFilter) -> list[tuple[str, str]]:
    """What the address says besides the form's own fields."""
    said = [("show", "" if filters.show == "open" else filters.show), ("kind", filters.kind)]
    said += [("state", state) for state in filters.states]
    said += [("mine", "1" * filters.mine), ("overdue", "1" * filters.overdue), ("soon", "1" * filters.soon)]
    return [(name, value) for name, value in said if value]


def address(base: str, filters: InboxFilter) -> str:
    """The page *base* narrowed to *filters*."""
    query = QueryDict(mutable=True)
    asked = [
        ("words_sought", filters.text),
        ("category", filters.category),
        ("channel", filters.channel),
        ("unit", str(filters.unit.pk) if filters.unit else ""),
        ("since", filters.since.isoformat() if filters.since else ""),
        ("until", filters.until.isoformat() if filters.until else ""),
        ("after", filters.after),
    ]
    for name, value in [*kept(filters), *asked]:
        if value:
            query.appendlist(name, value)
    return f"{base}?{query.urlencode()}" if query else base


def _day(query: QueryDict, name: str) -> date | None:
    said = query.get(name, "").strip()
    return read_day(said) if said else None


def _unit(actor: Actor, asked: str) -> Unit | None:
    if not asked:
        return None
    found = unit_within(actor, "matters.see", asked)
    if found is None:
        raise _unknown("unit", "您这里没有这个单位。", "there is no such unit within your reach.")
    return found


def _places(actor: Actor, chosen: Unit | None) -> list[tuple[str, str]]:
    """The units right below the widest of the actor's reach: a county's towns, a town's villages."""
    below = units_right_below(actor, "matters.see").values_list("pk", "name")
    found = [(str(pk), name) for pk, name in below]
    if chosen and (str(chosen.pk), chosen.name) not in found:
        found.insert(0, (str(chosen.pk), chosen.name))
    return found


def _unknown(field: str, zh: str, en: str) -> Refusal:
    return Refusal("matters.unknown_filter", zh=zh, en=en, field=field)
