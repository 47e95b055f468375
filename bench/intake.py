"""Take in requests through the API: sixteen clients, duplicate search and routing on, every answer kept."""

import json
from collections.abc import Iterator
from csv import DictReader
from itertools import cycle, islice
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection

from bench.api import lost, token
from bench.house import Server
from bench.load import post
from bench.rounds import CLIENTS, in_rounds
from bench.table import Line
from haitang.kernel.matters.follow import kept_as
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import subtree
from haitang.kernel.registry.models import Post, Unit
from haitang.lib.ids import new_id

WARM_UP, COUNT, SEED = 200, 1500, 20260101
WANTED = {"sqlite": 300, "postgresql": 500}
PLACES = ("东门口", "小区北侧", "三号楼下", "河边步道", "老街中段", "公交站旁", "菜场门前", "学校西墙外")
TROUBLES = (
    "路灯不亮，晚上看不见路",
    "下水道堵了，污水流到路上",
    "有人乱停车，消防车进不来",
    "垃圾两天没有清运，味道很重",
    "井盖松动，走过去咣当响",
    "工地夜里施工，吵得睡不着",
    "自来水发黄，不敢喝",
    "树枝压着电线，刮风很危险",
)


def measure(port: str, pid: str, messages: str) -> list[Line]:
    """Requests a second, their latency, and whether the house holds each that was acknowledged.

    Taken in are what residents wrote, where the file *messages* is there; then, as the worst case, a few
    sentences again and again, so that each is alike to a hundred others.
    """
    server = Server(int(port), int(pid), 0)
    there = Path(messages).is_file()
    lines = _taken_in(server, "requests as residents wrote them", _written(Path(messages))) if there else []
    return [*lines, *_taken_in(server, "requests alike to a hundred others", _alike())]


def _taken_in(server: Server, which: str, bodies: Iterator[str]) -> list[Line]:
    server.rest()
    told = Requests(bodies)
    rounds = in_rounds(told.requests, server.port, warm_up=WARM_UP, count=COUNT, cpu=server.cpu)
    what = f"take in {which}, {CLIENTS} clients"
    return [
        rounds.rate(what, wanted=WANTED[connection.vendor]),
        Line(f"{what}, p99", rounds.middle.load.percentile(0.99), "ms"),
        rounds.processor(what),
        Line(f"{which} answered other than 201", rounds.others, "", limit=0),
        Line(
            f"{which} acknowledged, not there",
            lost(Matter.objects, [kept_as(one) for one in told.sent]),
            "",
            limit=0,
            note=f"of {len(told.sent):,}",
        ),
    ]


def _written(messages: Path) -> Iterator[str]:
    """What residents wrote, in an order drawn once, from the beginning again when all is told."""
    with messages.open(encoding="utf-8-sig", newline="") as file:
        told = [f"{row['title']}\n{row['body']}" for row in DictReader(file)]
    Random(SEED).shuffle(told)
    return cycle(told)


def _alike() -> Iterator[str]:
    drawn = Random(SEED)
    while True:
        yield f"{drawn.choice(PLACES)}{drawn.choice(TROUBLES)}，请来看看。"


class Requests:
    """What residents tell as many clerks, each with a token of their own, all over the county."""

    def __init__(self, bodies: Iterator[str]) -> None:
        self.bodies = bodies
        posts = list(
            Post.objects.filter(role__key="clerk", until=None).select_related("unit", "role")[:CLIENTS]
        )
        self.clerks = [(token(held), cycle(_places(held.unit))) for held in posts]
        self.sent: list[UUID] = []

    def requests(self, count: int) -> Iterator[bytes]:
        """So many new requests, as they go over the wire."""
        for secret, places in islice(cycle(self.clerks), count):
            uuid = new_id()
            self.sent.append(uuid)
            said = {
                "uuid": str(uuid),
                "kind": "request",
                "unit": next(places),
                "channel": "hotline",
                "body": next(self.bodies),
            }
            headers = {"Authorization": f"Bearer {secret}"}
            yield post("/api/matters", json.dumps(said).encode(), headers=headers)


def _places(unit: Unit) -> list[int]:
    below = Unit.objects.filter(subtree(unit), kind__key__in=("village", "community"))
    return list(below.order_by("pk").values_list("pk", flat=True))
