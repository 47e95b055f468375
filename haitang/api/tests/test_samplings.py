"""A call centre's program rings whom its holder may ring; nobody in the chain learns who was drawn."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from haitang.desks.sampling.models import DrawnMatter, SampleAnswer
from haitang.desks.sampling.tests.county import FIRST, PEOPLE, County, at, sampled_county
from haitang.kernel.registry.api import appoint, issue_token
from haitang.kernel.registry.models import Look, Post

LATER = FIRST + timedelta(days=9)
GOOD = {"content": "very", "told": "nobody", "stars": 9}
WHERE = "/api/samplings"
Caller = Callable[..., Client]


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    return sampled_county(stage)


@pytest.fixture
def county(grown: County, db: None) -> County:
    return deepcopy(grown)


@pytest.fixture
def caller(county: County) -> Caller:
    """A program with the token of somebody's first post."""

    def of(name: str) -> Client:
        post = Post.objects.filter(person=county.people[name]).order_by("pk")[0]
        _, secret = issue_token(post, label="calls", actor=county.house)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return of


def drawn(county: County, many: int = 1) -> list[DrawnMatter]:
    for _ in range(many):
        county.ended(title="路灯不亮三盏")
    return county.rings(county.drawn())


def send(client: Client, path: str, **body: object):
    return client.post(WHERE + path, body, content_type="application/json")


def test_a_call_centre_lists_its_calls_looks_up_a_number_and_keeps_an_answer(county: County, caller: Caller):
    (one,) = drawn(county)
    with at(LATER):
        sue = caller("sue")
        answer = sue.get(f"{WHERE}/calls")
        (call,) = answer.json()
        assert (call["uuid"], call["title"], call["rung"]) == (str(one.uuid), "路灯不亮三盏", 0)
        assert [(asked["key"], asked["kind"], asked["required"]) for asked in call["asks"]] == [
            ("content", "choice", True),
            ("told", "choice", True),
            ("stars", "number", False),
        ]
        assert call["asks"][0]["options"]["very"] == {"zh": "很满意", "en": "Very"}
        for hidden in ("Will", "Works", "Clara", one.matter.number, "王小明", "13800138000", "rating"):
            assert hidden not in answer.content.decode()
        here = f"/calls/{one.uuid}"
        assert send(sue, f"{here}/phone").json() == {"phone": "13800138000"}
        assert send(sue, f"{here}/answer", answers={"content": "perfect"}).status_code == 422
        assert send(sue, f"{here}/answer", answers=GOOD).status_code == 204
        assert send(sue, f"{here}/answer", answers=GOOD).status_code == 404
        assert sue.get(f"{WHERE}/calls").json() == []
    look = Look.objects.get(contact=one.matter.contact.uuid)
    kept = SampleAnswer.objects.get()
    assert (look.by, kept.by, kept.how) == (county.people["sue"], county.people["sue"], "call")


def test_who_does_not_answer_is_rung_another_day_and_who_declines_no_more(county: County, caller: Caller):
    one, other = drawn(county, 2)
    with at(LATER):
        sue = caller("sue")
        assert send(sue, f"/calls/{one.uuid}/no-reply").status_code == 204
        assert send(sue, f"/calls/{other.uuid}/decline").status_code == 204
        assert sue.get(f"{WHERE}/calls").json() == []
    with at(LATER + timedelta(days=1)):
        assert [(call["uuid"], call["rung"]) for call in sue.get(f"{WHERE}/calls").json()] == [
            (str(one.uuid), 1)
        ]


def test_a_program_in_the_chain_or_without_the_role_rings_nobody(county: County, caller: Caller):
    (one,) = drawn(county)
    acts = {"phone": {}, "answer": {"answers": GOOD}, "no-reply": {}, "decline": {}}
    with at(LATER):
        for name in sorted(set(PEOPLE) - {"sue", "sam", "hal"}):
            client = caller(name)
            assert client.get(f"{WHERE}/calls").json() == []
            for act, said in acts.items():
                assert send(client, f"/calls/{one.uuid}/{act}", **said).status_code == 404, (name, act)
        assert send(caller("sue"), f"/calls/{uuid4()}/phone").status_code == 404
    assert not Look.objects.exists()
    assert not SampleAnswer.objects.exists()


def test_a_token_of_one_post_hides_none_of_its_holders_others_here(county: County, caller: Caller):
    (one,) = drawn(county)
    sue, works = county.people["sue"], county.units["works"]
    with at(LATER):
        client = caller("sue")
        assert len(client.get(f"{WHERE}/calls").json()) == 1
        appoint(sue, role="handler", unit=works, since=date(2026, 10, 1), actor=county.house)
        assert client.get(f"{WHERE}/calls").json() == []
        assert send(client, f"/calls/{one.uuid}/phone").status_code == 404


@pytest.mark.slow(reason="a draw goes its whole way")
def test_a_draw_tells_its_shares_and_root_only_when_it_is_over(county: County, caller: Caller):
    ones = drawn(county, 6)
    with at(LATER):
        sue, omar = caller("sue"), caller("omar")
        for one in ones[:5]:
            send(sue, f"/calls/{one.uuid}/answer", answers=GOOD)
        (runs,) = omar.get(WHERE).json()
        assert (runs["root"], runs["outcome"], runs["left_contact"]) == ("", None, 6)
        assert sue.get(WHERE).json() == []
        assert sue.get(f"{WHERE}/draws/{runs['id']}").status_code == 404
    draw = county.settled(ones[0].draw)
    over = omar.get(f"{WHERE}/draws/{draw.pk}").json()
    assert over["root"] == draw.root
    found = over["outcome"]
    assert (found["drawn"], found["answered"], found["by_call"], found["by_link"]) == (6, 5, 5, 0)
    content = found["shares"][0]
    assert (content["figure"], content["hits"], content["of"], content["high"]) == ("content", 5, 5, 1.0)
    # Five of five: 5 / (5 + 3.841459).
    assert content["low"] == pytest.approx(0.565518, abs=1e-6)
    assert omar.get(f"{WHERE}?of=all").status_code == 422
