"""Matter page and inbox in server time, with the matters as grown and with a hundred thousand."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.helpdesk.prepare import RARE, SOUGHT
from bench.table import Line
from haitang.kernel.matters.api import MatterDraft, open_many
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.models import Declared
from haitang.kernel.registry.api import SYSTEM
from haitang.kernel.registry.models import Account, Region, Unit

FEW, MANY, TIMES, WARM = 400, 100_000, 20, 5
BUSY = 20_000
#: What one in twenty says.
OFTEN = "夜间施工噪音"
#: A clerk of the county, who sees everything, and one of a town, who sees a subtree.
PEOPLE = ("clerk", "town-clerk")


def measure() -> list[Line]:
    """Server time of each page with many matters; the queries with few and with many."""
    # A few more, so that even a town's inbox has something to show before we look the first time.
    fill(Matter.objects.count() + FEW)
    few, counted = {(name, path): _look(name, path) for name, path in _pages()}, Matter.objects.count()
    took = fill(MANY)
    lines = [Line(f"open matters up to {MANY:,}", took, "s", note=f"from {counted:,}")]
    for name, path in _pages():
        took, queries = _look(name, path)
        before = few.get((name, path))
        what = f"{'inbox (50 rows)' if path == '/matters/' else 'matter page'}, {name}"
        fewer = f"; {before[1]} queries with {counted:,} matters, {queries} now" if before else ""
        note = f"{1000 * took.cpu:.0f} ms of processor{fewer}"
        lines.append(Line(what, 1000 * took.wall, "ms", limit=60, note=note))
        if before:
            lines.append(Line(f"{what}, more queries", queries - before[1], "", limit=0))
    return [*lines, busy()]


def busy() -> Line:
    """The inbox of a town's clerk who has 20,000 open matters: straight updates, as in ``spread``."""
    town = Account.objects.get(username="town-clerk").person.posts.select_related("unit").get(until=None).unit
    its = Matter.objects.filter(owner=town, closed_at=None, gathered_under=None).count()
    rest = Matter.objects.filter(closed_at=None, gathered_under=None).exclude(owner=town).order_by("-pk")
    more = list(rest.values_list("pk", flat=True)[: BUSY - its])
    for start in range(0, len(more), 500):
        Matter.objects.filter(pk__in=more[start : start + 500]).update(owner=town, unit=town)
    tidy()
    took, queries = _look("town-clerk", "/matters/")
    note = f"{1000 * took.cpu:.0f} ms of processor; {queries} queries"
    return Line(f"inbox of a clerk with {BUSY:,} open matters", 1000 * took.wall, "ms", limit=60, note=note)


def _pages() -> Iterator[tuple[str, str]]:
    """The pages to open: the inbox, and the matter as grown that has most to tell."""
    told = Matter.objects.filter(outside_key="").annotate(told=Count("steps")).order_by("-told", "pk")
    for name in PEOPLE:
        yield name, "/matters/"
        post = Account.objects.get(username=name).person.posts.select_related("unit").first()
        path = post.unit.path
        yield name, f"/matters/{told.filter(unit__path__gte=path, unit__path__lt=path + '~').first().number}/"


class Took(NamedTuple):
    """Seconds by the clock and of our processor; the database's own are only in the first."""

    wall: float
    cpu: float


def _look(name: str, path: str) -> tuple[Took, int]:
    """The median of opening a page when warm, and how many queries it makes."""
    client = Client(headers={"host": "localhost"})
    account = Account.objects.get(username=name)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    times = [_time(client, path) for _ in range(WARM + TIMES)][WARM:]
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return Took(median(one.wall for one in times), median(one.cpu for one in times)), len(queries)


def _time(client: Client, path: str) -> Took:
    wall, cpu = perf_counter(), process_time()
    answer = client.get(path)
    took = Took(perf_counter() - wall, process_time() - cpu)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return took


def fill(wanted: int) -> float:
    """Open matters by the bulk action until there are so many, and spread them; the seconds it took."""
    region = Region.objects.get()
    places = list(Unit.objects.filter(region=region, kind__key__in=("village", "community")))
    missing = wanted - Matter.objects.count()
    there = Matter.objects.filter(outside_key__startswith="bench-").count()
    drafts = (
        MatterDraft(
            kind="request",
            at=places[number % len(places)],
            title=f"{places[number % len(places)].name}第{number}件{said_besides(number)}",
            body="楼道里的灯不亮，晚上老人不敢下楼，请来修一修。",
            channel="hotline",
            outside_key=f"bench-{number}",
            answers={"urgency": "ordinary"},
            follow=False,
        )
        for number in range(there, there + missing)
    )
    began = perf_counter()
    report = open_many(drafts, actor=SYSTEM(region))
    assert report.opened == missing, report.refused[:3]
    took = perf_counter() - began
    spread()
    return took


def said_besides(number: int) -> str:
    """What only some of them say: one in 400, one in 20."""
    return (SOUGHT if number % RARE == 0 else "") + (OFTEN if number % 20 == 0 else "")


def spread() -> None:
    """Half of them closed, a quarter handed to where they happened: moves would do it, in half an hour.

    Straight updates of rows that nobody will look into: only how many there are of each matters here.
    """
    opened = Matter.objects.filter(outside_key__startswith="bench-").annotate(lot=F("pk") % 4)
    closed = Declared.objects.get(section="states", key="closed", parent__key="request")
    over = F("opened_at") + timedelta(days=3)
    opened.filter(lot__lt=2).update(
        state=closed, closed_at=over, closed_on=F("opened_on"), sort_at=over, due_at=None
    )
    opened.filter(lot=2).update(owner=F("unit"))
    tidy()


def tidy() -> None:
    """What autovacuum does within a minute of such a change; no county's rows are rewritten in one stroke."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
