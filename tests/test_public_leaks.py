"""Whoever is not signed in reads no resident's name or number anywhere, whatever residents and staff wrote.

Every address of the house is asked for, with and without what it leads to; the texts hold planted numbers
and names, and the answers are searched for them.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county
from haitang.kernel.matters.api import ContactDetails, comment, make_move, open_matter
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import RESIDENT, SYSTEM, enrol_person

NAMES = ("王小明", "欧阳建国", "赵桂香", "沈阿婆", "Hugo", "Clara")
DOORS = ("501室", "3号楼501", "8组23号")
NUMBERS = (
    "13812345678",
    "139-8765-4321",
    "0512-52701234",
    "11010519491231002X",
    "苏E·A12345",
    "6222021234567890128",
    "wang@example.org",
)
PLANTED = (*NAMES, *DOORS, *NUMBERS)
SAYING = "我是王小明，" + "，".join(NUMBERS)
#: What a handler may write for everyone: who asked, who is known, a neighbour by title, somebody's door.
PUBLIC = (
    "应王小明要求，路灯已修好；欧阳建国家门口、沈阿婆门前各一盏，赵桂香等三户的在3号楼501室旁和8组23号，"
    + "，".join(NUMBERS)
)
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
#: How a guest may be answered: never by a fault of ours.
KEPT_FROM_GUESTS = {200, 301, 302, 400, 401, 403, 404, 405, 422, 429}


@pytest.fixture
def county(db) -> County:
    """A county where everything that can hold a number holds one."""
    listed = "published: public_summary\n    listed: facts"
    grown = small_county(text=PLAYBOOK.replace("published: public_summary", listed))
    # Somebody of the registry who asked for nothing and is served.
    enrol_person(grown.region, name="赵桂香", actor=grown.house)
    contact = ContactDetails("欧阳建国", "13812345678", "wang@example.org")
    for place in ("lake", "garden", "hill"):
        matter = open_matter(
            "request",
            at=grown.units[place],
            title=f"路灯不亮 {SAYING}"[:200],
            body=SAYING,
            answers={"place_words": SAYING},
            category="city.lighting",
            channel="visit",
            contact=contact,
            actor=SYSTEM(grown.region),
        ).matter
        finish(grown, matter)
    open_matter(
        "request",
        at=grown.units["lake"],
        body=SAYING,
        channel="phone",
        contact=contact,
        actor=RESIDENT(grown.region),
    )
    return grown


def finish(county: County, matter: Matter) -> None:
    """Through to the end, with numbers in every note and in the public sentence."""
    comment(matter, text=SAYING, shown=True, client_id=uuid4(), actor=county.house)
    for move, who, more in (
        (
            "dispatch",
            county.actor("ella" if matter.unit.name != "Hill" else "wendy"),
            {"to_unit": county.units["housing"]},
        ),
        ("accept", county.actor("hugo"), {}),
        (
            "answer",
            county.actor("hugo"),
            {"answers": {"public_summary": PUBLIC}},
        ),
        ("confirm", None, {"rating": 5}),
    ):
        now = Matter.objects.get(pk=matter.pk)
        now.is_followed = who is None
        actor = who or RESIDENT(county.region)
        make_move(now, move=move, seen=now.serial, client_id=uuid4(), note=SAYING, actor=actor, **more)


def addresses(county: County) -> Iterator[str]:
    """Every address of the house, its parts filled with what stands in this county."""
    matter = Matter.objects.order_by("pk").first()
    parts = {
        "region": county.region.key,
        "kind": "request",
        "number": matter.number,
        "pk": str(matter.pk),
        "uuid": str(matter.uuid),
        "move": "confirm",
        "service": "request.city.lighting",
        "form": "json",
        "format": "json",
        "jurisdiction": county.region.code,
    }
    for pattern in patterns(get_resolver().url_patterns):
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts.get(found[1], "1"), pattern)


def patterns(found: list, before: str = "") -> Iterator[str]:
    """The routes as they are written."""
    for one in found:
        route = before + str(one.pattern).lstrip("^").rstrip("$")
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def words(answer) -> str:
    """The whole answer, also where it comes in pieces."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def leaks(county: County) -> list[str]:
    """Where what is read by a guest."""
    guest, found, seen = Client(raise_request_exception=True), [], set()
    waiting = [*addresses(county), *more(county)]
    while waiting and len(seen) < 600:
        address = waiting.pop()
        if address in seen or address.startswith("/static/"):
            continue
        seen.add(address)
        answer = guest.get(address)
        assert answer.status_code in KEPT_FROM_GUESTS, (address, answer.status_code)
        text = words(answer)
        found += [f"{address}: {planted}" for planted in PLANTED if planted in text]
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(text)]
    assert len(seen) > 60
    return found


def more(county: County) -> Iterator[str]:
    """Lists and feeds that want a question."""
    number = Matter.objects.order_by("pk").first().number
    for query in ("q=13812345678", "q=王小明", "q=路灯", f"number={number}"):
        yield f"/r/{county.region.key}/?{query}"
        yield f"/open311/v2/requests.json?jurisdiction_id={county.region.code}&{query}"
    for ending in ("json", "xml"):
        yield f"/open311/v2/requests.{ending}?jurisdiction_id={county.region.code}"
        yield f"/open311/v2/requests/{number}.{ending}?jurisdiction_id={county.region.code}"


@pytest.mark.slow(reason="reads every public address")
def test_a_guest_reads_no_name_and_no_number_anywhere(county: County):
    assert all(SAYING in step.note for step in Step.objects.filter(kind="moved"))
    assert leaks(county) == []


@pytest.mark.slow(reason="reads every public address")
def test_the_search_finds_what_a_guest_may_read(county: County, monkeypatch):
    monkeypatch.setattr("tests.test_public_leaks.PLANTED", ("Lake",))
    assert any(found.endswith(": Lake") for found in leaks(county))
