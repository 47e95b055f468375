"""The pages of a rota as their templates show them."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from haitang.desks.rota import queries
from haitang.desks.rota.feed import key_of
from haitang.desks.rota.forms import (
    AskForm,
    AwayForm,
    HeldForm,
    PlanForm,
    SettleForm,
    TakeDownForm,
    WhyForm,
)
from haitang.desks.rota.models import Absence, Exchange, Sitting, Turn
from haitang.desks.rota.queries import Kept
from haitang.desks.rota.rules import PLANS
from haitang.kernel.registry.api import Actor, person_of
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.lib.ids import new_id
from haitang.ui.telling import SubjectLine
from haitang.ui.words import day_words, language, listed, say

#: So far back and ahead a rota's page looks.
BACK, AHEAD = timedelta(days=92), timedelta(days=184)
WEEKS = timedelta(weeks=8)


@dataclass(frozen=True)
class Day:
    """One day of a rota, with who sits."""

    url: str
    day: date
    where: str
    theme: str
    people: list[str]
    mine: bool
    state: str
    tone: str


@dataclass(frozen=True)
class TurnShare:
    """How many turns somebody has, for planning: everybody in the order of names."""

    name: str
    turns: int
    mine: bool


@dataclass(frozen=True)
class Swap:
    """An exchange in words."""

    turn: Turn
    exchange: Exchange
    url: str = ""


@dataclass(frozen=True)
class OwnCalendar:
    """The address of one's own calendar; empty where it was shut."""

    url: str


