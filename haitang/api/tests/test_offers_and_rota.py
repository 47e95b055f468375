"""Programs take on offers and keep turns as people do on the pages."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from haitang.desks.offers.tests.conftest import make_county as make_offers
from haitang.desks.rota.actions import ask_exchange, plan_days
from haitang.desks.rota.queries import turns_on
from haitang.desks.rota.tests.conftest import make_county as make_rota
from haitang.kernel.registry.api import SYSTEM, issue_token


def caller(person) -> Client:
    _, secret = issue_token(person.posts.get(), label="test", actor=SYSTEM(person.region_id))
    return Client(headers={"Authorization": f"Bearer {secret}"})


def send(client: Client, path: str, **body: object):
    return client.post(path, body, content_type="application/json")


@pytest.fixture
def offers(db, playbook_folder):
    return make_offers(playbook_folder)


@pytest.fixture
def rota(db, playbook_folder):
    with time_machine.travel(datetime(2026, 3, 2, 1, tzinfo=UTC), tick=False):
        yield make_rota(playbook_folder)


def test_a_program_takes_an_offer_on_and_gives_it_back(offers):
    wish = offers.ask("wish", "一件棉衣")
    mei, ming = caller(offers.people["mei"]), caller(offers.people["ming"])
    (offer,) = mei.get("/api/offers").json()
    assert (offer["words"], offer["place"], offer["mine"]) == ("一件棉衣", "East", False)
    assert "秦婆婆" not in str(offer)
    said = {"seen": offer["serial"], "client_id": str(uuid4())}
    taken = send(mei, f"/api/offers/{wish.number}/take", **said)
    assert (taken.status_code, taken.json()["mine"]) == (201, True)
    late = send(ming, f"/api/offers/{wish.number}/take", seen=offer["serial"], client_id=str(uuid4()))
    assert late.status_code == 409
    assert [one["number"] for one in mei.get("/api/offers/mine").json()] == [wish.number]
    back = {"seen": offer["serial"] + 1, "client_id": str(uuid4())}
    assert send(mei, f"/api/offers/{wish.number}/moves/give_back", **back).json() == []
    assert len(ming.get("/api/offers").json()) == 1


def test_who_may_take_nothing_on_is_told_of_nothing(offers):
    offers.ask("wish", "一件棉衣")
    assert caller(offers.people["sun"]).get("/api/offers").json() == []


def test_a_program_reads_turns_answers_an_exchange_and_says_that_a_day_was_held(rota):
    first, second = date(2026, 3, 7), date(2026, 3, 14)
    days = plan_days(rota.kept, since=first, until=second, actor=rota.actor("petra"))
    turns = [turns_on(days)[day.pk][0] for day in days]
    asker, other = (turn.person.name.lower() for turn in turns)
    to = rota.people[other]
    ask_exchange(turns[0], to=to, kept=rota.kept, instead=turns[1], actor=rota.actor(asker))
    program = caller(to)
    (asked,) = program.get("/api/rota/exchanges").json()
    assert (asked["day"], asked["instead"]) == ("2026-03-07", "2026-03-14")
    mine = send(program, f"/api/rota/exchanges/{asked['uuid']}", accept=True).json()
    assert (
        [turn["day"] for turn in mine]
        == ["2026-03-07"]
        == [turn["day"] for turn in program.get("/api/rota/turns").json()]
    )
    held = f"/api/rota/days/{mine[0]['sitting']}/held"
    early = send(program, held, quantity=4, answers={"solved": 1})
    assert early.status_code == 422
    with time_machine.travel(datetime(2026, 3, 7, 4, tzinfo=UTC), tick=False):
        assert send(program, held, quantity=4, answers={"solved": 1}).status_code == 201
        assert send(program, held, quantity=4, answers={"solved": 1}).status_code == 422
    stranger = caller(rota.people["zoe"])
    assert send(stranger, held, quantity=4, answers={"solved": 1}).status_code == 404
    assert send(stranger, f"/api/rota/exchanges/{asked['uuid']}", accept=True).status_code == 404


def test_a_program_plans_and_asks_for_an_exchange_as_the_page_does(rota):
    planner = caller(rota.people["petra"])
    (kept,) = planner.get("/api/rota").json()
    span = {"since": "2026-03-07", "until": "2026-03-14"}
    path = f"/api/rota/{kept['rota']}/{kept['unit']}/days"
    first, second = send(planner, path, **span).json()
    assert [first["day"], second["day"]] == ["2026-03-07", "2026-03-14"]
    assert send(planner, path, **span).json() == []
    asker, other = first["people"][0], second["people"][0]
    assert asker in kept["sitters"]
    mine, theirs = (caller(rota.people[one["name"].lower()]) for one in (asker, other))
    ask = f"/api/rota/days/{first['sitting']}/exchange"
    said = {"to": other["id"], "instead": second["sitting"], "note": "出差"}
    assert send(theirs, ask, **{**said, "to": asker["id"]}).status_code == 404
    asked = send(mine, ask, **said)
    assert asked.status_code == 201, asked.json()
    assert asked.json()["instead"] == "2026-03-14"
    assert send(mine, ask, **said).status_code in (409, 422)
    assert theirs.get("/api/rota/exchanges").json() == [asked.json()]


def test_who_may_not_plan_plans_nothing_by_program_either(rota):
    planner, stranger = caller(rota.people["petra"]), caller(rota.people["zoe"])
    (kept,) = planner.get("/api/rota").json()
    path, span = (
        f"/api/rota/{kept['rota']}/{kept['unit']}/days",
        {"since": "2026-03-07", "until": "2026-03-14"},
    )
    assert kept["unit"] not in [one["unit"] for one in stranger.get("/api/rota").json()]
    assert send(stranger, path, **span).status_code == 404
    somebody = next(name for name in rota.people if name not in ("petra", "zoe"))
    assert send(caller(rota.people[somebody]), path, **span).status_code in (403, 404, 422)
    assert send(planner, path, since="2026-03-14", until="2026-03-07").status_code == 422
