"""Rotas, their days, whose turn it is, and how many each has had."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from haitang.desks.rota.declare import Rota, RotaSection
from haitang.desks.rota.models import Absence, CalendarKey, Exchange, Sitting, Turn
from haitang.desks.rota.rules import PLANS
from haitang.kernel.ledger.api import quantity_done
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import Actor, RegistrySection, holders_within, ids_in, under, units_of_kinds
from haitang.kernel.registry.models import Person, Unit
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.text import Text, whole_number

#: Turns of so many days count towards whose is next, and are shown.
COUNTED_DAYS = 365


@dataclass(frozen=True)
class Kept:
    """A rota as one unit keeps it."""

    key: str
    rota: Rota
    unit: Unit
    house: House

    @property
    def row(self) -> int:
        """The identity of the rota."""
        return self.house.id_of("rotas", self.key)


def rotas_of(house: House) -> dict[str, Rota]:
    """The rotas that the playbook declares."""
    return dict(house.section(RotaSection).rotas) if house.sections else {}


def rotas_for(actor: Actor) -> list[Kept]:
    """The rotas that *actor* plans or takes turns in."""
    house = house_of(actor.region_id)
    found = []
    for key, rota in rotas_of(house).items():
        units = units_of_kinds(actor.region_id, rota.at).filter(_near(actor, rota), until=None)
        found += [Kept(key, rota, unit, house) for unit in units.order_by("path")]
    return found


def rota_for(actor: Actor, key: str, unit_id: int) -> Kept | None:
    """The rota *key* of one unit, if *actor* plans or takes turns in it."""
    house = house_of(actor.region_id)
    rota = rotas_of(house).get(key)
    if rota is None:
        return None
    units = units_of_kinds(actor.region_id, rota.at).filter(_near(actor, rota))
    unit = units.filter(pk=unit_id).first()
    return Kept(key, rota, unit, house) if unit else None


def sitting_for(actor: Actor, uuid: UUID) -> tuple[Kept, Sitting] | None:
    """One day, if *actor* plans that rota or takes turns in it."""
    found = Sitting.objects.filter(region=actor.region_id, uuid=uuid).select_related(
        "rota", "unit", "held_by"
    )
    sitting = found.first()
    kept = rota_for(actor, sitting.rota.key, sitting.unit_id) if sitting else None
    return (kept, sitting) if kept and sitting else None


def exchange_for(actor: Actor, uuid: UUID) -> Exchange | None:
    """An exchange that *actor* was asked for."""
    found = Exchange.objects.filter(uuid=uuid, asked=actor.person_id)
    related = ("turn__sitting__unit", "turn__sitting__rota", "turn__person", "instead__sitting")
    return found.select_related(*related).first() if actor.person_id else None


def _near(actor: Actor, rota: Rota) -> Q:
    """Units over which *actor* plans; and those at or above where they hold a role that sits."""
    lines = [stand.unit_path for stand in actor.stands if stand.role in rota.roles]
    above = {step for line in lines for step in ids_in(line)}
    planned = Q()
    for path in actor.paths(PLANS):
        planned |= under(path)
    return Q(pk__in=above) | planned if planned else Q(pk__in=above)


def sitters(kept: Kept, day: date | None = None) -> list[Person]:
    """Who takes turns in it, by name."""
    return holders_within(kept.rota.roles, unit=kept.unit, day=day or clock.today())


def days_of(kept: Kept, *, since: date, until: date) -> QuerySet[Sitting]:
    """Its days from *since* up to, and without, *until*."""
    found = Sitting.objects.filter(rota=kept.row, unit=kept.unit, day__gte=since, day__lt=until)
    return found.select_related("held_by").order_by("day")


def turns_on(sittings: Iterable[Sitting]) -> dict[int, list[Turn]]:
    """The standing turns of each, by name."""
    found: dict[int, list[Turn]] = {}
    turns = Turn.objects.filter(sitting__in=[one.pk for one in sittings], passed_on_at=None)
    for turn in turns.select_related("person").order_by("person__name", "pk"):
        found.setdefault(turn.sitting_id, []).append(turn)
    return found


def turns_had(kept: Kept, *, until: date) -> Counter[int]:
    """How many turns each person has had within a year before *until*, those planned for then too."""
    since = until - timedelta(days=COUNTED_DAYS)
    on = Q(sitting__rota=kept.row, sitting__unit=kept.unit, sitting__called_off_at=None, passed_on_at=None)
    turns = Turn.objects.filter(on, sitting__day__gte=since, sitting__day__lt=until)
    return Counter(turns.values_list("person_id", flat=True))


def away_on(days: Collection[date], people: Iterable[int]) -> dict[date, set[int]]:
    """Who is away on which of *days*."""
    if not days:
        return {}
    rows = Absence.objects.filter(person__in=list(people), since__lte=max(days), until__gte=min(days))
    spans = list(rows.values_list("person_id", "since", "until"))
    return {day: {person for person, since, until in spans if since <= day <= until} for day in days}


def absences(people: Iterable[int], *, since: date) -> list[Absence]:
    """When they are away from *since* on."""
    found = Absence.objects.filter(person__in=list(people), until__gte=since)
    return list(found.select_related("person").order_by("since", "pk"))


def exchanges_of(sittings: Iterable[Sitting]) -> list[Exchange]:
    """Every exchange about these days, settled or not, the latest first."""
    found = Exchange.objects.filter(turn__sitting__in=[one.pk for one in sittings])
    related = ("turn__person", "turn__sitting", "asked", "instead__sitting")
    return list(found.select_related(*related).order_by("-asked_at", "-pk"))


def my_turns(actor: Actor, *, since: date) -> list[Turn]:
    """The turns that *actor* has from *since* on."""
    if actor.person_id is None:
        return []
    found = Turn.objects.filter(person=actor.person_id, passed_on_at=None, sitting__day__gte=since)
    found = found.filter(sitting__called_off_at=None).select_related("sitting__unit", "sitting__rota")
    turns = list(found.order_by("sitting__day"))
    theirs = _open_to(actor, (turn.sitting for turn in turns))
    return [turn for turn in turns if turn.sitting_id in theirs]


def _open_to(actor: Actor, sittings: Iterable[Sitting]) -> set[int]:
    """Those of a person's own *sittings* that *actor* has to do with: a token, those of its one post."""
    days = {one.pk: (one.rota.key, one.unit_id) for one in sittings}
    if actor.post_id is None:
        return set(days)
    kept = {where for where in set(days.values()) if rota_for(actor, *where)}
    return {day for day, where in days.items() if where in kept}


