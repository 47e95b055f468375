"""The short way of programs and the long way of pages give the same answers under the same headers."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings

from haitang.api.tests.conftest import Caller
from haitang.kernel.ledger.tests.county import County

THE_LONG_WAY = settings.MIDDLEWARE[1:]
SECURITY = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
CALLS: dict[str, dict[str, Any]] = {
    "seen": {"path": "/api/me"},
    "listed": {"path": "/api/entries"},
    "no such entry": {"path": "/api/entries/00000000-0000-0000-0000-000000000000"},
    "no such address": {"path": "/api/nothing/at/all"},
    "another form of the address": {"path": "/api/entries/"},
    "a verb that is not": {"path": "/api/entries", "REQUEST_METHOD": "DELETE"},
    "nothing in it": {"path": "/api/entries", "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/json"},
    "a token that is not": {"path": "/api/me", "HTTP_AUTHORIZATION": "Bearer wrong"},
    "a host that is not ours": {"path": "/api/me", "HTTP_HOST": "elsewhere.example"},
    "the manual": {"path": "/api/docs"},
}


def answer(client: Client, call: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    given: dict[str, Any] = {"REQUEST_METHOD": "GET", **call}
    response: HttpResponse = client.generic(given.pop("REQUEST_METHOD"), given.pop("path"), **given)
    told = {name: response.headers.get(name, "") for name in (*SECURITY, "Content-Type", "Allow")}
    told["length"] = str(response.headers.get("Content-Length", "") == str(len(response.content)))
    # What people read is in the language of the browser, which programs have none of.
    is_page = response.headers["Content-Type"].startswith("text/html")
    return response.status_code, b"" if is_page else response.content, told


@pytest.mark.slow(reason="makes the manual twice")
@pytest.mark.parametrize("name", CALLS)
def test_both_ways_answer_the_same(name: str, county: County, caller: Caller) -> None:
    client = caller("wang")
    short = answer(client, CALLS[name])
    with override_settings(MIDDLEWARE=THE_LONG_WAY):
        other = Client()
        other.defaults = client.defaults
        long = answer(other, CALLS[name])
    assert short == long
    # A host that is not ours is turned away before the policy of our pages is told.
    assert all(short[2][header] for header in SECURITY) or name == "a host that is not ours"


@pytest.mark.parametrize("path", ["/api/nothing/at/all", "/api/entries/", "/api/"])
@pytest.mark.parametrize("verb", ["GET", "POST", "DELETE"])
def test_an_address_that_is_not_there_is_said_in_the_one_shape(
    path: str, verb: str, county: County, caller: Caller
) -> None:
    for client in (caller("wang"), Client(enforce_csrf_checks=True)):
        found = client.generic(verb, path)
        assert (found.status_code, found.json()["faults"][0]["code"]) == (404, "api.not_found")


@pytest.mark.parametrize(
    ("verb", "path", "allowed"), [("DELETE", "/api/entries", {"GET", "POST"}), ("PUT", "/api/me", {"GET"})]
)
def test_a_method_that_an_address_knows_none_of_is_said_in_the_one_shape(
    verb: str, path: str, allowed: set[str], county: County, caller: Caller
) -> None:
    for client in (caller("wang"), Client(enforce_csrf_checks=True)):
        found = client.generic(verb, path)
        assert (found.status_code, found.json()["faults"][0]["code"]) == (405, "api.method")
        assert set(found["Allow"].replace(" ", "").split(",")) == allowed
