"""A small load generator: kept-alive connections over a selector, to leave the cores to the server."""

import selectors
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass
class Load:
    """What a run of requests took; every answer's status is counted, none is passed over."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that *share* of the answers stayed below."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def send_all(requests: Iterator[bytes], *, port: int, clients: int = 16) -> Load:
    """Send every request to 127.0.0.1 over *clients* connections, each waiting for its answer."""
    load, waiting = Load(), selectors.DefaultSelector()
    open_ = [_Connection(port) for _ in range(clients)]
    for one in open_:
        waiting.register(one.socket, selectors.EVENT_READ, one)
    # Made before the clock runs: to make them is not the server's work.
    ready = iter(list(requests))
    began = time.perf_counter()
    busy = sum(one.send(next(ready, b"")) for one in open_)
    while busy:
        for key, _ in waiting.select():
            connection: _Connection = key.data
            if connection.answered():
                load.latencies.append(time.perf_counter() - connection.sent)
                load.statuses[connection.status] = load.statuses.get(connection.status, 0) + 1
                busy += connection.send(next(ready, b"")) - 1
    load.seconds = time.perf_counter() - began
    for one in open_:
        one.socket.close()
    return load


class _Connection:
    """One kept-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent, self.status, self._got = 0.0, 0, b""

    def send(self, request: bytes) -> bool:
        """Send *request*; whether there was one."""
        self.sent, self._got = time.perf_counter(), b""
        self.socket.sendall(request)
        return bool(request)

    def answered(self) -> bool:
        piece = self.socket.recv(65_536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        self._got += piece
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return False
        self.status = int(head[9:12])
        return len(body) >= _length(head)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def post(path: str, body: bytes, *, headers: Mapping[str, str]) -> bytes:
    """A POST of JSON as it goes over the wire."""
    given = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{given}"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