def calendar_key_of(person: Person) -> CalendarKey:
    """How the address of their calendar stands."""
    return CalendarKey.objects.filter(person=person).first() or CalendarKey(person=person)


def sits_in(actor: Actor) -> list[Rota]:
    """The rotas of whose roles *actor* holds one today."""
    held = {stand.role for stand in actor.stands}
    return [rota for rota in rotas_of(house_of(actor.region_id)).values() if held & set(rota.roles)]


def takes_part(actor: Actor) -> bool:
    """Whether *actor* sits in a rota of the playbook or plans any; no query where the house is known."""
    rotas = rotas_of(house_of(actor.region_id, revision=actor.revision)).values()
    held = {stand.role for stand in actor.stands}
    return any(held & set(rota.roles) for rota in rotas) or (bool(rotas) and actor.may_somewhere(PLANS))


def planning_roles(actor: Actor) -> list[Text]:
    """The roles that plan rotas, as the playbook calls them."""
    house = house_of(actor.region_id)
    roles = house.section(RegistrySection).roles.values() if rotas_of(house) else ()
    return [role.label for role in roles if PLANS in role.abilities]


def turns_sat(actor: Actor, *, since: date) -> list[tuple[Turn, Rota]]:
    """Their turns, each with its rota, of the rotas that they sit in today; for a calendar."""
    found = Turn.objects.filter(person=actor.person_id, passed_on_at=None, sitting__day__gte=since)
    found = found.filter(sitting__called_off_at=None).select_related("sitting__unit", "sitting__rota")
    rotas, lines = rotas_of(house_of(actor.region_id)), [(one.role, one.unit_path) for one in actor.stands]
    turns = []
    for turn in found.order_by("sitting__day"):
        rota, at = rotas.get(turn.sitting.rota.key), turn.sitting.unit.path
        # Who sits stands at the unit of the rota, below it or above it.
        if rota and any(
            role in rota.roles and (line.startswith(at) or at.startswith(line)) for role, line in lines
        ):
            turns.append((turn, rota))
    return turns


def asked_of(actor: Actor) -> list[Exchange]:
    """Exchanges that wait for *actor*'s answer."""
    if actor.person_id is None:
        return []
    found = Exchange.objects.filter(asked=actor.person_id, answered_at=None)
    related = ("turn__sitting__unit", "turn__sitting__rota", "turn__person", "instead__sitting")
    asked = list(found.select_related(*related).order_by("turn__sitting__day"))
    theirs = _open_to(actor, (one.turn.sitting for one in asked))
    return [one for one in asked if one.turn.sitting_id in theirs]


def services_on(kept: Kept, sitting: Sitting, people: Collection[int]) -> int:
    """How many services those on duty recorded on the day."""
    if not kept.rota.services:
        return 0
    kind = kept.house.id_of("entries", kept.rota.services)
    return quantity_done(kind, day=sitting.day, people=people)


def taken_down(sitting: Sitting) -> list[str]:
    """The numbers of the matters taken down there."""
    return list(sitting.taken_down.order_by("pk").values_list("matter__number", flat=True))


def sitter(kept: Kept, person: str) -> Person | None:
    """One of those who take turns, by the row number a form sent."""
    return next((one for one in sitters(kept) if str(one.pk) == person), None)


def turn_of(sitting: Sitting, actor: Actor) -> Turn | None:
    """The turn that *actor* has on that day."""
    found = Turn.objects.filter(sitting=sitting, person=actor.person_id, passed_on_at=None)
    return found.select_related("sitting", "person").first() if actor.person_id else None


def turn_at(kept: Kept, turn: str) -> Turn | None:
    """A standing turn of this rota, by the row number a form sent."""
    row = whole_number(turn)
    if row is None:
        return None
    own = Turn.objects.filter(sitting__rota=kept.row, sitting__unit=kept.unit, passed_on_at=None)
    return own.filter(pk=row).select_related("sitting", "person").first()


def told_of(actor: Actor, uuids: Collection[UUID]) -> Iterator[tuple[UUID, Sitting, bool]]:
    """Exchanges of *actor*'s and days of their turns among *uuids*; whether their answer is waited for."""
    own = Q(asked=actor.person_id) | Q(turn__person=actor.person_id)
    exchanges = Exchange.objects.filter(own, uuid__in=uuids, turn__sitting__region=actor.region_id)
    for one in exchanges.select_related("turn__sitting__unit", "turn__sitting__rota"):
        yield one.uuid, one.turn.sitting, one.asked_id == actor.person_id and one.answered_at is None
    sat = Turn.objects.filter(person=actor.person_id).values("sitting")
    days = Sitting.objects.filter(uuid__in=uuids, region=actor.region_id, pk__in=sat)
    for day in days.select_related("unit"):
        yield day.uuid, day, False
