"""A request's whole way through the API, and all the ways that are closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from haitang.api.tests.conftest import Caller, Haixi
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter, Step
from haitang.lib import clock
from haitang.lib.ids import new_id

LAMP = "村口三盏灯一周不亮。晚上看不清路。"


def send(client: Client, path: str, **said: Any) -> Any:
    return client.post(f"/api{path}", said, content_type="application/json")


def told(haixi: Haixi, **changes: Any) -> dict[str, str]:
    """What a resident's program is told after reporting a lamp."""
    said = {"kind": "request", "unit": haixi.units["lake"].code, "body": LAMP, **changes}
    answer = send(Client(), f"/public/{haixi.region.key}/requests", **said)
    assert answer.status_code == 201
    return answer.json()


def followed(number: str, code: str) -> Any:
    return Client().get(f"/api/public/requests/{number}", headers={"X-Follow-Code": code})


def move(client: Client, number: str, key: str, **said: Any) -> Any:
    """A move on what is seen now."""
    seen = client.get(f"/api/matters/{number}").json()["serial"]
    return send(client, f"/matters/{number}/moves/{key}", **{"seen": seen, **said})


def confirm(number: str, code: str, key: str, **said: Any) -> Any:
    """A move of the resident's own, on what is seen now."""
    seen = followed(number, code).json()["serial"]
    return send(Client(), f"/public/requests/{number}/moves/{key}", seen=seen, code=code, **said)


def states(*answers: Any) -> list[tuple[int, str]]:
    return [(answer.status_code, answer.json()["state"]) for answer in answers]


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["faults"][0]["code"]


@pytest.mark.slow(reason="many calls one after the other")
def test_a_request_goes_its_whole_way(haixi: Haixi, desk: Caller) -> None:
    opened = told(haixi)
    number, code = opened["number"], opened["follow_code"]
    clerk, parks, agent, host = desk("clara"), desk("fred"), desk("anna"), desk("host")
    assert [row["number"] for row in clerk.get("/api/matters").json()["rows"]] == [number]
    department = haixi.units["parks"].code
    assert states(
        move(clerk, number, "dispatch", to_unit=department),
        move(parks, number, "send_back", note="灯杆归路灯所。"),
        move(clerk, number, "dispatch", to_unit=haixi.units["parks"].pk, note="请先去看。"),
        move(parks, number, "accept"),
        move(agent, number, "visit_site", note="灯头损坏。"),
        move(parks, number, "call_meeting", note="要定谁出钱。", invited=[haixi.units["police"].code]),
        move(host, number, "decide", note="园林局修。", quantity=7, to_unit=department),
        move(parks, number, "answer", note="已更换灯头。", answers={"summary": "三盏灯都亮了"}),
    ) == [
        (201, "dispatched"),
        (201, "returned"),
        (201, "dispatched"),
        (201, "working"),
        (201, "working"),
        (201, "meeting"),
        (201, "working"),
        (201, "answered"),
    ]
    seen = followed(number, code).json()
    assert {one["key"] for one in seen["moves"]} == {"confirm", "reopen", "withdraw"}
    assert not any(step["actor"] for step in seen["steps"])
    assert "灯杆归路灯所。" not in str(seen)
    assert states(
        confirm(number, code, "reopen", note="第三盏还是不亮。"),
        move(parks, number, "answer", note="第三盏也换了。"),
        confirm(number, code, "confirm", rating=5),
    ) == [(201, "working"), (201, "answered"), (201, "closed")]
    written = Entry.objects.order_by("pk").values_list("kind__key", "quantity", "person__name")
    assert list(written) == [
        ("taken", 1, None),
        ("sent", 1, "Clara"),
        ("sent", 1, "Clara"),
        ("site_visit", 1, "Anna"),
        ("meeting", 7, "Host"),
        ("solved", 1, "Fred"),
    ]
    assert clerk.get("/api/matters").json()["rows"] == []
    assert [row["rating"] for row in clerk.get("/api/matters", {"show": "closed"}).json()["rows"]] == [5]


def test_a_wrong_dispatch_is_called_back_by_whoever_may_dispatch_it(haixi: Haixi, desk: Caller) -> None:
    number = told(haixi)["number"]
    clerk, parks = desk("clara"), desk("fred")
    department = haixi.units["parks"].code
    move(clerk, number, "dispatch", to_unit=department)
    assert refusal(move(parks, number, "recall", note="不归我们管")) == (403, "matters.not_yours")
    assert states(move(clerk, number, "recall", note="派错了")) == [(201, "received")]
    assert states(move(clerk, number, "dispatch", to_unit=department)) == [(201, "dispatched")]
    assert states(move(parks, number, "accept")) == [(201, "working")]
    assert refusal(move(clerk, number, "recall", note="派错了"))[0] == 422


def test_a_wrong_code_or_number_finds_nothing(haixi: Haixi) -> None:
    opened, other = told(haixi), told(haixi, body="另一件事")
    number, code = opened["number"], opened["follow_code"]
    for wrong in (
        followed(number, other["follow_code"]),
        followed(number, "AAAAAAAA"),
        followed("HT-1", code),
    ):
        assert refusal(wrong) == (404, "api.not_found")
    said = {"seen": 1, "code": "AAAAAAAA", "note": "不用了"}
    assert send(Client(), f"/public/requests/{number}/moves/withdraw", **said).status_code == 404
    assert Matter.objects.get(number=number).state.key == "received"


