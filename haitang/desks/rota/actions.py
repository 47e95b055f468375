"""Plan, ask, answer, hold, call off, note an absence, take a matter down."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from haitang.desks.rota import refusals
from haitang.desks.rota.fairness import shared
from haitang.desks.rota.models import Absence, CalendarKey, Exchange, Sitting, TakenDown, Turn
from haitang.desks.rota.queries import Kept, away_on, days_of, sitters, turns_had, turns_on
from haitang.desks.rota.rules import PLANS
from haitang.desks.rota.telling import KEY
from haitang.kernel.ledger.api import Draft, record
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import ContactDetails, Opened, open_matter
from haitang.kernel.registry.api import Actor, units_numbered
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.ui.telling import Tidings, tell_people

#: So far ahead turns may be planned.
AHEAD = timedelta(days=366)


@transaction.atomic
def plan_days(kept: Kept, *, since: date, until: date, actor: Actor) -> list[Sitting]:
    """Share the turns of the days from *since* to *until*, both included; days planned before stay."""
    if not actor.may(PLANS, kept.unit):
        raise refusals.may_not_plan()
    if not clock.today() <= since <= until <= clock.today() + AHEAD:
        raise refusals.wrong_days()
    people = [person.pk for person in sitters(kept)]
    if not people:
        raise refusals.nobody_sits()
    end = until + timedelta(days=1)
    there = set(days_of(kept, since=since, until=end).values_list("day", flat=True))
    days = [day for day in kept.rota.days(since, end) if day not in there]
    turns = shared(
        days,
        people,
        seats=kept.rota.seats,
        had=turns_had(kept, until=end),
        last=_last(kept, since),
        away=away_on(days, people),
    )
    made = [_sitting(kept, day, actor) for day in days]
    Turn.objects.bulk_create(Turn(sitting=one, person_id=who) for one in made for who in turns[one.day])
    return made


def _last(kept: Kept, since: date) -> set[int]:
    """Who sat, or will sit, on the last day before *since*."""
    before = days_of(kept, since=since - timedelta(days=90), until=since).order_by("-day").first()
    turns = turns_on([before]).get(before.pk, []) if before else []
    return {turn.person_id for turn in turns}


def _sitting(kept: Kept, day: date, actor: Actor) -> Sitting:
    return Sitting.objects.create(
        region_id=kept.unit.region_id,
        rota_id=kept.row,
        unit=kept.unit,
        day=day,
        theme=_theme(kept, day),
        planned_at=clock.now(),
        planned_by_id=actor.person_id,
    )


def _theme(kept: Kept, day: date) -> str:
    """The next theme in turn."""
    themes = list(kept.rota.themes)
    if not themes:
        return ""
    before = Sitting.objects.filter(rota=kept.row, unit=kept.unit, day__lt=day).exclude(theme="")
    last = before.order_by("-day").values_list("theme", flat=True).first()
    return themes[(themes.index(last) + 1) % len(themes)] if last in themes else themes[0]


@transaction.atomic
def ask_exchange(
    turn: Turn, *, to: Person, kept: Kept, actor: Actor, instead: Turn | None = None, note: str = ""
) -> Exchange:
    """Ask another to take *turn*, for one of theirs or for nothing."""
    turn = _locked(turn)
    if turn.person_id != actor.person_id or not _ahead(turn):
        raise refusals.not_your_turn()
    if not _can_take(turn, to, kept) or (instead and not _fits(instead, turn, to, kept)):
        raise refusals.cannot_take_it()
    if turn.exchanges.filter(answered_at=None).exists():
        raise refusals.asked_already()
    exchange = Exchange.objects.create(
        turn=turn, asked=to, instead=instead, note=note.strip(), asked_at=clock.now()
    )
    tell_people(Tidings(KEY, exchange.uuid, "asked"), [to.pk], actor=actor)
    return exchange


def _can_take(turn: Turn, person: Person, kept: Kept, *, but: Turn | None = None) -> bool:
    day = turn.sitting.day
    has = Turn.objects.filter(sitting=turn.sitting, person=person, passed_on_at=None)
    has = has.exclude(pk=but.pk) if but else has
    sits = any(one.pk == person.pk for one in sitters(kept))
    return sits and not has.exists() and person.pk not in away_on([day], [person.pk])[day]


def _fits(instead: Turn, turn: Turn, to: Person, kept: Kept) -> bool:
    same = (instead.sitting.rota_id, instead.sitting.unit_id) == (turn.sitting.rota_id, turn.sitting.unit_id)
    return same and instead.person_id == to.pk and _ahead(instead) and _can_take(instead, turn.person, kept)


def _ahead(turn: Turn) -> bool:
    sitting = turn.sitting
    open_ = sitting.held_at is None and sitting.called_off_at is None
    return turn.passed_on_at is None and open_ and sitting.day >= clock.today()


def _locked(turn: Turn) -> Turn:
    Sitting.objects.select_for_update().get(pk=turn.sitting_id)
    return Turn.objects.select_related("sitting", "person").get(pk=turn.pk)


@transaction.atomic
def answer_exchange(exchange: Exchange, *, accept: bool, kept: Kept, actor: Actor) -> Exchange:
    """Say yes or no; with a yes the turns change hands at once, and what was stays written."""
    turn = _locked(exchange.turn)
    exchange = Exchange.objects.select_related("instead__sitting", "asked").get(pk=exchange.pk)
    if exchange.asked_id != actor.person_id or exchange.answered_at:
        raise refusals.answered_already()
    instead = _locked(exchange.instead) if exchange.instead else None
    if accept:
        stands = _ahead(turn) and (instead is None or _ahead(instead))
        if not stands or not _can_take(turn, exchange.asked, kept):
            raise refusals.answered_already()
        if instead and not _fits(instead, turn, exchange.asked, kept):
            raise refusals.answered_already()
        _pass_on(turn, exchange.asked_id)
        if instead:
            _pass_on(instead, turn.person_id)
    exchange.answered_at, exchange.accepted = clock.now(), accept
    exchange.save(update_fields=["answered_at", "accepted"])
    said = "agreed" if accept else "declined"
    tell_people(Tidings(KEY, exchange.uuid, said), [turn.person_id], actor=actor)
    return exchange


def _pass_on(turn: Turn, person: int) -> None:
    turn.passed_on_at = clock.now()
    turn.save(update_fields=["passed_on_at"])
    Turn.objects.create(sitting=turn.sitting, person_id=person)


@transaction.atomic
def note_absence(person: Person, *, kept: Kept, since: date, until: date, actor: Actor) -> Absence:
    """Note that *person* cannot sit from *since* to *until*; one's own, or of the rota one plans."""
    if person.pk != actor.person_id and not actor.may(PLANS, kept.unit):
        raise refusals.may_not_plan()
    if not any(one.pk == person.pk for one in sitters(kept)):
        raise refusals.cannot_take_it()
    if not since <= until <= since + AHEAD or until < clock.today():
        raise refusals.wrong_days()
    return Absence.objects.create(
        region_id=actor.region_id, person=person, since=since, until=until, noted_at=clock.now()
    )


