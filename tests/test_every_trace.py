"""Whoever asks is given all that is kept of them, and nothing of them is left in any table afterwards.

Every column of every table is read as it lies in the database; sealed values and indexes are known again by
what they were before.
"""

import json
from copy import deepcopy
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client
from ruamel.yaml import YAML

import haitang
from haitang.desks.meetings import actions as meetings
from haitang.desks.meetings.guests import GuestDetails
from haitang.desks.meetings.tests.county import UNITS, County
from haitang.desks.notice.actions import choose, keep_device, keep_habit
from haitang.desks.notice.tests.test_ways import Browser
from haitang.desks.rota import actions as rota
from haitang.desks.rota.queries import rota_for, turns_on
from haitang.desks.routing.models import LearnedVersion, Suggestion
from haitang.kernel.matters.api import (
    ContactDetails,
    comment,
    erase_contacts,
    erase_typed_numbers,
    erase_words,
    open_matter,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import (
    RESIDENT,
    appoint,
    change_person,
    erase_person,
    issue_token,
    open_account,
)
from haitang.kernel.registry.gram_index import GramNumbers
from haitang.kernel.registry.models import Account, Person, Post
from haitang.lib import clock
from haitang.lib.ids import new_id
from tests.fates import FATES

PASSWORD = "moonlit-osmanthus-7"
LONG = (models.BinaryField, models.TextField, models.JSONField, models.EmailField, GramNumbers)
DESKS = Path(haitang.__file__).parent / "desks"


def is_personal(field: models.Field) -> bool:
    """Whether a column may hold something of a person."""
    if field.is_relation:
        return field.related_model in (Person, Account)
    short = isinstance(field, models.CharField) and not isinstance(field, models.SlugField)
    return isinstance(field, LONG) or (short and not field.choices)


def personal() -> set[tuple[str, str]]:
    """Every personal column of every model, by model and name."""
    every = apps.get_models(include_auto_created=True)
    return {(one._meta.label, f.name) for one in every for f in one._meta.concrete_fields if is_personal(f)}


def test_every_personal_column_has_a_declared_fate():
    said = [(label, name) for label, row in FATES.items() for names in row for name in names.split()]
    assert len(said) == len(set(said))
    assert set(said) == personal()


def table_of(label: str) -> str:
    return apps.get_model(label)._meta.db_table


def rows() -> dict[str, list[str]]:
    """Every value of every column of every table as text, by table and column."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    found.setdefault(f"{table}.{name}", []).append(as_text(value))
    told = [json.dumps(one.get_decoded(), ensure_ascii=False) for one in Session.objects.all()]
    return found | {"django_session.session_data": told}


def as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "backslashreplace")
    text = str(value)
    return text + (
        text.encode("latin-1", "ignore").decode("unicode_escape", "ignore") if "\\u" in text else ""
    )


def holding(canaries: dict[str, str]) -> set[tuple[str, str]]:
    """Which columns still hold which canary."""
    found = rows()
    return {
        (column, name)
        for column, values in found.items()
        for name, canary in canaries.items()
        if any(canary in value for value in values)
    }


def sealed() -> set[str]:
    """Every sealed value and every index or key to find somebody by, as they lie in the tables."""
    marks = ("_sealed", "phone_index", "identity_index", "endpoint_index", ".p256dh", ".auth")
    values = chain.from_iterable(found for column, found in rows().items() if column.endswith(marks))
    return set(values) - {"", "None"}


def playbook() -> str:
    """One county that meets and sits in turns; JSON is YAML too."""
    yaml = YAML(typ="safe")
    sits, meets = (yaml.load(DESKS / desk / "tests" / "playbook.yaml") for desk in ("rota", "meetings"))
    both = {
        key: {**sits[key], **said} if isinstance(said, dict) and key in sits else said
        for key, said in meets.items()
    }
    both["rotas"] = sits["rotas"]
    both["roles"]["clerk"]["abilities"] += ["matters.erase", "matters.contact"]
    request = both["matters"]["request"]
    request |= {"contact_days": 30}
    request["fields"] = {"door": {"kind": "text", "label": {"zh": "哪家", "en": "Door"}}}
    return json.dumps(both, ensure_ascii=False)


OWN = {
    "name": "秦可卿",
    "phone": "13955550001",
    "identity": "11010519491231002X",
    "email": "qin.keqing@example.org",
    "username": "qinkeqing",
    "endpoint": "https://push.example.org/qinkeqing-phone",
    "asked as": "业主代表秦家",
    "swap": "孩子发烧秦家有事",
    "key": "秦家的程序",
}
OTHERS = {
    "name": "薛宝钗",
    "phone": "13955550002",
    "email": "xue.baochai@example.org",
    "username": "xuebaochai",
    "endpoint": "https://push.example.org/xue-phone",
    "asked as": "业主代表薛家",
}
RESIDENTS = {
    "name": "贾探春",
    "phone": "13955550003",
    "email": "jia.tanchun@example.org",
    "door": "蘅芜苑七号",
}


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    people = {
        "clara": ("clerk", "county"),
        "will": ("handler", "works"),
        "hana": ("host", "county"),
        "petra": ("planner", "garden"),
    }
    units = (*UNITS, ("garden", "compound", "county"))
    return County.grow(stage, playbook(), units=units, people=people, key="meeting", code="990008")


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


def settle(county: County, own: dict[str, str]) -> Person:
    """Somebody with a post, an account, and everything about them set."""
    person = county.people[own["username"]] = county.person(
        own["username"], phone=own["phone"], identity=own.get("identity", "")
    )
    person = county.people[own["username"]] = change_person(person, name=own["name"], actor=county.house)
    for role, unit in (("sitter", "garden"), ("handler", "works")):
        appoint(person, role=role, unit=county.units[unit], since=clock.today(), actor=county.house)
    open_account(own["username"], person=person, actor=county.house, email=own["email"], password=PASSWORD)
    return person


def fill(county: County, own: dict[str, str]) -> Person:
    """All that a desk may keep of somebody."""
    person = settle(county, own)
    browser, actor = Client(), county.actor(own["username"])
    browser.post("/account/login/", {"login": own["username"], "password": PASSWORD})
    choose(person, choices={("came", "email"): "now"}, actor=actor)
    keep_habit(person, quiet=(0, 60), digest_at=480, language="en", actor=actor)
    keep_device(person, receiver=Browser().at(own["endpoint"]), actor=actor)
    rota.renew_calendar(person, actor=actor)
    post = Post.objects.filter(person=person).order_by("pk").first()
    issue_token(post, label=own.get("key", "机器"), actor=county.house)
    return person


def turn_up(county: County, one: Person, other: Person) -> Matter:
    """Both are asked to a meeting, one answers for the unit in their own name; they exchange a turn."""
    told, _ = county.told()
    meeting = county.propose(told)
    for person, said in ((one, OWN), (other, OTHERS)):
        asked = meetings.Asked(said["asked as"], person=person)
        meetings.ask_guest(meeting, asked=asked, actor=county.actor("clara"))
    (seat,) = county.ask(meeting, "works")
    actor = county.actor(OWN["username"])
    meetings.reply(seat, comes=True, sends=f"{OWN['name']}同志", client_id=new_id(), actor=actor)
    exchange_turns(county, one)
    return told


def exchange_turns(county: County, one: Person) -> None:
    kept = rota_for(county.actor("petra"), "owners", county.units["garden"].pk)
    today = clock.today()
    days = rota.plan_days(
        kept, since=today + timedelta(1), until=today + timedelta(60), actor=county.actor("petra")
    )
    turn = next(turn for turns in turns_on(days).values() for turn in turns if turn.person_id == one.pk)
    to = county.people[OTHERS["username"]]
    rota.ask_exchange(turn, to=to, kept=kept, note=OWN["swap"], actor=county.actor(OWN["username"]))
    rota.note_absence(
        one,
        kept=kept,
        since=today + timedelta(90),
        until=today + timedelta(91),
        actor=county.actor(OWN["username"]),
    )


@pytest.fixture
def two(county: County) -> tuple[Person, Person]:
    """One who asks to be erased, and one who does not."""
    other = fill(county, OTHERS)
    before = sealed()
    one = fill(county, OWN)
    county.own_sealed = sealed() - before
    turn_up(county, one, other)
    return one, other


@pytest.mark.slow(reason="fills everything a person leaves")
def test_an_export_holds_all_of_ones_own_and_nothing_of_anothers(county: County, two):
    given = county.client(OWN["username"]).get("/me/export.json").content.decode()
    assert [name for name, canary in OWN.items() if canary not in given] == []
    # Whom one asked for an exchange is told by no name.
    assert [name for name, canary in OTHERS.items() if canary in given] == []


@pytest.mark.slow(reason="fills everything a person leaves")
def test_nothing_is_left_of_who_was_erased_but_words_of_matters(county: County, two):
    one, _ = two
    assert {name for _, name in holding(OWN)} == set(OWN) - {"phone", "identity", "endpoint"}
    assert len(county.own_sealed) == 8
    erase_person(one, why="本人要求", actor=county.house)
    assert sealed() & county.own_sealed == set()
    left = holding(OWN)
    assert {column for column, _ in left} == {"matters_step.note", "matters_step.data"}
    meeting = county.move(Matter.objects.get(number__startswith="LX"), "call_off", "hana", note="改天")
    erase_words(meeting, why="本人要求", actor=county.house)
    assert holding(OWN) == set()
    assert {name for _, name in holding(OTHERS)} == set(OTHERS) - {"phone", "endpoint"}


def told_by_a_resident(county: County) -> tuple[Matter, str]:
    """A resident says who they are in every place that takes words; it is suggested on, and closed."""
    said = "，".join(RESIDENTS.values())
    opened = open_matter(
        "request",
        at=county.units["reed"],
        title=said,
        body=said,
        answers={"door": said},
        channel="phone",
        contact=ContactDetails(RESIDENTS["name"], RESIDENTS["phone"], RESIDENTS["email"]),
        actor=RESIDENT(county.region),
    )
    matter = opened.matter
    suggest(matter, said)
    comment(matter, text=said, shown=True, client_id=new_id(), actor=county.actor("clara"))
    county.move(matter, "dispatch", "clara", to_unit="works", note=said)
    county.move(matter, "close", "will", note=said)
    return Matter.objects.get(pk=matter.pk), opened.follow_code


def suggest(matter: Matter, words: str) -> None:
    """What learning leaves beside a matter."""
    learned = LearnedVersion.objects.create(
        region=matter.region,
        kind=matter.kind,
        serial=1,
        learned_at=clock.now(),
        matters=1,
        slopes=b"",
        habits="{}",
        figures="{}",
    )
    kept = json.dumps(words.split("，"), ensure_ascii=False)
    Suggestion.objects.create(
        matter=matter, version=learned, category_chance=0.9, words=kept, made_at=clock.now()
    )


def follower(county: County, matter: Matter, code: str) -> Client:
    """A browser in which number and code were given."""
    browser = Client()
    found = browser.post(f"/r/{county.region.key}/follow/", {"number": matter.number, "code": code})
    assert found.status_code == 302
    return browser


@pytest.mark.slow(reason="fills everything a resident leaves")
def test_days_over_take_the_numbers_and_erasing_takes_the_words(county: County):
    before = sealed()
    matter, code = told_by_a_resident(county)
    own = sealed() - before
    mine = f"/r/{county.region.key}/follow/{matter.number}/mine"
    browser = follower(county, matter, code)
    given = browser.get(f"{mine}.json").content.decode()
    assert [name for name, canary in RESIDENTS.items() if canary not in given] == []
    assert {name for _, name in holding(RESIDENTS)} == set(RESIDENTS)
    day = clock.today() + timedelta(days=40)
    assert (erase_contacts(day), erase_typed_numbers(day)) == (1, 1)
    assert sealed() & own == set()
    assert {name for _, name in holding(RESIDENTS)} == {"name", "door"}
    assert browser.post(f"{mine}/words/").status_code == 302
    assert holding(RESIDENTS) == set()
    assert json.loads(browser.get(f"{mine}.json").content)["contact"] is None


def test_guests_from_outside_and_whom_units_send_go_with_the_words_of_the_meeting(county: County):
    told, _ = county.told()
    meeting, before = county.propose(told), sealed()
    outside = GuestDetails(RESIDENTS["name"], RESIDENTS["phone"], RESIDENTS["email"])
    asked = meetings.Asked(RESIDENTS["door"], outside=outside)
    meetings.ask_guest(meeting, asked=asked, actor=county.actor("clara"))
    (seat,) = county.ask(meeting, "works")
    will = county.actor("will")
    meetings.reply(seat, comes=True, sends=RESIDENTS["name"], client_id=new_id(), actor=will)
    own = sealed() - before
    assert {name for _, name in holding(RESIDENTS)} == {"name", "door"}
    meeting = county.move(meeting, "call_off", "hana", note="改天")
    erase_words(meeting, why="本人要求", actor=county.house)
    assert (holding(RESIDENTS), sealed() & own) == (set(), set())
