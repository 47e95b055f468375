"""Sharing turns fairly: equal numbers, nobody twice running, nobody on a day they are away.

Plain values in and out, so that it can be tried on any people and days.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

Person = int


def shared(
    days: Sequence[date],
    people: Sequence[Person],
    *,
    seats: int,
    had: Mapping[Person, int],
    last: Collection[Person] = (),
    away: Mapping[date, Collection[Person]] | None = None,
) -> dict[date, list[Person]]:
    """Whose turn each day is. *had* are the turns people had so far, *last* who sat on the day before.

    Those with the fewest turns come first, and of these whoever has waited longest. Nobody sits twice
    running while somebody else is there; a newcomer begins with the fewest that anybody had.
    """
    fewest = min((had[one] for one in people if one in had), default=0)
    turns = {one: had.get(one, fewest) for one in people}
    waited = {one: place for place, one in enumerate(people)}
    before, found = set(last), dict[date, list[Person]]()
    for number, day in enumerate(days):
        missing = set((away or {}).get(day, ()))
        there = [one for one in people if one not in missing]
        there.sort(key=lambda one: (one in before, turns[one], waited[one]))
        found[day] = chosen = there[:seats]
        for one in chosen:
            turns[one] += 1
            waited[one] = len(people) + number * seats
        before = set(chosen)
    return found
