from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from haitang.api.open311.tests.county import speaking_county
from haitang.api.open311.tests.reading import read
from haitang.desks.requests.tests.county import County

Ask = Callable[..., tuple[int, Any]]


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
