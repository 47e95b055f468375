"""A little HTTP server for the tests of what posts to others: it hands on what came, and answers as told."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import NamedTuple


@dataclass(frozen=True)
class Posted:
    """A request as it came; *headers* by their names in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes


class Answer(NamedTuple):
    """What it is answered."""

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""


@contextmanager
def serving(answer: Callable[[Posted], Answer]) -> Iterator[str]:
    """A server on a free port of this machine; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            said = answer(Posted(self.path, headers, body))
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
