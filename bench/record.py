"""Record a deed through the API: sixteen clients, every answer kept, every acknowledged deed looked up."""

import json
from collections.abc import Iterator
from itertools import cycle
from uuid import UUID

from django.db import connection

from bench.house import Server
from bench.load import Load, post, send_all
from bench.table import Line
from haitang.kernel.ledger.models import Entry
from haitang.kernel.registry.api import SYSTEM, issue_token
from haitang.kernel.registry.models import Post, Unit
from haitang.lib import clock
from haitang.lib.ids import new_id

CLIENTS, WARM_UP, COUNT, ROUNDS = 16, 400, 2500, 3
WANTED = {"sqlite": 500, "postgresql": 800}


def measure(port: str, pid: str) -> list[Line]:
    """Deeds a second, their latency, and whether the ledger holds each that was acknowledged."""
    server = Server(int(port), int(pid), 0)
    server.rest()
    deeds = Deeds()
    send_all(deeds.requests(WARM_UP), port=server.port, clients=CLIENTS)
    rounds = [_round(deeds, server) for _ in range(ROUNDS)]
    middle, cpu = sorted(rounds, key=lambda one: one[0].per_second)[ROUNDS // 2]
    each = ", ".join(f"{load.per_second:,.0f}" for load, _ in rounds)
    what = f"record by API, {CLIENTS} clients"
    wanted = WANTED[connection.vendor]
    return [
        Line(what, middle.per_second, "/s", limit=wanted, least=True, note=f"rounds: {each}"),
        Line(f"{what}, median", middle.percentile(0.5), "ms"),
        Line(f"{what}, p99", middle.percentile(0.99), "ms", limit=100),
        Line(f"{what}, processor", 1000 * cpu / len(middle.latencies), "ms each", note="web and worker"),
        Line("answers other than 201", sum(_others(load) for load, _ in rounds), "", limit=0),
        Line("acknowledged, not in the ledger", deeds.lost(), "", limit=0, note=f"of {len(deeds.sent):,}"),
    ]


def _round(deeds: "Deeds", server: Server) -> tuple[Load, float]:
    before = server.cpu()
    load = send_all(deeds.requests(COUNT), port=server.port, clients=CLIENTS)
    return load, server.cpu() - before


def _others(load: Load) -> int:
    return sum(count for status, count in load.statuses.items() if status != 201)


class Deeds:
    """Household visits by as many people as there are clients, each with a token of their own."""

    def __init__(self) -> None:
        posts = Post.objects.filter(role__key="cadre", until=None).select_related("unit", "role")[:CLIENTS]
        self.people = [(post, _token(post), _household(post.unit)) for post in posts]
        self.sent: list[UUID] = []

    def requests(self, count: int) -> Iterator[bytes]:
        """So many new deeds, as they go over the wire."""
        today = clock.today().isoformat()
        for _, (held, token, household) in zip(range(count), cycle(self.people), strict=False):
            uuid = new_id()
            self.sent.append(uuid)
            deed = {
                "uuid": str(uuid),
                "kind": "visit",
                "unit": held.unit_id,
                "day": today,
                "served_unit": household,
                "answers": {"need": "care", "alone": True},
            }
            headers = {"Authorization": f"Bearer {token}"}
            yield post("/api/entries", json.dumps(deed).encode(), headers=headers)

    def lost(self) -> int:
        """How many of those sent (each was answered) the ledger does not hold."""
        parts = [self.sent[start : start + 500] for start in range(0, len(self.sent), 500)]
        return len(self.sent) - sum(Entry.objects.filter(uuid__in=part).count() for part in parts)


def _token(held: Post) -> str:
    return issue_token(held, label="bench", actor=SYSTEM(held.region_id))[1]


def _household(unit: Unit) -> int:
    below = Unit.objects.filter(parent=unit, kind__key="household").order_by("pk")
    return below.values_list("pk", flat=True)[0]
