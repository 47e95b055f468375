"""A little HTTP server that stands for the hotline: checks what comes as the manual says, answers as told."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from haitang.lib.tests.server import Answer, Posted, serving


class Came(Posted):
    """A request as it came."""

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

    def answer(posted: Posted) -> Answer:
        recorder.came.append(Came(posted.path, posted.headers, posted.body))
        status = recorder.answer()
        return Answer(status, {"Location": f"{recorder.url}/elsewhere"} if status == 302 else {})

    with serving(answer) as recorder.url:
        yield recorder
