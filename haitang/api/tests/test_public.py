"""What a resident's program may ask without a token."""

from typing import Any

import pytest
from django.test import Client

from haitang.api.tests.conftest import Caller, Town
from haitang.kernel.matters.models import Matter
from haitang.lib.ids import new_id


def said(town: Town, **changes: Any) -> dict[str, Any]:
    """A report of a lamp in the village."""
    lamp = {"kind": "request", "unit": town.units["lake"].code, "body": "路灯不亮", "uuid": str(new_id())}
    return {**lamp, **changes}


def report(town: Town, sent: dict[str, Any]) -> Any:
    """The answer to *sent* from nobody in particular."""
    path = f"/api/public/{town.region.key}/requests"
    return Client().post(path, sent, content_type="application/json")


def test_the_same_report_sent_again_is_told_its_code_again(town: Town) -> None:
    sent = said(town)
    first, again = report(town, sent), report(town, sent)
    assert (first.status_code, again.json()) == (201, first.json())
    assert len(first.json()["follow_code"]) == 8
    assert Matter.objects.count() == 1


def test_nothing_that_staff_see_brings_a_residents_code_back(town: Town, staff: Caller) -> None:
    sent = said(town)
    told = report(town, sent).json()
    seen = staff("clara").get(f"/api/matters/{told['number']}").json()
    assert told["follow_code"] not in str(seen)
    assert sent["uuid"] not in str(seen)
    shown = {seen["uuid"], *(step["uuid"] for step in seen["steps"])}
    for uuid in shown:
        tried = report(town, {**sent, "uuid": uuid})
        assert tried.json()["number"] != told["number"]
        assert tried.json()["follow_code"] != told["follow_code"]


@pytest.mark.slow(reason="sixty calls")
def test_one_address_is_asked_to_wait_after_sixty_calls(town: Town) -> None:
    path = "/api/public/requests/XQ-2026-1"
    for _ in range(60):
        assert Client().get(path, headers={"X-Follow-Code": "WRONG"}).status_code == 404
    answer = Client().get(path, headers={"X-Follow-Code": "WRONG"})
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (429, "ui.too_often")
    assert Client(REMOTE_ADDR="10.9.9.9").get(path, headers={"X-Follow-Code": "WRONG"}).status_code == 404


@pytest.mark.slow(reason="many calls")
def test_the_code_is_taken_from_a_header_and_from_no_address(town: Town) -> None:
    told = report(town, said(town)).json()
    path, code = f"/api/public/requests/{told['number']}", told["follow_code"]
    assert Client().get(path, headers={"X-Follow-Code": code}).json()["number"] == told["number"]
    refused = Client().get(path, {"code": code})
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (422, "X-Follow-Code")
    document = Client().get("/api/openapi.json").json()
    asked = document["paths"]["/api/public/requests/{number}"]["get"]["parameters"]
    assert [(one["in"], one["name"]) for one in asked] == [("path", "number"), ("header", "X-Follow-Code")]


def test_a_guest_tells_of_no_place_that_the_kind_does_not_name_and_learns_no_name(town: Town) -> None:
    for place in ("housing",):
        unit = town.units[place]
        refused = report(town, said(town, unit=unit.code))
        assert refused.status_code == 422
        assert refused.json()["faults"][0]["code"] == "matters.not_there"
        assert unit.name not in refused.content.decode()
    assert Matter.objects.count() == 0


def open_lamp(town: Town, caller: Client, **changes: Any) -> Any:
    """What a clerk's program is told who opens a matter of a lamp."""
    lamp = {
        "kind": "request",
        "unit": town.units["lake"].code,
        "title": "六组路灯三盏不亮",
        "channel": "visit",
    }
    return caller.post("/api/matters", {**lamp, **changes}, content_type="application/json").json()


def test_whoever_opens_one_is_told_who_said_the_same_and_gathers_them(town: Town, staff: Caller) -> None:
    clara = staff("clara")
    first = open_lamp(town, clara)
    assert first["alike"] == {"people": 0, "here": 0, "since": None, "matters": [], "join": ""}
    second = open_lamp(
        town, clara, title="六组路灯三盏又不亮，电话 13800001111", unit=town.units["garden"].code
    )
    told = second["alike"]
    assert (told["people"], told["here"], len(told["matters"])) == (1, 0, 1)
    assert told["matters"][0]["number"] == first["number"]
    assert told["join"] == f"/api/matters/{first['number']}/gathered"
    third = open_lamp(town, clara)["alike"]
    assert "13800001111" not in str(third)
    typed = [second["number"], f" {second['number'].lower()} "]
    joined = clara.post(told["join"], {"numbers": typed}, content_type="application/json")
    assert joined.status_code == 201
    assert Matter.objects.get(number=second["number"]).gathered_under.number == first["number"]


def test_a_token_is_named_none_that_it_may_not_see(town: Town, staff: Caller) -> None:
    open_lamp(town, staff("clara"), unit=town.units["garden"].code)
    told = open_lamp(town, staff("sun"))["alike"]
    assert (told["people"], told["matters"], told["join"]) == (1, [], "")


def test_nothing_out_of_sight_is_gathered(town: Town, staff: Caller) -> None:
    mine, theirs = (
        open_lamp(town, staff("ella")),
        open_lamp(town, staff("clara"), unit=town.units["hill"].code),
    )
    path, sent = f"/api/matters/{mine['number']}/gathered", {"numbers": [theirs["number"]]}
    assert staff("ella").post(path, sent, content_type="application/json").status_code == 404


def test_a_resident_is_told_how_many_and_joins_with_the_code(town: Town) -> None:
    first, second = report(town, said(town)).json(), report(town, said(town, body="路灯不亮了")).json()
    assert second["alike"]["people"] == 1
    assert second["alike"]["matters"] == []
    assert first["number"] not in str(second["alike"])
    path = second["alike"]["join"]
    assert Client().post(path, {"code": "WRONG"}, content_type="application/json").status_code == 404
    answer = Client().post(path, {"code": second["follow_code"]}, content_type="application/json")
    assert answer.status_code == 201
    assert Matter.objects.get(number=second["number"]).gathered_under.number == first["number"]


def remark(number: str, **said: Any) -> Any:
    """The answer to a resident's remark."""
    path = f"/api/public/requests/{number}/remarks"
    return Client().post(path, said, content_type="application/json")


def test_a_resident_adds_a_remark_that_the_clerk_reads(town: Town, staff: Caller) -> None:
    told = report(town, said(town)).json()
    answer = remark(told["number"], code=told["follow_code"], text="桥头那盏也不亮了。")
    assert answer.status_code == 201
    assert [step["note"] for step in answer.json()["steps"]][-1] == "桥头那盏也不亮了。"
    seen = staff("clara").get(f"/api/matters/{told['number']}").json()
    assert seen["steps"][-1]["note"] == "桥头那盏也不亮了。"


def test_a_remark_sent_twice_is_one_and_nobody_adds_without_the_code(town: Town) -> None:
    told, uuid = report(town, said(town)).json(), str(new_id())
    for _ in range(2):
        sent = {"code": told["follow_code"], "text": "还是不亮。", "uuid": uuid}
        assert remark(told["number"], **sent).status_code == 201
    matter = Matter.objects.get(number=told["number"])
    assert matter.steps.filter(kind="commented").count() == 1
    assert remark(told["number"], code="WRONG", text="x").status_code == 404
    assert remark("XQ-2026-999", code=told["follow_code"], text="x").status_code == 404
    assert remark(told["number"], code=told["follow_code"], text="").status_code == 422