@pytest.mark.parametrize("stranger", ["cora", "hill", "paul", "mei"])
def test_whose_post_does_not_reach_it_finds_nothing(haixi: Haixi, desk: Caller, stranger: str) -> None:
    number, client = told(haixi)["number"], desk(stranger)
    assert client.get("/api/matters").json()["rows"] == []
    dispatch = {"seen": 1, "to_unit": haixi.units["parks"].pk}
    for answer in (
        client.get(f"/api/matters/{number}"),
        send(client, f"/matters/{number}/moves/dispatch", **dispatch),
        send(client, f"/matters/{number}/comments", text="看看"),
    ):
        assert refusal(answer) == (404, "api.not_found")
    assert Step.objects.count() == 1


def test_who_sees_it_without_the_post_for_a_move_is_refused(haixi: Haixi, desk: Caller) -> None:
    number, host = told(haixi)["number"], desk("host")
    refused = move(host, number, "dispatch", to_unit=haixi.units["parks"].pk)
    assert refusal(refused) == (403, "matters.not_yours")
    assert refusal(move(desk("clara"), number, "answer", note="好")) == (422, "matters.no_such_move")
    said = {"kind": "request", "unit": haixi.units["lake"].code, "body": "代报", "channel": "hotline"}
    assert refusal(send(desk("fred"), "/matters", **said)) == (403, "matters.may_not_open")
    assert Matter.objects.count() == 1


def test_of_two_who_saw_the_same_one_wins_and_the_other_is_told(haixi: Haixi, desk: Caller) -> None:
    number = told(haixi)["number"]
    first = {"seen": 1, "to_unit": haixi.units["parks"].pk}
    second = {"seen": 1, "to_unit": haixi.units["police"].pk}
    path = f"/matters/{number}/moves/dispatch"
    assert send(desk("clara"), path, **first).status_code == 201
    lost = send(desk("carl"), path, **second)
    assert refusal(lost) == (409, "matters.moved_meanwhile")
    assert "Clara" in lost.json()["faults"][0]["zh"]
    assert Matter.objects.get().owner == haixi.units["parks"]


def test_whatever_is_sent_again_under_its_uuid_is_done_once(haixi: Haixi, desk: Caller) -> None:
    clerk = desk("clara")
    lamp = {"kind": "request", "unit": haixi.units["lake"].code, "body": LAMP, "channel": "hotline"}
    report = {**lamp, "uuid": str(new_id())}
    opened, again = send(clerk, "/matters", **report), send(clerk, "/matters", **report)
    assert (opened.status_code, again.json()) == (201, opened.json())
    number = opened.json()["number"]
    dispatch = {"seen": 1, "to_unit": haixi.units["parks"].pk, "uuid": str(new_id())}
    remark = {"text": "请尽快", "uuid": str(new_id())}
    for _ in range(2):
        assert send(clerk, f"/matters/{number}/moves/dispatch", **dispatch).status_code == 201
        assert send(clerk, f"/matters/{number}/comments", **remark).status_code == 201
    assert refusal(send(clerk, "/matters", **{**report, "body": "另一件事"})) == (409, "matters.uuid_taken")
    kinds = list(Step.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", "moved", "commented"]


def test_what_comes_again_from_another_system_is_the_same_matter(haixi: Haixi, desk: Caller) -> None:
    lamp = {"kind": "request", "unit": haixi.units["lake"].code, "body": LAMP, "channel": "hotline"}
    numbers = [send(desk("clara"), "/matters", **lamp, outside_key="12345-7").json()["number"] for _ in "ab"]
    assert numbers[0] == numbers[1]
    assert Matter.objects.count() == 1


def test_the_inbox_is_narrowed_to_a_place_and_to_days(haixi: Haixi, desk: Caller) -> None:
    told(haixi)
    clerk, lake = desk("clara"), haixi.units["lake"].code
    today = clock.today()

    def found(**asked: Any) -> int:
        return len(clerk.get("/api/matters", asked).json()["rows"])

    assert (found(unit=lake, since=today, until=today), found(since=today + timedelta(days=1))) == (1, 0)
    assert (found(until=today - timedelta(days=1)), found(unit=haixi.units["parks"].code)) == (0, 0)
    assert clerk.get("/api/matters", {"since": "yesterday"}).status_code == 422


def test_a_misspelt_filter_shows_nothing_rather_than_everything(haixi: Haixi, desk: Caller) -> None:
    answer = desk("clara").get("/api/matters", {"stat": "received"})
    assert refusal(answer) == (422, "api.unknown_filter")
    assert "state" in answer.json()["faults"][0]["en"]
    pigeon = desk("clara").get("/api/matters", {"channel": "pigeon"})
    assert refusal(pigeon) == (422, "matters.unknown_channel")


@pytest.mark.parametrize("matters", [1, 3])
def test_the_inbox_asks_as_often_for_one_as_for_three(
    haixi: Haixi, desk: Caller, django_assert_num_queries: Any, matters: int
) -> None:
    for number in range(matters):
        told(haixi, body=f"第{number}盏灯不亮")
    clerk = desk("clara")
    clerk.get("/api/matters")
    with django_assert_num_queries(8):
        assert len(clerk.get("/api/matters").json()["rows"]) == matters
