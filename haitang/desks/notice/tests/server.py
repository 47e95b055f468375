"""A little HTTP server that stands for a gateway, a robot or a push service: records, answers as told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from haitang.lib.tests.server import Answer, Posted, serving


@dataclass(frozen=True)
class Came:
    """A request as it came."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


@dataclass
class Recorder:
    """What came, and what is answered: status and JSON, the last one again and again."""

    url: str = ""
    came: list[Came] = field(default_factory=list)
    answers: list[tuple[int, dict[str, object]]] = field(default_factory=lambda: [(200, {"errcode": 0})])

    def answer(self) -> tuple[int, dict[str, object]]:
        """The next answer."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def listening() -> Iterator[Recorder]:
    """A server on a free port of this machine."""
    recorder = Recorder()

    def answer(posted: Posted) -> Answer:
        parts = urlsplit(posted.path)
        recorder.came.append(Came(parts.path, parse_qs(parts.query), posted.headers, posted.body))
        status, said = recorder.answer()
        return Answer(status, body=json.dumps(said).encode())

    with serving(answer) as recorder.url:
        yield recorder
