"""Which unit gave a matter back, and who had sent it there: a wrong dispatch is charged to its sender."""

from typing import NamedTuple

from django.db.models import F, QuerySet

from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.handing import is_of_house, lived_through
from haitang.kernel.matters.models import Matter, Step


class Dispatcher(NamedTuple):
    """The unit that gave it back, and who had handed it there, for which unit; ``by_house`` if by itself."""

    returned_by: int
    person_id: int | None
    unit_id: int
    by_house: bool


def before(matter: Matter) -> int | None:
    """Who had the matter before it came to its owner last."""
    came = _handings(matter).filter(to_owner_id=matter.owner_id).values_list("from_owner_id", flat=True)
    return came.first()


def dispatcher_of(matter: Matter) -> Dispatcher | None:
    """Who sent it to the unit that gave it back to its owner; None where no unit did."""
    returner = before(matter)
    if returner is None:
        return None
    handings = _handings(matter).filter(to_owner_id=returner)
    sent = handings.values_list("actor_id", "from_owner_id", "role").first()
    if sent is None:
        return None
    person, unit, role = sent
    return Dispatcher(returner, person, unit, by_house=is_of_house(person, role))


def _handings(matter: Matter) -> QuerySet[Step]:
    """The steps that handed it from one unit to another, the latest first."""
    handed = lived_through(matter).filter(
        kind=StepKind.MOVED, from_owner__isnull=False, to_owner__isnull=False
    )
    return handed.exclude(from_owner_id=F("to_owner_id")).order_by("-pk")
