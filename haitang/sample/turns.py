"""Rotas of a sample county: turns shared for some weeks back and ahead, and the days that are past held."""

from datetime import datetime, time, timedelta

from haitang.desks.rota.actions import hold, plan_days
from haitang.desks.rota.models import Sitting
from haitang.desks.rota.queries import Kept, rota_for, turns_on
from haitang.kernel.registry.api import actor_of_person
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Turns
from haitang.sample.growth import Growth
from haitang.sample.lots import Lots, values

#: When on a day somebody writes down that it was held.
WRITTEN = time(12)


def share_turns(growth: Growth) -> None:
    """Every rota that the playbook wants shared, at every unit that keeps one."""
    for wanted in growth.sample.rotas:
        for unit in growth.units_of(wanted.at):
            kept = rota_for(growth.actor, wanted.rota, unit.pk)
            if kept is None:
                raise Refusal(
                    "sample.no_rota",
                    zh=f"样例县的 {unit.name} 没有值班表 {wanted.rota}。",
                    en=f"{unit.name} of the sample county keeps no rota {wanted.rota}.",
                )
            _share(growth, wanted, kept, growth.lots(f"rota {wanted.rota} {unit.pk}"))


def _share(growth: Growth, wanted: Turns, kept: Kept, lot: Lots) -> None:
    today = clock.day_of(growth.now)
    since, until = today - timedelta(weeks=wanted.back), today + timedelta(weeks=wanted.ahead)
    with clock.standing_at(datetime.combine(since, time(9), clock.ZONE)):
        days = plan_days(kept, since=since, until=until, actor=growth.actor)
    for day in days:
        if day.day < today:
            _hold(wanted, kept, day, lot)


def _hold(wanted: Turns, kept: Kept, day: Sitting, lot: Lots) -> None:
    who = turns_on([day])[day.pk][0].person
    answers = {field: next(values(drawn, 1, lot)) for field, drawn in wanted.answers.items()}
    quantity = int(str(next(values(wanted.quantity, 1, lot))))
    with clock.standing_at(datetime.combine(day.day, WRITTEN, clock.ZONE)):
        hold(day, kept=kept, quantity=quantity, answers=answers, actor=actor_of_person(who))
