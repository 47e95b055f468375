from typing import Any

import pytest
from django.db import connection
from django.test import Client

from haitang.api.tests.conftest import Caller
from haitang.kernel.ledger.models import Entry, Fact
from haitang.kernel.ledger.tests.county import PLAYBOOK, County
from haitang.lib import clock
from haitang.lib.ids import new_id


def visit(county: County, **changes: Any) -> dict[str, Any]:
    said = {
        "uuid": str(new_id()),
        "kind": "visit",
        "unit": county.village.pk,
        "day": clock.today().isoformat(),
        "served_unit": county.household.pk,
        "answers": {"need": "health"},
    }
    return {**said, **changes}


def post(client: Client, said: dict[str, Any], path: str = "/api/entries") -> Any:
    return client.post(path, said, content_type="application/json")


def test_a_deed_is_recorded_once_however_often_it_is_sent(county: County, caller: Caller) -> None:
    client, said = caller("wang"), visit(county)
    first, again = post(client, said), post(client, said)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (Entry.objects.count(), Fact.objects.count()) == (1, 1)


def test_recording_takes_few_queries(county: County, caller: Caller, django_assert_num_queries: Any) -> None:
    client = caller("wang")
    post(client, visit(county))
    # the token; the playbook's head; the entry; its fact, which PostgreSQL writes in the entry's statement
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 4):
        assert post(client, visit(county)).status_code == 201


def test_the_same_uuid_with_other_words_is_a_conflict(county: County, caller: Caller) -> None:
    client, said = caller("wang"), visit(county)
    post(client, said)
    answer = post(client, {**said, "quantity": 2})
    assert answer.status_code == 409
    assert Entry.objects.count() == 1


def test_every_fault_is_told_at_once_with_its_field(county: County, caller: Caller) -> None:
    said = visit(county, quantity=99, answers={"need": "gold", "people": "many"}, day="2999-01-01")
    answer = post(caller("wang"), said)
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"quantity", "need", "people", "day"}
    assert all(fault["zh"] and fault["en"] for fault in answer.json()["faults"])


def test_a_visit_that_must_name_a_household_is_refused_without_one(county: County, caller: Caller) -> None:
    county.apply(PLAYBOOK.replace("serves: household", "serves: household\n    must_name: true"))
    answer = post(caller("wang"), visit(county, served_unit=None))
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["faults"]] == ["served_unit"]
    assert post(caller("wang"), visit(county)).status_code == 201


def test_an_unknown_word_is_refused_not_ignored(county: County, caller: Caller) -> None:
    answer = post(caller("wang"), visit(county, kindd="visit"))
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "kindd"


def test_another_towns_member_may_not_record_here(county: County, caller: Caller) -> None:
    answer = post(caller("zhao"), visit(county))
    assert answer.status_code == 403
    assert answer.json()["faults"][0]["code"] == "ledger.may_not_record"


def test_nobody_and_nothing_out_of_sight_is_named(county: County, caller: Caller) -> None:
    stranger, client = county.people["zhao"].pk, caller("wang")
    for changes, field in (
        ({"person": stranger}, "person"),
        ({"served_person": stranger}, "served_person"),
        ({"matter": str(new_id())}, "matter"),
    ):
        answer = post(client, visit(county, **changes))
        assert answer.status_code == 422
        assert field in {fault["field"] for fault in answer.json()["faults"]}
    elsewhere = post(caller("zhao"), visit(county, unit=county.other_town.pk))
    assert [fault["code"] for fault in elsewhere.json()["faults"]] == ["ledger.unknown_unit"]
    assert not Entry.objects.exists()


def test_without_a_token_nothing_is_answered(county: County) -> None:
    for path in ("/api/entries", "/api/me", "/api/units"):
        answer = Client().get(path)
        assert answer.status_code == 401
        assert answer.json()["faults"][0]["code"] == "api.token_missing"


def test_a_wrong_token_is_refused_in_words(county: County) -> None:
    answer = Client(headers={"Authorization": "Bearer nonsense"}).get("/api/me")
    assert answer.status_code == 401
    assert answer.json()["faults"][0]["code"] == "registry.token_refused"


def test_an_entry_is_read_by_who_may_and_absent_to_who_may_not(county: County, caller: Caller) -> None:
    said = visit(county, note="门口路灯不亮")
    post(caller("wang"), said)
    path = f"/api/entries/{said['uuid']}"
    seen = caller("li").get(path).json()
    assert (seen["kind"], seen["note"], seen["void"]) == ("visit", "门口路灯不亮", False)
    assert seen["answers"] == [
        {"key": "need", "label": {"zh": "需要", "en": "Need"}, "said": {"zh": "就医", "en": "Health"}}
    ]
    assert caller("zhao").get(path).status_code == 404


def test_a_voided_entry_says_so_and_leaves_the_list(county: County, caller: Caller) -> None:
    client, said = caller("wang"), visit(county)
    post(client, said)
    answer = post(client, {"reason": "记错了"}, f"/api/entries/{said['uuid']}/void")
    assert answer.status_code == 201
    assert client.get(f"/api/entries/{said['uuid']}").json()["void"] is True
    assert client.get("/api/entries").json() == []
    assert Entry.objects.get(voids=said["uuid"]).channel == "api"


def test_the_list_is_paged_by_id_and_costs_the_same_for_three(
    county: County, caller: Caller, django_assert_num_queries: Any
) -> None:
    client = caller("wang")
    post(client, visit(county))
    with django_assert_num_queries(3):
        assert len(client.get("/api/entries").json()) == 1
    for _ in range(2):
        post(client, visit(county))
    with django_assert_num_queries(3):
        assert len(client.get("/api/entries").json()) == 3
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True)
    page = client.get("/api/entries", {"before": newest[0], "limit": 1}).json()
    assert len(page) == 1
    first, second, third = (row["uuid"] for row in client.get("/api/entries").json())
    assert [row["uuid"] for row in client.get("/api/entries", {"after": first}).json()] == [second, third]


def test_a_unit_may_be_named_by_its_code(county: County, caller: Caller) -> None:
    assert post(caller("li"), visit(county, unit="nowhere")).status_code == 422


def test_me_tells_the_one_post_the_token_is_worth(county: County, caller: Caller) -> None:
    seen = caller("wang").get("/api/me").json()
    assert [post["role"] for post in seen["posts"]] == ["member"]
    assert seen["posts"][0]["unit_name"] == county.village.name


@pytest.mark.slow(reason="makes the whole document")
def test_the_document_is_openapi_3_1_and_the_manual_lists_every_operation(county: County) -> None:
    document = Client().get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    page = Client().get("/api/docs").content.decode()
    for path in document["paths"]:
        assert path in page
