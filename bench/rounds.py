"""The same work sent to a running server several times over; the middle time stands for all."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bench.load import Load, send_all
from bench.table import Line

CLIENTS, ROUNDS = 16, 3


class Round(NamedTuple):
    """What was sent, and the processor seconds that the server took meanwhile."""

    load: Load
    cpu: float


class Rounds(list[Round]):
    """Several rounds of the same."""

    @property
    def middle(self) -> Round:
        return sorted(self, key=lambda one: one.load.per_second)[len(self) // 2]

    @property
    def others(self) -> int:
        """Answers that were not 201."""
        loads = (one.load for one in self)
        return sum(count for load in loads for status, count in load.statuses.items() if status != 201)

    def rate(self, what: str, *, wanted: float) -> Line:
        """How many a second, with each round."""
        each = ", ".join(f"{one.load.per_second:,.0f}" for one in self)
        middle = self.middle.load.per_second
        return Line(what, middle, "/s", limit=wanted, least=True, note=f"rounds: {each}")

    def processor(self, what: str) -> Line:
        """What each cost the server."""
        load, cpu = self.middle
        took = 1000 * cpu / len(load.latencies)
        return Line(f"{what}, processor", took, "ms each", note="web and worker")


def in_rounds(
    requests: Callable[[int], Iterator[bytes]],
    port: int,
    *,
    warm_up: int,
    count: int,
    cpu: Callable[[], float] = lambda: 0.0,
) -> Rounds:
    """Send *warm_up* of what *requests* makes, then *count* in each round."""
    send_all(requests(warm_up), port=port, clients=CLIENTS)
    return Rounds(_round(requests(count), port, cpu) for _ in range(ROUNDS))


def _round(requests: Iterator[bytes], port: int, cpu: Callable[[], float]) -> Round:
    before = cpu()
    load = send_all(requests, port=port, clients=CLIENTS)
    return Round(load, cpu() - before)
