"""Every list takes the same two words, says so in the document, and refuses any other."""

from typing import Any

import pytest
from django.test import Client

from haitang.api.api import api
from haitang.api.tests.conftest import Caller, Haixi
from haitang.kernel.matters.tests.county import County
from haitang.lib.ids import new_id

LISTS = (
    *("/entries", "/units", "/matters", "/meetings", "/offers", "/offers/mine"),
    *("/rota", "/rota/turns", "/rota/exchanges", "/samplings", "/samplings/calls", "/figures"),
)


def asked(client: Client, path: str, **wanted: object) -> Any:
    return client.get(f"/api{path}", wanted)


@pytest.fixture(scope="module")
def paths() -> dict[str, Any]:
    """What the document says of each path; it is made anew whenever it is asked for, so once here."""
    return dict(api.get_openapi_schema(path_prefix="/")["paths"])


def test_every_list_of_the_document_is_asked_here(paths: dict[str, Any]) -> None:
    def is_list(operation: dict[str, Any]) -> bool:
        told = operation["responses"][200]["content"]["application/json"]["schema"]
        return told.get("type") == "array" or told.get("$ref", "").endswith("/InboxOut")

    found = {path for path, ways in paths.items() if "get" in ways and is_list(ways["get"])}
    assert found == set(LISTS)


@pytest.mark.parametrize("path", LISTS)
def test_the_document_gives_every_list_the_same_two_words(path: str, paths: dict[str, Any]) -> None:
    parameters = paths[path]["get"]["parameters"]
    told = {one["name"]: one["schema"] for one in parameters if one["name"] in ("limit", "after")}
    assert (told["limit"]["default"], told["limit"]["maximum"], told["after"]["type"]) == (50, 1000, "string")
    assert "next page" in told["after"]["description"]


# Figures are for those who may see measures: they are asked beside their own tests.
@pytest.mark.parametrize("path", LISTS[:-1])
def test_every_list_takes_a_limit_and_refuses_what_it_does_not_know(path: str, staff: Caller) -> None:
    clerk = staff("clara")
    answers = [
        asked(clerk, path, limit=1),
        asked(clerk, path, limit=0),
        asked(clerk, path, limt=1),
        asked(clerk, path, after="nothing"),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 422, 422]
    assert "limit" in answers[2].json()["faults"][0]["en"]
    assert answers[3].json()["faults"][0]["field"] == "after"


def test_units_are_read_page_by_page(staff: Caller) -> None:
    clerk = staff("clara")
    whole = [row["id"] for row in asked(clerk, "/units").json()]
    first = asked(clerk, "/units", limit=2).json()
    second = asked(clerk, "/units", limit=2, after=first[-1]["id"]).json()
    assert [row["id"] for row in first + second] == whole[:4]


def test_the_inbox_is_read_page_by_page(haixi: Haixi, desk: Caller) -> None:
    for number in range(3):
        opened_one(haixi, f"路灯 {number}")
    clerk = desk("clara")
    first = asked(clerk, "/matters", limit=2).json()
    rest = asked(clerk, "/matters", limit=2, after=first["next"]).json()
    assert (len(first["rows"]), len(rest["rows"]), rest["next"]) == (2, 1, "")


def opened_one(haixi: County, title: str) -> None:
    said = {"kind": "request", "unit": haixi.units["lake"].code, "body": title, "uuid": str(new_id())}
    path = f"/api/public/{haixi.region.key}/requests"
    assert Client().post(path, said, content_type="application/json").status_code == 201
