"""Draws of a sample county: one that is over, and one that runs on any day of the month."""

from datetime import date, datetime, time, timedelta

from haitang.desks.sampling.actions import ToldAnswer, note_invited, take_answer, take_refusal
from haitang.desks.sampling.asking import ASKS_DRAWN
from haitang.desks.sampling.contexts import asks_of
from haitang.desks.sampling.enums import AskedBy, AskingStage
from haitang.desks.sampling.jobs import close_samples, draw_turn
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import DrawTurn, draw_of, drawn_by, rule_of, turns_now
from haitang.kernel.playbooks.api import AnyField, ChoiceField
from haitang.kernel.registry.api import RESIDENT, Actor, actor_of_person
from haitang.kernel.registry.models import Person
from haitang.lib import clock
from haitang.sample.growth import Growth
from haitang.sample.lots import Lots

#: Of a hundred drawn so many answer, so many would rather not; the others nobody reaches.
ANSWERS, DECLINES = 62, 8
#: Each so-many-th drawn left no way to be sent anything; each so-many-th has its invitation still to come.
NOWHERE, WAITING = 5, 7
#: A draw that is over within so many days is drawn late instead.
LEFT = timedelta(days=4)
_DAY = timedelta(days=1)
#: How often the first, second, third … option of a question is chosen.
LEANING = (60, 24, 9, 4, 3)


def ask_residents(growth: Growth) -> None:
    """Draw as the worker would have for the last period and for the one that runs; some answer.

    What began today the worker of the grown county draws by itself.
    """
    day = clock.day_of(growth.now) - _DAY
    begun = {turn.starts_on for turn in _turns(growth, day)}
    for first in sorted({first - _DAY for first in begun}):
        _ask_on(growth, first)
    _ask_on(growth, day, runs=True)


def _turns(growth: Growth, day: date) -> list[DrawTurn]:
    """What is to be drawn in this county on *day*."""
    return [turn for turn in turns_now(day) if turn.region.pk == growth.region.pk]


def _ask_on(growth: Growth, day: date, *, runs: bool = False) -> None:
    for turn in _turns(growth, day):
        if draw_of(turn):
            continue
        with clock.standing_at(_moment(_drawn_on(turn, growth) if runs else turn.starts_on)):
            draw_turn(turn)
        draw = draw_of(turn)
        if draw:
            _answer(growth, draw)
            _close(growth, draw)


def _drawn_on(turn: DrawTurn, growth: Growth) -> date:
    """The first day of the period; late, as by a worker that was off, where it would be over by now.

    So that on every day of a month residents have a page to answer and surveyors somebody to ring.
    """
    rule, today = turn.rule, clock.day_of(growth.now)
    if today + LEFT < turn.starts_on + timedelta(days=rule.open_days):
        return turn.starts_on
    gone = min(rule.ring_after_days + LEFT.days, rule.open_days - LEFT.days)
    return max(turn.starts_on, today - timedelta(days=gone))


def _answer(growth: Growth, draw: SampleDraw) -> None:
    lot = growth.lots(f"sampling {draw}")
    for one in drawn_by(draw).select_related("draw__region"):
        at, chance = draw.drawn_at + timedelta(hours=lot.uniform(2, 24 * 20)), lot.randrange(100)
        stage = _invited(one, growth)
        if at < growth.now and chance < ANSWERS + DECLINES:
            with clock.standing_at(at):
                _say(growth, one, lot, stage=stage, declines=chance >= ANSWERS)


def _invited(one: DrawnMatter, growth: Growth) -> AskingStage:
    """Most had their link; some left no way that anything is sent by, and of a running draw some wait."""
    if one.place % NOWHERE == 0:
        stage = AskingStage.NOWHERE
    elif one.place % WAITING == 0 and clock.day_of(growth.now) <= one.draw.ends_on:
        stage = AskingStage.WAITING
    else:
        stage = AskingStage.INVITED
    if stage != AskingStage.WAITING:
        with clock.standing_at(one.draw.drawn_at):
            note_invited(one, stage=stage, actor=growth.actor)
    return stage


def _say(growth: Growth, one: DrawnMatter, lot: Lots, *, stage: AskingStage, declines: bool) -> None:
    """By the link that was sent; where nothing was, to who rings from outside the chain, if anybody may."""
    by_link = stage == AskingStage.INVITED
    actor = RESIDENT(one.draw.region) if by_link else _caller(growth, one)
    if actor is None or stage == AskingStage.WAITING:
        return
    how = AskedBy.LINK if by_link else AskedBy.CALL
    if declines:
        take_refusal(one, how=how, actor=actor)
        return
    said = {key: _pick(spec, lot) for key, spec in asks_of(one).items()}
    take_answer(one, told=ToldAnswer(said, how, address=f"sample {one.pk}" if by_link else ""), actor=actor)


def _caller(growth: Growth, one: DrawnMatter) -> Actor | None:
    held = growth.holders_of(rule_of(one.draw).asked_by)
    people = (actor_of_person(Person(pk=holder.person, region=growth.region)) for holder in held)
    return next((actor for actor in people if ASKS_DRAWN.allows(actor, one)), None)


def _pick(spec: AnyField, lot: Lots) -> str:
    """An option, the first ones more often; other kinds of question are left unanswered."""
    if not isinstance(spec, ChoiceField):
        return ""
    options = list(spec.options)
    # A question of two is whether somebody pressed them: seldom.
    weights = (96, 4) if len(options) == 2 else LEANING[: len(options)]
    return lot.choices(options, weights=weights)[0] if len(weights) == len(options) else options[0]


def _close(growth: Growth, draw: SampleDraw) -> None:
    over = _moment(draw.ends_on + timedelta(days=1))
    if over < growth.now:
        with clock.standing_at(over):
            close_samples()


def _moment(day: date) -> datetime:
    """Half past nine and a little, as no clock strikes exactly."""
    return datetime.combine(day, time(9, 30, 0, 11), tzinfo=clock.ZONE)
