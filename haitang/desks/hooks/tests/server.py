"""A little HTTP server that stands for the hotline: checks what comes as the manual says, answers as told."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(frozen=True)
class Came:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    def holds(self, secret: str) -> bool:
        """The check that the manual tells the other side to make."""
        key = b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        wanted = "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()
        return hmac.compare_digest(wanted, self.headers["webhook-signature"])


@dataclass
class Recorder:
    """What came, and the status each is answered with, the last one again and again."""

    url: str = ""
    came: list[Came] = field(default_factory=list)
    answers: list[int] = field(default_factory=lambda: [200])

    def answer(self) -> int:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def listening() -> Iterator[Recorder]:
    """A server on a free port of this machine."""
    recorder = Recorder()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            headers = {key.lower(): value for key, value in self.headers.items()}
            recorder.came.append(Came(self.path, headers, body))
            status = recorder.answer()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{recorder.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    recorder.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
