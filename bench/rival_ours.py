"""Our side of the comparison: the same three pieces of work by our own API, on as many matters."""

import json
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from django.test import Client

from bench.helpdesk.prepare import SOUGHT
from bench.intake import Requests
from bench.pages import fill
from bench.rounds import in_rounds
from bench.table import Line

WARM_UP, COUNT = 50, 400
TIMES, WARM = 10, 2


def measure(port: str, many: str) -> list[Line]:
    """Requests opened a second; milliseconds to list fifty and to search."""
    fill(int(many))
    told = Requests()
    opened = in_rounds(told.requests, int(port), warm_up=WARM_UP, count=COUNT).middle.load
    return [
        Line("open", opened.per_second, "/s"),
        Line("list", _look(told, "/api/matters?show=all"), "ms"),
        Line("search", _look(told, f"/api/matters?show=all&text={SOUGHT}"), "ms"),
    ]


def _look(told: Requests, path: str) -> float:
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {told.clerks[0][0]}"})
    return 1000 * median(list(_times(client, path))[WARM:])


def _times(client: Client, path: str) -> Iterator[float]:
    for _ in range(WARM + TIMES):
        began = perf_counter()
        answer = client.get(path)
        yield perf_counter() - began
        assert answer.status_code == 200, answer.content
        assert json.loads(answer.content)["rows"], "nothing listed"