@dataclass(frozen=True)
class RotasPage:
    """My turns, what I am asked, and the rotas I see."""

    kept: list[tuple[Kept, str]]
    mine: list[tuple[Turn, str, str]]
    asked: list[Swap]
    calendar: OwnCalendar | None
    #: For who has nothing to do with any rota: who plans them; else empty.
    planned_by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing here concerns who looks."""
        return not (self.kept or self.mine or self.asked or self.calendar)


@dataclass(frozen=True)
class RotaPage:
    """One rota of one unit."""

    kept: Kept
    url: str
    hours: str
    ahead: list[Day]
    past: list[Day]
    shares: list[TurnShare]
    swaps: list[Swap]
    absences: list[Absence]
    plan: PlanForm | None
    away: AwayForm | None


@dataclass(frozen=True)
class SentForms:
    """Forms that were sent and refused, by name."""

    forms: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SittingPage:
    """One day."""

    day: Day
    kept: Kept
    sitting: Sitting
    rota_url: str
    hours: str
    swaps: list[Swap]
    taken: list[str]
    services: int | None
    ask: AskForm | None
    held: HeldForm | None
    settle: SettleForm | None
    off: WhyForm | None
    take: TakeDownForm | None


def rotas_page(actor: Actor) -> RotasPage:
    """What concerns *actor*."""
    today = clock.today()
    kept = queries.rotas_for(actor)
    declared = {one.key: one.rota for one in kept}
    mine = [
        (turn, _sitting_url(turn.sitting), say(declared[turn.sitting.rota.key].label))
        for turn in queries.my_turns(actor, since=today)
        if turn.sitting.rota.key in declared
    ]
    asked = [Swap(one.turn, one, reverse("rota:answer", args=[one.uuid])) for one in queries.asked_of(actor)]
    person = person_of(actor)
    feed = _calendar(person) if person and queries.sits_in(actor) else None
    page = RotasPage([(one, _url(one)) for one in kept], mine, asked, feed)
    return replace(page, planned_by=_planners(actor)) if page.is_empty else page


def _planners(actor: Actor) -> str:
    return listed(say(one) for one in queries.planning_roles(actor))


def _calendar(person: Person) -> OwnCalendar:
    key = queries.calendar_key_of(person)
    word = key_of(person.uuid, turned=key.turned)
    return OwnCalendar("" if key.shut_at else reverse("rota:feed", args=[word]))


def rota_page(kept: Kept, actor: Actor, sent: SentForms = SentForms()) -> RotaPage:
    """One rota: days, shares, exchanges, absences; for planners the forms."""
    today = clock.today()
    sittings = list(queries.days_of(kept, since=today - BACK, until=today + AHEAD))
    turns = queries.turns_on(sittings)
    days = [_day(kept, one, turns.get(one.pk, []), actor) for one in sittings]
    people = queries.sitters(kept)
    return RotaPage(
        kept=kept,
        url=_url(kept),
        hours=f"{kept.rota.from_}–{kept.rota.to}",
        ahead=[day for day in days if day.day >= today],
        past=[day for day in reversed(days) if day.day < today],
        shares=_shares(kept, people, actor),
        swaps=[Swap(one.turn, one) for one in queries.exchanges_of(sittings)],
        absences=queries.absences([one.pk for one in people], since=today),
        plan=sent.forms.get("plan") or _plan_form(kept, actor),  # type: ignore[arg-type]  # by its name
        away=sent.forms.get("away") or _away_form(kept, actor, people),  # type: ignore[arg-type]  # by its name
    )


def _shares(kept: Kept, people: list[Person], actor: Actor) -> list[TurnShare]:
    had = queries.turns_had(kept, until=clock.today() + AHEAD)
    return [TurnShare(one.name, had[one.pk], one.pk == actor.person_id) for one in people]


def _plan_form(kept: Kept, actor: Actor) -> PlanForm | None:
    if not actor.may(PLANS, kept.unit):
        return None
    since = clock.today() + timedelta(days=1)
    return PlanForm(language=language(), initial={"since": since, "until": since + WEEKS})


def away_choices(kept: Kept, actor: Actor, people: list[Person]) -> list[tuple[str, str]]:
    """Whose absence *actor* may note: one's own, or anybody's of a rota one plans."""
    plans = actor.may(PLANS, kept.unit)
    return [(str(one.pk), one.name) for one in people if plans or one.pk == actor.person_id]


def _away_form(kept: Kept, actor: Actor, people: list[Person]) -> AwayForm | None:
    choices = away_choices(kept, actor, people)
    return AwayForm(language=language(), people=choices) if choices else None


def sitting_page(kept: Kept, sitting: Sitting, actor: Actor, sent: SentForms = SentForms()) -> SittingPage:
    """One day with everything that may be done about it by who looks."""
    turns = queries.turns_on([sitting]).get(sitting.pk, [])
    sat = [turn.person_id for turn in turns]
    is_open = sitting.held_at is None and sitting.called_off_at is None
    today, mine = clock.today(), actor.person_id in sat
    plans, come = is_open and actor.may(PLANS, kept.unit), sitting.day <= today
    made = {
        "ask": ask_form(kept, sitting, actor) if mine and is_open and sitting.day >= today else None,
        "held": HeldForm(language=language(), kept=kept, actor=actor) if mine and is_open and come else None,
        "settle": settle_form(kept, sitting) if plans else None,
        "off": WhyForm(language=language()) if plans else None,
        "take": take_form() if mine and come and kept.rota.takes and not sitting.called_off_at else None,
    }
    forms = {name: sent.forms.get(name) or form for name, form in made.items()}
    return SittingPage(
        day=_day(kept, sitting, turns, actor),
        kept=kept,
        sitting=sitting,
        rota_url=_url(kept),
        hours=f"{kept.rota.from_}–{kept.rota.to}",
        swaps=[Swap(one.turn, one) for one in queries.exchanges_of([sitting])],
        taken=queries.taken_down(sitting),
        services=queries.services_on(kept, sitting, sat) if kept.rota.services else None,
        **forms,  # type: ignore[arg-type]  # each by its own name
    )


def ask_form(kept: Kept, sitting: Sitting, actor: Actor, data: object = None) -> AskForm:
    """Whom to ask, and which of their turns to take instead."""
    people = [one for one in queries.sitters(kept) if one.pk != actor.person_id]
    ahead = list(queries.days_of(kept, since=clock.today(), until=clock.today() + AHEAD))
    days = {one.pk: one.day for one in ahead if one.held_at is None and one.called_off_at is None}
    turns = [
        (str(turn.pk), f"{turn.person.name} · {day_words(days[turn.sitting_id], weekday=True)}")
        for found in queries.turns_on(ahead).values()
        for turn in found
        if turn.person_id != actor.person_id and turn.sitting_id in days and turn.sitting_id != sitting.pk
    ]
    choices = [(str(one.pk), one.name) for one in people]
    return AskForm(data, language=language(), people=choices, turns=turns)


def settle_form(kept: Kept, sitting: Sitting, data: object = None) -> SettleForm:
    """Place and theme, as they are."""
    themes = [(key, say(label)) for key, label in kept.rota.themes.items()]
    initial = {"place": sitting.place, "theme": sitting.theme}
    return SettleForm(data, language=language(), themes=themes, initial=initial)


def take_form() -> TakeDownForm:
    """An empty form to take a matter down."""
    return TakeDownForm(language=language(), initial={"uuid": new_id()})


def _day(kept: Kept, sitting: Sitting, turns: list[Turn], actor: Actor) -> Day:
    theme = kept.rota.themes.get(sitting.theme)
    state, tone = _state(sitting)
    return Day(
        url=_sitting_url(sitting),
        day=sitting.day,
        where=place_of(kept, sitting),
        theme=say(theme) if theme else "",
        people=[turn.person.name for turn in turns],
        mine=any(turn.person_id == actor.person_id for turn in turns),
        state=state,
        tone=tone,
    )


def place_of(kept: Kept, sitting: Sitting) -> str:
    """Where it is held: what was said of the day, else where it always is."""
    return sitting.place or (say(kept.rota.place) if kept.rota.place else "")


def _state(sitting: Sitting) -> tuple[str, str]:
    if sitting.held_at:
        return "held", "green"
    if sitting.called_off_at:
        return "off", "grey"
    return ("missed", "amber") if sitting.day < clock.today() else ("planned", "blue")


def _url(kept: Kept) -> str:
    return reverse("rota:rota", args=[kept.key, kept.unit.pk])


def _sitting_url(sitting: Sitting) -> str:
    return reverse("rota:sitting", args=[sitting.uuid])


def told_of(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, SubjectLine]:
    """What *actor* may see of exchanges and days that they were told of; where one waits, where to answer."""
    found = {}
    for uuid, sitting, waits in queries.told_of(actor, uuids):
        title = f"{day_words(sitting.day, weekday=True)} {sitting.unit.name}"
        found[uuid] = SubjectLine(title, reverse("rota:rotas") if waits else _sitting_url(sitting))
    return found
