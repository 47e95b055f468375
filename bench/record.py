"""Record a deed through the API: sixteen clients, every answer kept, every acknowledged deed looked up."""

import json
from collections.abc import Iterator
from itertools import cycle
from uuid import UUID

from django.db import connection

from bench.api import lost, token
from bench.house import Server
from bench.load import post
from bench.rounds import CLIENTS, in_rounds
from bench.table import Line
from haitang.kernel.ledger.models import Entry
from haitang.kernel.registry.models import Post, Unit
from haitang.lib import clock
from haitang.lib.ids import new_id

WARM_UP, COUNT = 400, 2500
WANTED = {"sqlite": 500, "postgresql": 800}


def measure(port: str, pid: str) -> list[Line]:
    """Deeds a second, their latency, and whether the ledger holds each that was acknowledged."""
    server = Server(int(port), int(pid), 0)
    server.rest()
    deeds = Deeds()
    rounds = in_rounds(deeds.requests, server.port, warm_up=WARM_UP, count=COUNT, cpu=server.cpu)
    what, load = f"record by API, {CLIENTS} clients", rounds.middle.load
    return [
        rounds.rate(what, wanted=WANTED[connection.vendor]),
        Line(f"{what}, median", load.percentile(0.5), "ms"),
        Line(f"{what}, p99", load.percentile(0.99), "ms", limit=100),
        rounds.processor(what),
        Line("answers other than 201", rounds.others, "", limit=0),
        Line(
            "acknowledged, not in the ledger",
            lost(Entry.objects, deeds.sent),
            "",
            limit=0,
            note=f"of {len(deeds.sent):,}",
        ),
    ]


class Deeds:
    """Household visits by as many people as there are clients, each with a token of their own."""

    def __init__(self) -> None:
        posts = Post.objects.filter(role__key="cadre", until=None).select_related("unit", "role")[:CLIENTS]
        self.people = [(post, token(post), _household(post.unit)) for post in posts]
        self.sent: list[UUID] = []

    def requests(self, count: int) -> Iterator[bytes]:
        """So many new deeds, as they go over the wire."""
        today = clock.today().isoformat()
        for _, (held, secret, household) in zip(range(count), cycle(self.people), strict=False):
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
            headers = {"Authorization": f"Bearer {secret}"}
            yield post("/api/entries", json.dumps(deed).encode(), headers=headers)


def _household(unit: Unit) -> int:
    below = Unit.objects.filter(parent=unit, kind__key="household").order_by("pk")
    return below.values_list("pk", flat=True)[0]
