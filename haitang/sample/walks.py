"""Matters of a sample county: each is opened and walks through its flow, every move by someone who may.

A walk that has not reached its end by now stops where it stands: so every state has somebody in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

from django.apps import apps
from PIL import Image

from haitang.kernel.ledger.api import keep_attachment
from haitang.kernel.matters.api import TAKER, ContactDetails, MattersSection, followed, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import RESIDENT, Actor, actor_of_person
from haitang.kernel.registry.models import Person, Unit
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Matters, RequestText, Walk, at_size
from haitang.sample.deeds import moment
from haitang.sample.growth import Counting, Growth, uuid_at
from haitang.sample.land import Pins, discs
from haitang.sample.lots import Lots, per_day, values, weighted
from haitang.sample.people import phone

#: Hours of the day between which people act.
WAKE, SLEEP = 8, 20


#: A matter with its moves takes about as long as so many entries.
MATTER_WEIGHT = 60


def walk_matters(growth: Growth) -> None:
    """Open every matter the playbook asks for and let it walk."""
    counts = Counting(list(apps.get_app_config("matters").get_models()))
    for walked, _ in enumerate(_walks(growth), start=1):
        growth.advance(MATTER_WEIGHT)
        counts.reached(walked)


def _walks(growth: Growth) -> Iterator[None]:
    """One matter after another."""
    for number, wanted in enumerate(growth.sample.matters):
        opened = days(growth, wanted)
        walkers = Walkers(growth, wanted, len(opened), growth.lots(f"matters {number} {wanted.kind}"))
        for day in opened:
            walkers.walk(day)
            yield


def days(growth: Growth, wanted: Matters) -> list[date]:
    """The day on which each matter is opened, in order."""
    today = clock.day_of(growth.now)
    found: list[date] = []
    for one in wanted.rounds:
        for day, number in per_day(at_size(one.count, growth.size), *one.days.span(today)).items():
            found += [day] * number
    return sorted(found)


@dataclass
class Walker:
    """One matter on its way; its serial and owner are followed here, so that it need not be read again."""

    matter: Matter
    owner: Unit
    text: RequestText
    walk: Walk
    code: str
    now: datetime
    serial: int = 1
    before: Unit | None = None
    taker: Actor | None = None


class Walkers:
    """What all matters of one kind have in common."""

    def __init__(self, growth: Growth, wanted: Matters, count: int, lot: Lots) -> None:
        self.growth, self.wanted, self.lot = growth, wanted, lot
        kind = house_of(growth.region.pk).section(MattersSection).matters[wanted.kind]
        self.moves, self.offered_to = kind.flow.moves, kind.offers.to if kind.offers else ()
        self.places = growth.units_of(wanted.where)
        self.by_id = {unit.pk: unit for unit in growth.units_of(growth.units)}
        self.actors: dict[int, Actor] = {}
        self.photo = b""
        self.by_code = {unit.code: unit for unit in growth.units_of(growth.units) if unit.code}
        self.at: dict[tuple[str, int], list[int]] = {}
        for role, holders in growth.holders.items():
            for holder in holders:
                self.at.setdefault((role, holder.unit), []).append(holder.person)
        self.answers = {field: values(drawn, count, lot) for field, drawn in wanted.answers.items()}
        self.pins = self._pins()

    def walk(self, day: date) -> None:
        """Open one matter on *day* and make its moves."""
        walker = self._open(moment(day, self.growth.now, self.lot))
        for place, move in enumerate(walker.walk.moves):
            walker.now = self._later(walker.now, move)
            if walker.now > self.growth.now:
                return
            with clock.standing_at(walker.now):
                self._move(walker, place)

    def _pins(self) -> Pins | None:
        """What puts points to them, if the playbook's sample has any; its lots are its own."""
        sample, spots = self.growth.sample, self.wanted.spots
        if sample.land is None or spots is None:
            return None
        return Pins(spots, discs(sample.land, self.places), self.growth.lots(f"spots {self.wanted.kind}"))

    def _open(self, now: datetime) -> Walker:
        lot, wanted = self.lot, self.wanted
        text, unit, channel = (
            lot.choice(wanted.texts),
            lot.choice(self.places),
            weighted(wanted.channels, lot),
        )
        opener = RESIDENT(self.growth.region) if channel in wanted.residents else None
        with clock.standing_at(now):
            opened = open_matter(
                wanted.kind,
                at=unit,
                actor=opener or self._nearest((wanted.opened_by,), unit),
                title=text.title.format(unit=unit.name),
                body=text.body.format(unit=unit.name),
                category=text.category,
                channel=channel,
                answers={field: next(drawn) for field, drawn in self.answers.items()}
                | (self.pins.near(unit) if self.pins else {}),
                contact=self._contact(),
                uuid=uuid_at(now, lot),
            )
        walk = lot.choices(wanted.walks, weights=[walk.share for walk in wanted.walks])[0]
        owner = self.by_id[opened.matter.owner_id]
        return Walker(opened.matter, owner, text, walk, opened.follow_code, now)

    def _contact(self) -> ContactDetails | None:
        if self.lot.random() >= self.wanted.contact:
            return None
        return ContactDetails(name="样例居民", phone=phone(self.lot.randrange(10**8)))

    def _move(self, walker: Walker, place: int) -> None:
        key = walker.walk.moves[place]
        ask, lot = self.moves[key].ask, self.lot
        actor = self._mover(walker, key)
        note = walker.text.answer if key == self.wanted.answered_by else self._note(key)
        step = make_move(
            self._as_seen_by(actor, walker),
            move=key,
            seen=walker.serial,
            client_id=uuid_at(walker.now, lot),
            actor=actor,
            note=note if ask.note != "none" else "",
            answers=self._answers(walker, key),
            attachments=(self._photo(actor),) if ask.photos == "required" else (),
            to_unit=self._target(walker, place) if self.moves[key].hands_to == "unit" else None,
            rating=int(weighted(self.wanted.rating, lot)) if ask.rating == "required" else None,
            quantity=lot.randint(max(3, ask.quantity.min), min(12, ask.quantity.max))
            if ask.quantity
            else None,
        )

        walker.serial += 1
        owner = self.by_id[step.to_owner_id or walker.owner.pk]
        if owner != walker.owner:
            walker.before, walker.owner = walker.owner, owner

    def _answers(self, walker: Walker, key: str) -> dict[str, object]:
        """What the fields of move *key* are answered: drawn where the playbook says how, else in words."""
        drawn = self.wanted.moves_ask.get(key, {})
        found: dict[str, object] = {name: next(values(how, 1, self.lot)) for name, how in drawn.items()}
        said = walker.text.summary
        return found | {name: said for name in self.moves[key].ask.fields if said and name not in drawn}

    def _photo(self, actor: Actor) -> UUID:
        """A plain grey square, kept as whoever needs a photo would keep one."""
        if not self.photo:
            Image.new("RGB", (64, 48), "#bbbbbb").save(drawn := BytesIO(), "png")
            self.photo = drawn.getvalue()
        return keep_attachment(BytesIO(self.photo), actor=actor, region=self.growth.region).uuid

    def _as_seen_by(self, actor: Actor, walker: Walker) -> Matter:
        """The matter as a resident gets hold of it, by its number and code; as it is, for everybody else."""
        is_resident = actor.person_id is None and not actor.is_system
        found = followed(walker.matter.number, walker.code) if is_resident else None
        return found or walker.matter

    def _note(self, key: str) -> str:
        notes = self.wanted.notes.get(key, ())
        return self.lot.choice(notes) if notes else ""

    def _mover(self, walker: Walker, key: str) -> Actor:
        by = self.moves[key].by
        if TAKER in by:
            return self._taker(walker)
        if by[0] == "resident":
            return RESIDENT(self.growth.region)
        return self.growth.actor if by[0] == "clock" else self._nearest(by, self._where(walker, key))

    def _where(self, walker: Walker, key: str) -> Unit:
        """The unit that makes move *key*: who was asked, who had sent it, else who has it."""
        move = self.moves[key]
        if move.decides:
            asked = walker.matter.calls.get(until=None, question__key=move.decides)
            return self.by_id[asked.unit_id]
        return walker.before if move.over == "sender" and walker.before else walker.owner

    def _taker(self, walker: Walker) -> Actor:
        """Whoever took it on; at first, any of those it is offered to."""
        if walker.taker is None:
            willing = self.growth.holders_of(self.offered_to)
            walker.taker = self._actor(self.lot.choice(willing).person)
        return walker.taker

    def _nearest(self, roles: tuple[str, ...], unit: Unit) -> Actor:
        """Someone in one of *roles* at *unit*, or at the nearest unit above it that has one."""
        for step in reversed(unit.path.split("/")[:-1]):
            people = [person for role in roles for person in self.at.get((role, int(step)), ())]
            if people:
                return self._actor(self.lot.choice(people))
        raise Refusal(
            "sample.nobody_may",
            zh=f"样例县里没有人能办：{unit.name} 及以上没有 {'、'.join(roles)}。",
            en=f"Nobody may act at {unit.name}: no {', '.join(roles)} there or above.",
        )

    def _actor(self, person: int) -> Actor:
        if person not in self.actors:
            self.actors[person] = actor_of_person(Person(pk=person, region=self.growth.region))
        return self.actors[person]

    def _target(self, walker: Walker, place: int) -> Unit:
        """Who the matter is handed to; someone else first, if the walk says it will come back."""
        right = self.by_code[walker.text.to] if walker.text.to else walker.matter.unit
        if walker.walk.moves[place + 1 : place + 2] != (self.wanted.returned_by,):
            return right
        kin = [
            unit for unit in self.growth.units_of(self.moves[walker.walk.moves[place]].to_kinds) if unit.code
        ]
        return self.lot.choice([unit for unit in kin if unit.kind_id == right.kind_id and unit != right])

    def _later(self, instant: datetime, move: str) -> datetime:
        """When the next move is made: some hours on, and not at night."""
        later = instant + timedelta(hours=self.lot.uniform(*self.wanted.hours[move]))
        local = later.astimezone(clock.ZONE)
        if WAKE <= local.hour < SLEEP:
            return later
        morning = local.replace(hour=WAKE, minute=0) + timedelta(days=local.hour >= SLEEP)
        return morning + timedelta(minutes=self.lot.randrange(150))
