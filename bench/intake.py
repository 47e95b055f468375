"""Take in requests through the API: sixteen clients, duplicate search and routing on, every answer kept."""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from random import Random
from uuid import UUID

from django.db import connection

from bench.house import Server
from bench.load import Load, post, send_all
from bench.table import Line
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, issue_token, subtree
from haitang.kernel.registry.models import Post, Unit
from haitang.lib.ids import new_id

CLIENTS, WARM_UP, COUNT, ROUNDS = 16, 200, 1500, 3
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


def measure(port: str, pid: str) -> list[Line]:
    """Requests a second, their latency, and whether the house holds each that was acknowledged."""
    server = Server(int(port), int(pid), 0)
    server.rest()
    told = Requests()
    send_all(told.requests(WARM_UP), port=server.port, clients=CLIENTS)
    rounds = [_round(told, server) for _ in range(ROUNDS)]
    middle, cpu = sorted(rounds, key=lambda one: one[0].per_second)[ROUNDS // 2]
    each = ", ".join(f"{load.per_second:,.0f}" for load, _ in rounds)
    what = f"take in requests by API, {CLIENTS} clients"
    others = sum(count for load, _ in rounds for status, count in load.statuses.items() if status != 201)
    return [
        Line(
            what,
            middle.per_second,
            "/s",
            limit=WANTED[connection.vendor],
            least=True,
            note=f"rounds: {each}",
        ),
        Line(f"{what}, p99", middle.percentile(0.99), "ms"),
        Line(f"{what}, processor", 1000 * cpu / len(middle.latencies), "ms each", note="web and worker"),
        Line("requests answered other than 201", others, "", limit=0),
        Line("requests acknowledged, not there", told.lost(), "", limit=0, note=f"of {len(told.sent):,}"),
    ]


def _round(told: "Requests", server: Server) -> tuple[Load, float]:
    before = server.cpu()
    load = send_all(told.requests(COUNT), port=server.port, clients=CLIENTS)
    return load, server.cpu() - before


class Requests:
    """What residents tell as many clerks, each with a token of their own, all over the county."""

    def __init__(self) -> None:
        posts = list(
            Post.objects.filter(role__key="clerk", until=None).select_related("unit", "role")[:CLIENTS]
        )
        self.clerks = [(_token(held), cycle(_places(held.unit))) for held in posts]
        self.sent: list[UUID] = []
        self.drawn = Random(20260101)

    def requests(self, count: int) -> Iterator[bytes]:
        """So many new requests, as they go over the wire."""
        for token, places in islice(cycle(self.clerks), count):
            uuid = new_id()
            self.sent.append(uuid)
            body = f"{self.drawn.choice(PLACES)}{self.drawn.choice(TROUBLES)}，请来看看。"
            said = {
                "uuid": str(uuid),
                "kind": "request",
                "unit": next(places),
                "channel": "hotline",
                "body": body,
            }
            headers = {"Authorization": f"Bearer {token}"}
            yield post("/api/matters", json.dumps(said).encode(), headers=headers)

    def lost(self) -> int:
        """How many of those sent (each was answered) the house does not hold."""
        parts = [self.sent[start : start + 500] for start in range(0, len(self.sent), 500)]
        return len(self.sent) - sum(Matter.objects.filter(uuid__in=part).count() for part in parts)


def _token(held: Post) -> str:
    return issue_token(held, label="bench", actor=SYSTEM(held.region_id))[1]


def _places(unit: Unit) -> list[int]:
    below = Unit.objects.filter(subtree(unit), kind__key__in=("village", "community"))
    return list(below.order_by("pk").values_list("pk", flat=True))