@transaction.atomic
def renew_calendar(person: Person, *, actor: Actor) -> CalendarKey:
    """Give *person*, who acts, a new address for their calendar: any before it leads nowhere."""
    key = _own_key(person, actor)
    key.turned, key.shut_at = key.turned + 1, None
    key.save(update_fields=["turned", "shut_at"])
    return key


@transaction.atomic
def shut_calendar(person: Person, *, actor: Actor) -> CalendarKey:
    """Let no address lead to the calendar of *person*, who acts, until they ask for a new one."""
    key = _own_key(person, actor)
    key.shut_at = clock.now()
    key.save(update_fields=["shut_at"])
    return key


@transaction.atomic
def forget_sitter(person: Person, *, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """*person* is erased: no address leads to a calendar, absences go, and what was said of an exchange."""
    # A row that went would open the first address again.
    CalendarKey.objects.update_or_create(person=person, defaults={"shut_at": clock.now()})
    Absence.objects.filter(person=person).delete()
    Exchange.objects.filter(Q(turn__person=person) | Q(asked=person)).exclude(note="").update(note="")


def _own_key(person: Person, actor: Actor) -> CalendarKey:
    if actor.person_id != person.pk:
        raise refusals.not_your_calendar()
    CalendarKey.objects.get_or_create(person=person)
    return CalendarKey.objects.select_for_update().get(person=person)


@transaction.atomic
def hold(
    sitting: Sitting, *, kept: Kept, quantity: int, answers: Mapping[str, Any], actor: Actor
) -> Entry:  # reason: answers are checked by the entry's fields
    """It was held: written on the ledger once, as the deed of the one who sat and says so."""
    sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
    sat = Turn.objects.filter(sitting=sitting, person=actor.person_id, passed_on_at=None).exists()
    if not sat or sitting.held_at or sitting.called_off_at or sitting.day > clock.today():
        raise refusals.not_to_be_held()
    theme = {kept.rota.theme_field: sitting.theme} if kept.rota.theme_field and sitting.theme else {}
    draft = Draft(
        uuid=sitting.uuid,
        kind=kept.rota.writes,
        unit=_counts_for(kept, actor),
        day=sitting.day,
        quantity=quantity,
        answers={**theme, **answers},
    )
    entry = record(draft, actor=actor)
    sitting.held_at, sitting.held_by_id = clock.now(), actor.person_id
    sitting.save(update_fields=["held_at", "held_by"])
    return entry


def _counts_for(kept: Kept, actor: Actor) -> int:
    """The rota's own unit where the one who sat stands over it, else where they hold the role."""
    stands = [stand for stand in actor.stands if stand.role in kept.rota.roles]
    over = any(kept.unit.path.startswith(stand.unit_path) for stand in stands)
    return kept.unit.pk if over or not stands else stands[0].unit_id


@transaction.atomic
def call_off(sitting: Sitting, *, why: str, actor: Actor) -> Sitting:
    """The day is not held; its turns count for nobody."""
    sitting = Sitting.objects.select_for_update().select_related("unit").get(pk=sitting.pk)
    if not actor.may(PLANS, sitting.unit):
        raise refusals.may_not_plan()
    if sitting.held_at or sitting.called_off_at:
        raise refusals.over()
    sitting.called_off_at, sitting.called_off_why = clock.now(), why.strip()
    sitting.save(update_fields=["called_off_at", "called_off_why"])
    sat = Turn.objects.filter(sitting=sitting, passed_on_at=None).values_list("person", flat=True)
    tell_people(Tidings(KEY, sitting.uuid, "called_off"), list(sat), actor=actor)
    return sitting


@transaction.atomic
def settle_day(sitting: Sitting, *, place: str, theme: str, actor: Actor) -> Sitting:
    """Another place or theme for a day that is still to come."""
    sitting = Sitting.objects.select_for_update().select_related("unit").get(pk=sitting.pk)
    if not actor.may(PLANS, sitting.unit):
        raise refusals.may_not_plan()
    if sitting.held_at or sitting.called_off_at:
        raise refusals.over()
    sitting.place, sitting.theme = place.strip(), theme
    sitting.save(update_fields=["place", "theme"])
    return sitting


@transaction.atomic
def take_down(
    sitting: Sitting, *, kept: Kept, words: str, contact: ContactDetails | None, uuid: UUID, actor: Actor
) -> Opened:
    """Take down what somebody asks for there; it is a matter like any other, and known to come from there."""
    at = (
        kept.unit
        if actor.may("matters.open", kept.unit)
        else units_numbered([_counts_for(kept, actor)]).get()
    )
    opened = open_matter(
        kept.rota.takes,
        at=at,
        body=words,
        channel=kept.rota.channel,
        contact=contact,
        uuid=uuid,
        actor=actor,
    )
    try:
        with transaction.atomic():
            TakenDown.objects.create(sitting=sitting, matter=opened.matter)
    except IntegrityError:
        if not opened.repeated:
            raise
    return opened
