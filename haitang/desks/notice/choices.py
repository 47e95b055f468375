"""What somebody has chosen, with what is usual where they chose nothing."""

from collections.abc import Sequence

from haitang.desks.notice.enums import WayKey, When
from haitang.desks.notice.models import Choice, Habit
from haitang.desks.notice.occasions import occasions
from haitang.desks.notice.preferences import Hours, hours_of, notices_of, usually
from haitang.kernel.registry.models import Person


def as_chosen(person: Person, ways: Sequence[str]) -> dict[tuple[str, str], str]:
    """How soon *person* hears of each occasion by each of the *ways*."""
    notices = notices_of(person.region_id)
    chosen = {(one.occasion, one.way): one.soon for one in Choice.objects.filter(person=person)}
    found = {
        (key, way): chosen.get((key, way)) or usually(notices, key, way)
        for key in occasions()
        for way in ways
    }
    # In the house there is no daily message: it is there, or it is not.
    return {
        key: str(When.NOW) if key[1] == WayKey.APP and soon == When.DAILY else soon
        for key, soon in found.items()
    }


def hours_now(person: Person) -> Hours:
    """When *person* is left alone."""
    habit = Habit.objects.filter(person=person).first()
    return hours_of(habit) if habit else Hours.usual(notices_of(person.region_id))
