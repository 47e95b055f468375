from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client

from haitang.api.open311.tests.county import speaking_county
from haitang.api.open311.tests.reading import read
from haitang.desks.requests.tests.county import County

Ask = Callable[..., tuple[int, Any]]


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def address(county) -> Iterator[str]:
    """The application behind a real socket; its one thread works within the test's own transaction."""
    connection = connections["default"]
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet)

    def serve() -> None:
        connections["default"] = connection
        server.serve_forever(0.05)

    for signal in (request_started, request_finished):  # as Django's own test client does
        signal.disconnect(close_old_connections)
    connection.inc_thread_sharing()
    thread = Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(20)
    server.server_close()
    connection.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def endpoint(address) -> str:
    """Where discovery says that the protocol is spoken."""
    found = requests.get(f"{address}/open311/discovery.json", timeout=20).json()
    return found["endpoints"][0]["url"]


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """A small county that speaks Open311; undone after the file."""
    return speaking_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


def say(form: str, path: str, said: dict[str, Any], *, post: bool = False, **more: Any) -> tuple[int, Any]:
    """The status and the content of one answer, every scalar as text."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": more.pop("language", "en")})
    answer = (client.post if post else client.get)(f"/open311/{path}.{form}", said, **more)
    kinds = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
    assert answer["Content-Type"] == kinds[form]
    return answer.status_code, read(answer.content, form)


@pytest.fixture
def ask() -> Ask:
    """Asks for a resource in both formats, which must say the same."""

    def asked(path: str, said: dict[str, Any] | None = None, **more: Any) -> tuple[int, Any]:
        first, second = (say(form, path, said or {}, **more) for form in ("json", "xml"))
        assert first == second
        return first

    return asked


@pytest.fixture
def tell(county: County) -> Callable[..., tuple[int, Any]]:
    """Tells a request as a program does; ``None`` takes an argument away."""

    def told(form: str = "json", **changes: Any) -> tuple[int, Any]:
        said = {
            "service_code": "request.city.lighting",
            "address_id": county.units["lake"].code,
            "description": "六组路灯三盏不亮。晚上走路看不清。",
            "attribute[urgency]": "urgent",
            **changes,
        }
        given = {key: value for key, value in said.items() if value is not None}
        return say(form, "v2/requests", given, post=True)

    return told
