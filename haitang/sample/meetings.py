"""Joint meetings of a sample county: told, proposed, answered, held and settled by those who may."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.models import Decision
from haitang.kernel.matters.api import make_move, matters_for, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT, Actor, actor_of_person
from haitang.kernel.registry.models import Person, Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Meetings, at_size
from haitang.sample.deeds import moment
from haitang.sample.growth import Growth, uuid_at
from haitang.sample.lots import Lots, per_day


def hold_meetings(growth: Growth) -> None:
    """Every meeting the playbook asks for, as far as it has come by now."""
    today = clock.day_of(growth.now)
    for number, wanted in enumerate(growth.sample.meetings):
        lot = growth.lots(f"meetings {number}")
        for day, count in per_day(at_size(wanted.count, growth.size), *wanted.days.span(today)).items():
            for _ in range(count):
                _Meeting(growth, wanted, lot, moment(day, growth.now, lot)).go()


@dataclass
class _Meeting:
    """One meeting on its way; ``now`` is the clock it stands at."""

    growth: Growth
    wanted: Meetings
    lot: Lots
    now: datetime

    def go(self) -> None:
        """Told, proposed, answered, held, settled: each some days on, and none after now."""
        told = self._told()
        meeting = self._after(hours=20) and self._proposed(told)
        if not meeting or not self._after(days=1):
            return
        self._answered(meeting)
        if not self._after(days=3):
            return
        decisions = self._held(meeting)
        for said, decision in zip(self.wanted.decided, decisions, strict=True):
            if not self._after(days=said.days // 2):
                return
            self._move(
                decision.matter, "finish", self._at(self.wanted.answered_by, said.to), note=said.result
            )
        if self._after(hours=20):
            self._move(meeting, "conclude", self._near(self.wanted.held_by, meeting.owner))

    def _after(self, **passed: int) -> bool:
        """Let some time pass; whether that is still in the past."""
        self.now += timedelta(**passed)
        return self.now < self.growth.now

    def _told(self) -> list[str]:
        """The requests that come on the agenda, from one place."""
        lot, unit = self.lot, self.lot.choice(self.growth.units_of(self.wanted.where))
        texts = self.growth.sample.matters[0].texts
        numbers = []
        with clock.standing_at(self.now):
            for text in lot.sample(texts, k=min(self.wanted.items, len(texts))):
                opened = open_matter(
                    self.growth.sample.matters[0].kind,
                    at=unit,
                    actor=RESIDENT(self.growth.region),
                    title=text.title.format(unit=unit.name),
                    body=text.body.format(unit=unit.name),
                    category=text.category,
                    channel=self.wanted.channel,
                    uuid=uuid_at(self.now, lot),
                )
                numbers.append(opened.matter.number)
        return numbers

    def _proposed(self, numbers: list[str]) -> Matter:
        kinds = next(
            one
            for one in queries.meetings_of_region(self.growth.region.pk)
            if one.kind.key == self.wanted.kind
        )
        matters = matters_for(self.growth.actor, numbers)
        host = queries.host_for(matters, kinds.kind)
        clerk = self._near(self.wanted.proposed_by, host)
        with clock.standing_at(self.now):
            meeting = actions.propose(
                kinds,
                at=host,
                title=self.lot.choice(self.wanted.titles),
                matters=matters,
                uuid=uuid_at(self.now, self.lot),
                actor=clerk,
            )
            units = [self._unit(code) for code in self.wanted.invited]
            actions.invite(meeting, units=units, client_id=self._id(), actor=clerk)
        held_on: date = clock.day_of(self.now + timedelta(days=4))
        answers = {self.wanted.day: held_on}
        self._move(meeting, "call", self._near(self.wanted.held_by, host), answers=answers)
        return meeting

    def _answered(self, meeting: Matter) -> None:
        """All answer but the last, who forgets."""
        with clock.standing_at(self.now):
            for seat in list(queries.seats(meeting))[:-1]:
                actor = self._near(self.wanted.answered_by, seat.unit)
                comes = self.lot.random() < 0.9
                actions.reply(seat, comes=comes, client_id=self._id(), actor=actor)

    def _held(self, meeting: Matter) -> list[Decision]:
        host = self._near(self.wanted.held_by, meeting.owner)
        seats = list(queries.seats(meeting))
        with clock.standing_at(self.now):
            came = {seat.pk for seat in seats[: queries.standing(meeting).needed]}
            actions.note_who_came(meeting, came=came, client_id=self._id(), actor=host)
            self._move(meeting, "hold", host, quantity=len(seats) + 2, answers=self.wanted.minutes)
            return [
                actions.decide(
                    meeting,
                    ruling=actions.Ruling(
                        text=said.text,
                        owner=self._unit(said.to),
                        day=clock.today() + timedelta(days=said.days),
                        items=list(queries.agenda(meeting)),
                        client_id=self._id(),
                    ),
                    actor=host,
                )
                for said in self.wanted.decided
            ]

    def _move(self, matter: Matter, step: str, actor: Actor, **given: object) -> None:
        """One of the flow's moves; *step* is what the playbook calls by its own name."""
        now = matters_for(self.growth.actor, [matter.number])[0]
        move = self.wanted.steps[step]
        with clock.standing_at(self.now):
            make_move(now, move=move, seen=now.serial, client_id=self._id(), actor=actor, **given)  # type: ignore[arg-type]  # what each move is given

    def _id(self) -> UUID:
        return uuid_at(self.now, self.lot)

    def _unit(self, code: str) -> Unit:
        return next(unit for unit in self.growth.units_of(self.growth.units) if unit.code == code)

    def _at(self, role: str, code: str) -> Actor:
        return self._near(role, self._unit(code))

    def _near(self, role: str, unit: Unit) -> Actor:
        """Someone in *role* at *unit*, or at the nearest above it that has one."""
        for step in reversed(unit.path.split("/")[:-1]):
            people = [one.person for one in self.growth.holders_of([role]) if one.unit == int(step)]
            if people:
                return actor_of_person(Person(pk=self.lot.choice(people), region=self.growth.region))
        raise Refusal(
            "sample.nobody_may",
            zh=f"样例县里没有人能办会议：{unit.name} 及以上没有 {role}。",
            en=f"Nobody may act for a meeting at {unit.name}: no {role} there or above.",
        )
