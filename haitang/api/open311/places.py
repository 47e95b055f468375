"""Where a request happened: the unit that its address names, the one nearest its point, else the region."""

from dataclasses import dataclass
from decimal import Decimal

from haitang.api.open311.jurisdictions import Jurisdiction
from haitang.desks.requests.doors import Door
from haitang.kernel.registry.api import places_near, root_of, unit_at, units_as_of
from haitang.kernel.registry.models import Place, Unit
from haitang.lib.clock import today
from haitang.lib.diagnostics import Refusal

#: A point farther than this from every known place (about 5 km) is in no unit that is known by it.
NEAR_MICRO = 50_000


@dataclass(frozen=True)
class SaidPlace:
    """Where, as it was said."""

    code: str
    words: str
    latitude: Decimal | None
    longitude: Decimal | None

    def __bool__(self) -> bool:
        return bool(self.code or self.words or self.point)

    @property
    def point(self) -> str:
        """The two degrees; empty where neither was said."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{self.latitude:f}, {self.longitude:f}"


def place_of(here: Jurisdiction, door: Door, spot: SaidPlace) -> Unit:
    """The unit that *spot* lies in. Where it cannot be told the region's own clerk reads the words."""
    if spot.code:
        return _coded(here, door, spot.code)
    return _named(here, door, spot.words) or _nearest(here, door, spot) or root_of(here.region)


def _coded(here: Jurisdiction, door: Door, code: str) -> Unit:
    found = unit_at(here.region, code)
    if found is None or found.kind.key not in door.at:
        zh, en = f"没有 address_id 为“{code}”的地方。", f'address_id "{code}" names no place here.'
        raise Refusal("open311.unknown_address", zh=zh, en=en, field="address_id")
    return found


def _named(here: Jurisdiction, door: Door, words: str) -> Unit | None:
    """The deepest unit named in *words*; two of one name are told apart by what else is named."""
    if not words:
        return None
    text = words.casefold()
    units = list(units_as_of(here.region, today()).filter(kind__key__in=door.at))
    named = {unit.pk: unit for unit in units if len(unit.name) > 1 and unit.name.casefold() in text}
    if not named:
        return None
    ranked = sorted(((_named_above(unit, named), len(unit.name)), unit.pk) for unit in named.values())
    best = [pk for rank, pk in ranked if rank == ranked[-1][0]]
    return named[best[0]] if len(best) == 1 else None


def _named_above(unit: Unit, named: dict[int, Unit]) -> int:
    return sum(int(step) in named for step in unit.path.split("/") if step)


def _nearest(here: Jurisdiction, door: Door, spot: SaidPlace) -> Unit | None:
    """The unit of the nearest registered place."""
    if spot.latitude is None or spot.longitude is None:
        return None
    north, east = (int(degrees * 1_000_000) for degrees in (spot.latitude, spot.longitude))
    near = places_near(here.region, north=north, east=east, within=NEAR_MICRO, kinds=door.at)
    ranked = sorted(near, key=lambda one: _apart(one, north, east))
    return ranked[0].unit if ranked else None


def _apart(place: Place, north: int, east: int) -> int:
    return (place.latitude_micro - north) ** 2 + (place.longitude_micro - east) ** 2
