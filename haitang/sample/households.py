"""Who lives where: invented residents, each tied to a household. They hold no post and may do nothing."""

from haitang.kernel.registry.api import Particulars, grow_people, tie
from haitang.kernel.registry.models import Person, Unit
from haitang.sample.declare import Residents, at_size
from haitang.sample.growth import Growth
from haitang.sample.lots import spread_over
from haitang.sample.people import birth_years, birthday, names


def house_people(growth: Growth) -> None:
    """Everyone the playbook wants to live somewhere."""
    for number, wanted in enumerate(growth.sample.residents):
        _house(growth, wanted, f"residents {number}")


def _house(growth: Growth, wanted: Residents, topic: str) -> None:
    homes = spread_over(homes_below(growth, wanted), at_size(wanted.count, growth.size))
    lot, called = growth.lots(topic), names(growth.sample.names, growth.lots(f"{topic} names"))
    years = birth_years(len(homes), {}, wanted.born, lot)
    rows = [
        Particulars(
            name=next(called), sex=lot.choice("fm"), born_on=birthday(year, lot), phone=next(growth.phones)
        )
        for year in years
    ]
    grown = grow_people(growth.region, rows=rows, actor=growth.actor)
    people = Person.objects.in_bulk(grown)
    for person, home in zip(grown, homes, strict=True):
        tie(people[person], to=home, kind=wanted.kind, since=wanted.since, actor=growth.actor)


def homes_below(growth: Growth, wanted: Residents) -> list[Unit]:
    """The units to live in, each once."""
    below = growth.below(wanted.to)
    return [home for top in growth.units_of([wanted.under]) for home in below.get(top.pk, [])]
