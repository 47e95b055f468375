"""Search among a hundred thousand matters: staff in their inbox, everybody among what was done."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from django.db import connection
from django.test import Client

from bench.helpdesk.prepare import SOUGHT
from bench.pages import MANY, OFTEN, PEOPLE, Took, fill
from bench.table import Line
from haitang.desks.requests.models import Publication
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Account, Region
from haitang.lib.grams import folded, grams

TIMES, WARM = 8, 2
#: One in 400, one in 20, all, none; two words; a piece of what only one says.
WORDS = (SOUGHT, OFTEN, "灯不亮", "没有这样的话", "老人 楼道", "第77777件")


class Slowest(NamedTuple):
    """The slowest of several, and what was sought."""

    took: Took
    words: str


def measure() -> list[Line]:
    """The slowest search of staff among all matters, and of everybody among as many that were let out."""
    fill(MANY)
    lines = [_line(f"search the inbox, {name}", _inbox(name)) for name in PEOPLE]
    publish()
    return [*lines, _line("search what was done", _slowest(Client(headers=HOST), _done()))]


HOST = {"host": "localhost"}


def _line(what: str, slowest: Slowest) -> Line:
    note = f"{1000 * slowest.took.cpu:.0f} ms of processor; slowest of {len(WORDS)}: {slowest.words}"
    return Line(f"{what}, {MANY:,}", 1000 * slowest.took.wall, "ms", limit=100, note=note)


def _inbox(name: str) -> Slowest:
    client = Client(headers=HOST)
    account = Account.objects.get(username=name)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return _slowest(client, ((words, "/matters/", {"show": "all", "words_sought": words}) for words in WORDS))


def _done() -> Iterator[tuple[str, str, dict[str, str]]]:
    page = f"/r/{Region.objects.get().key}/done/"
    return ((words, page, {"q": words}) for words in WORDS)


def _slowest(client: Client, asked: Iterator[tuple[str, str, dict[str, str]]]) -> Slowest:
    each = [Slowest(_middle(client, path, query), words) for words, path, query in asked]
    return max(each, key=lambda one: one.took.wall)


def _middle(client: Client, path: str, query: dict[str, str]) -> Took:
    times = [_time(client, path, query) for _ in range(WARM + TIMES)][WARM:]
    return Took(median(one.wall for one in times), median(one.cpu for one in times))


def _time(client: Client, path: str, query: dict[str, str]) -> Took:
    wall, cpu = perf_counter(), process_time()
    answer = client.get(path, query)
    took = Took(perf_counter() - wall, process_time() - cpu)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return took


def publish() -> None:
    """Let all of them out with their own words: straight rows, for acts would take half an hour."""
    there = Publication.objects.values("matter")
    matters = Matter.objects.exclude(pk__in=there).values_list(
        "pk", "region", "kind", "unit", "title", "opened_on"
    )
    rows = [_row(*one) for one in matters]
    Publication.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            told = [(row.matter_id, row.grams) for row in rows]
            cursor.executemany("INSERT INTO requests_grams (rowid, grams) VALUES (%s, %s)", told)
        cursor.execute("ANALYZE")


def _row(key: int, region: int, kind: int, unit: int, title: str, day: object) -> Publication:
    said = f"{title}：楼道里的灯不亮，老人不敢下楼，已修好。"
    return Publication(
        matter_id=key,
        region_id=region,
        kind_id=kind,
        unit_id=unit,
        text=said,
        closed_on=day,
        days=3,
        published_at="2026-01-01T00:00:00Z",
        sought=folded(said),
        grams=grams(said),
    )
