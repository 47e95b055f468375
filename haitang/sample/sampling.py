"""Draws of a sample county: the last period's with its answers, and the running one's with the first few."""

from datetime import date, datetime, time, timedelta

from haitang.desks.sampling.actions import ToldAnswer, note_invited, take_answer, take_refusal
from haitang.desks.sampling.contexts import asks_of
from haitang.desks.sampling.enums import AskedBy, AskingStage
from haitang.desks.sampling.jobs import close_samples, draw_turn
from haitang.desks.sampling.models import DrawnMatter, SampleDraw
from haitang.desks.sampling.queries import draw_of, drawn_by, turns_now
from haitang.kernel.playbooks.api import AnyField, ChoiceField
from haitang.kernel.registry.api import RESIDENT
from haitang.lib import clock
from haitang.sample.growth import Growth
from haitang.sample.lots import Lots

#: Of a hundred drawn so many answer, so many would rather not; the others nobody reaches.
ANSWERS, DECLINES = 62, 8
#: How often the first, second, third … option of a question is chosen.
LEANING = (60, 24, 9, 4, 3)


def ask_residents(growth: Growth) -> None:
    """Draw as the worker would have on the first day of the last period and of this one; some answer."""
    today = clock.day_of(growth.now)
    begun = {turn.starts_on for turn in turns_now(today) if turn.region.pk == growth.region.pk}
    for first in sorted(begun | {_before(day) for day in begun}):
        _ask_on(growth, first)


def _before(first: date) -> date:
    """A day of the period before the one that begins on *first*, of a week as of a quarter."""
    return first - timedelta(days=1)


def _ask_on(growth: Growth, day: date) -> None:
    for turn in turns_now(day):
        if turn.region.pk != growth.region.pk or draw_of(turn):
            continue
        with clock.standing_at(_moment(turn.starts_on)):
            draw_turn(turn)
        draw = draw_of(turn)
        if draw:
            _answer(growth, draw)
            _close(growth, draw)


def _answer(growth: Growth, draw: SampleDraw) -> None:
    lot = growth.lots(f"sampling {draw}")
    for one in drawn_by(draw).select_related("draw__region"):
        with clock.standing_at(_moment(draw.starts_on)):
            note_invited(one, stage=AskingStage.INVITED, actor=growth.actor)
        at = _moment(draw.starts_on) + timedelta(hours=lot.uniform(2, 24 * 20))
        chance = lot.randrange(100)
        if at >= growth.now or chance >= ANSWERS + DECLINES:
            continue
        with clock.standing_at(at):
            _say(one, lot, declines=chance >= ANSWERS)


def _say(one: DrawnMatter, lot: Lots, *, declines: bool) -> None:
    resident = RESIDENT(one.draw.region)
    if declines:
        take_refusal(one, how=AskedBy.LINK, actor=resident)
        return
    said = {key: _pick(spec, lot) for key, spec in asks_of(one).items()}
    told = ToldAnswer(said, AskedBy.LINK, address=f"sample {one.pk}")
    take_answer(one, told=told, actor=resident)


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
