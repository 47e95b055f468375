"""What can be wrong with a working calendar: days of years it does not know, and years that come too soon."""

from collections.abc import Iterator
from datetime import timedelta

from haitang.kernel.matters.words import Calendar
from haitang.lib.clock import today
from haitang.lib.diagnostics import Fault, Severity

#: Limits reach about so far; the notices come out in the last weeks of the year before.
AHEAD = timedelta(days=92)


def calendar_flaws(calendar: Calendar) -> Iterator[Fault]:
    """Every fault of the calendar; one that claims no years has none."""
    if calendar.years:
        yield from _strays(calendar)
        yield from _ends(calendar)


def _strays(calendar: Calendar) -> Iterator[Fault]:
    """New Year's holiday may begin on the last days of the year before."""
    for word, days in (("holidays", calendar.holidays), ("workdays", calendar.workdays)):
        for day in days:
            if not {day.year, (day + timedelta(days=7)).year} & set(calendar.years):
                what = f"{day} lies in no year under years:."
                hint = f'Say which notice sets it: years: {{"{day.year}": …}}.'
                path = ("calendar", word, day.isoformat())
                yield Fault("day-of-unpublished-year", what, hint, path=path)


def _ends(calendar: Calendar) -> Iterator[Fault]:
    coming = range(today().year, (today() + AHEAD).year + 1)
    for year in coming:
        if year not in calendar.years:
            what = f"{year}: its holidays are not known; limits that reach it are reckoned by weekends alone."
            hint = "Add its days and its notice under years: when it is out."
            yield Fault("calendar-ends", what, hint, path=("calendar", "years"), severity=Severity.WARNING)
