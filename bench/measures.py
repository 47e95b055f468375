"""Figures over all entries of the county, live: one kind by town and month, with distinct people."""

from statistics import median
from time import perf_counter

from bench.table import Line
from haitang.kernel.ledger.models import Fact
from haitang.kernel.measures.api import figure, read_period
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import SYSTEM, root_of
from haitang.kernel.registry.models import Region
from haitang.lib import clock

TIMES = 7
#: Measures of the shipped playbooks: how often, and how many different ones, of the kind with most entries.
WANTED = {"visits": "count", "households_visited": "distinct"}


def measure() -> list[Line]:
    """Each measure by town and month, over this year; the median of a few, warm."""
    count = f"{Fact.objects.count():,} facts in all"
    return [
        Line(f"{key} ({how}) by town and month", 1000 * _time(key), "ms", note=count)
        for key, how in WANTED.items()
    ]


def _time(key: str) -> float:
    region = Region.objects.get()
    house, unit, actor = house_of(region.pk), root_of(region), SYSTEM(region)
    period = read_period(str(clock.today().year))
    times = []
    for _ in range(TIMES + 1):
        began = perf_counter()
        figure(key, house=house, unit=unit, actor=actor, period=period, by=("town", "month"))
        times.append(perf_counter() - began)
    return median(times[1:])
