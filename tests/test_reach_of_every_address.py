"""No address of the house shows or moves a matter to anybody outside the posts that allow it.

Every page and every operation of the interface, as who serves elsewhere, as a program, as a guest, and in any
small world as anybody; against the plain oracle. A matter that is not one's to see is answered as one
that was never there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from haitang.api.tests.test_reach import caller, standing
from haitang.desks.meetings import actions as meetings
from haitang.desks.meetings.queries import meeting_kinds
from haitang.desks.notice.jobs import tell_what_happened
from haitang.kernel.ledger.api import keep_attachment
from haitang.kernel.matters.api import attach, comment, make_move
from haitang.kernel.matters.models import Matter, MatterAttachment, Step
from haitang.kernel.matters.tests.world import PLAYBOOK, Oracle, Plan, World, grown, plans, worded
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import SYSTEM, open_region, root_of
from haitang.kernel.registry.models import Region
from haitang.lib.ids import new_id
from tests import reach_table as table

NOBODYS, NO_FILE = "TH-2000-00000", UUID(int=7)
MEETING = """
        convene: {label: {zh: 上会, en: Convene}, from: [received, working], to: stays, by: [clerk]}
        settled: {label: {zh: 议定, en: Settle}, from: [received, working], to: stays, by: [clerk]}
  session:
    label: {zh: 会, en: Session}
    number: SE
    takes: files
    fields: {meets_on: {kind: day, label: {zh: 日, en: Day}}}
    flow:
      start: proposed
      states:
        proposed: {label: {zh: 拟, en: Proposed}, owner: clerk}
        over: {label: {zh: 完, en: Over}, end: true}
      moves:
        put_on: {label: {zh: 列, en: Put on}, from: [proposed], to: stays, by: [clerk]}
        take_off: {label: {zh: 撤, en: Take off}, from: [proposed], to: stays, by: [clerk]}
        invite: {label: {zh: 请, en: Ask}, from: [proposed], to: stays, by: [clerk], invites: [county, place]}
        reply: {label: {zh: 答, en: Reply}, from: [proposed], to: stays, by: [handler, clerk]}
        attend: {label: {zh: 到, en: Attend}, from: [proposed], to: stays, by: [clerk]}
        hold: {label: {zh: 开, en: Hold}, from: [proposed], to: stays, by: [clerk]}
        decide: {label: {zh: 定, en: Decide}, from: [proposed], to: stays, by: [clerk]}
        conclude: {label: {zh: 结, en: Conclude}, from: [proposed], to: over, by: [clerk]}
  ruling:
    label: {zh: 定事, en: Ruling}
    number: RU
    under: [session]
    fields: {due: {kind: day, label: {zh: 限, en: Due}, required: true}}
    flow:
      start: decided
      states:
        decided: {label: {zh: 定, en: Decided}, owner: clerk}
        done: {label: {zh: 完, en: Done}, end: true}
      moves:
        give: {label: {zh: 交, en: Give}, from: [decided], to: stays, by: [clerk], hands_to: unit}
        finish: {label: {zh: 完, en: Finish}, from: [decided], to: done, by: [clerk]}
meetings:
  session:
    channel: web
    takes: {thing: {put: convene, decided: settled}}
    decisions: {kind: ruling, give: give, day: due}
    quorum: {share: 1/2, of: invited, at_least: 1}
"""


def written() -> Iterator[str]:
    """Every address as it is written, without what is the same for every form of answer."""
    for route in sorted({one or "/" for one in _routes(get_resolver().url_patterns)}):
        if not route.startswith(table.BESIDE):
            yield route


def _routes(found: list, before: str = "") -> Iterator[str]:
    for one in found:
        route = before + _plain(str(one.pattern))
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def _plain(pattern: str) -> str:
    """A regular expression as a path is written."""
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern).replace("(?:v2/)?", "").replace("(?:v2)?/?", "")
    return named.lstrip("^").rstrip("$").replace("\\", "")


def test_every_address_says_what_it_may_show():
    groups = (table.OF_A_MATTER, table.OF_A_MATTER_BY_TOKEN, table.BY_CODE, table.LISTS, table.OPEN)
    declared = [route for group in groups for route in group.split()]
    assert len(declared) == len(set(declared))
    assert set(written()) == set(declared)


@pytest.fixture
def region(db, tmp_path: Path) -> Region:
    """An empty region where things are taken to meetings."""
    found = open_region("world", code="990009", name="World", actor=None)
    (tmp_path / "main.yaml").write_text(PLAYBOOK.rstrip("\n") + MEETING, encoding="utf-8")
    apply(plan(tmp_path, at=root_of(found)), actor=SYSTEM(found))
    return found


@dataclass
class Seen:
    """A world in which everything was said in every place that keeps words."""

    world: World
    matters: list[Matter]
    files: dict[int, UUID]

    def fill(self, route: str, number: str, file: UUID) -> str:
        """An address of the house: what names a matter names *number*."""
        parts = {
            "region": self.world.region.key, "number": number, "file": file, "photo": file, "kind": "thing",
            "move": "accept", "form": "json", "unit": self.world.units[0].pk, "pk": self.world.units[0].pk,
            "uuid": self.matters[0].uuid, "part": "matters", "code": "thing", "measure": "any",
        }  # fmt: skip
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda one: str(parts.get(one[1], "1")), route)
        return filled if filled.startswith("/") else f"/{filled}"

    def hidden(self, oracle: Oracle) -> list[Matter]:
        """Those that are not theirs to see."""
        return [one for one in self.matters if not oracle.sees(one)]


def furnished(world: World) -> Seen:
    """Each matter with a remark, a photo and a note of its own; all of them before one meeting."""
    house, files = SYSTEM(world.region), {}
    for number, matter in enumerate(world.matters):
        comment(matter, text=worded(number), client_id=new_id(), actor=house)
        picture = BytesIO()
        Image.new("RGB", (4, 4), (number, 0, 0)).save(picture, "PNG")
        picture.seek(0)
        kept = keep_attachment(picture, actor=house, region=world.region)
        attach(matter, attachments=(kept.uuid,), client_id=new_id(), actor=house)
        seen = Matter.objects.get(pk=matter.pk).serial
        make_move(matter, move="look", seen=seen, client_id=new_id(), note=worded(number), actor=house)
        files[matter.pk] = kept.uuid
    tell_what_happened()
    rows = Matter.objects.select_related("state", "kind", "unit", "owner").order_by("pk")
    return Seen(world, list(rows.filter(kind__key="thing")), files)


def in_session(seen: Seen) -> Matter:
    """A meeting at the top about every matter, to which the last unit is asked."""
    world, house = seen.world, SYSTEM(seen.world.region)
    kinds = meeting_kinds(Region.objects.get(pk=world.region.pk))[0]
    said = {"title": worded(8), "matters": seen.matters, "uuid": new_id()}
    meeting = meetings.propose(kinds, at=world.units[0], actor=house, **said)
    meetings.invite(meeting, units=[world.units[-1]], client_id=new_id(), actor=house)
    return Matter.objects.select_related("state", "kind", "unit", "owner").get(pk=meeting.pk)


def shown(answer) -> str:
    """Everything that came back, in whatever form."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def said_of(answer, number: str) -> tuple[int, str]:
    """What an answer tells at its head, whichever number was asked for."""
    return answer.status_code, answer.headers.get("Location", "").replace(number, "N")


def given_to(route: str, matter: Matter, numbers: list[str]) -> dict[str, object]:
    """What is sent: right in every respect for the moves that the matter is open to."""
    sent = {"seen": matter.serial, "client_id": str(new_id()), "note": "x", "text": "x", "why": "x"}
    under = {"number": numbers, "numbers": numbers, "under": numbers[0], "matters": numbers}
    return {**sent, **under, "title": "x", "code": "AAAAAAAA", "answer-meets_on": ""}


def asked(client: Client, path: str, given: dict[str, object]) -> list:
    """The address read and written to."""
    form = {"content_type": "application/json"} if path.startswith("/api/") else {}
    return [client.get(path), client.post(path, given, **form)]


def assert_not_there(client: Client, seen: Seen, matter: Matter, routes: str) -> None:
    """Each address of *matter* answers as for a number that was never given, and nothing changes."""
    words = worded(seen.matters.index(matter)) if matter in seen.matters else worded(8)
    for route in routes.split():
        file = seen.files.get(matter.pk, NO_FILE)
        here = asked(client, seen.fill(route, matter.number, file), given_to(route, matter, [matter.number]))
        none = asked(client, seen.fill(route, NOBODYS, file), given_to(route, matter, [NOBODYS]))
        for one, other in zip(here, none, strict=True):
            assert said_of(one, matter.number) == said_of(other, NOBODYS), route
            assert one.status_code >= 300, (route, one.status_code)
            assert words not in shown(one), route


def assert_lists_are_silent(client: Client, seen: Seen, hidden: list[Matter], lists: list[str]) -> None:
    """No list, search, export or page for everyone tells of those *hidden*, asked for or not."""
    told = {one: (worded(seen.matters.index(one)), one.number) for one in hidden}
    for route in lists:
        path = seen.fill(route, NOBODYS, NO_FILE)
        for query in ("", *(f"?q={words}&show=all" for words, _ in list(told.values())[:1])):
            answer = shown(client.get(path + query))
            for words, number in told.values():
                assert number not in answer, (path, query)
                # What was sought for is said again by the form in which it is sought.
                loud = words in answer.replace(f'value="{words}"', "") and words not in query
                assert not loud, (
                    path,
                    query,
                    answer[max(answer.find(words) - 300, 0) : answer.find(words) + 60],
                )


def assert_nothing_moved(before: list[tuple]) -> None:
    assert state() == before


def state() -> list[tuple]:
    """All that an act on a matter could change."""
    told = ("pk", "serial", "title", "state", "owner", "gathered_under", "assignee")
    counts = Step.objects.count(), MatterAttachment.objects.count(), Matter.objects.count()
    return [*Matter.objects.order_by("pk").values_list(*told), counts]


@pytest.mark.slow(reason="asks for every address of the house")
def test_who_serves_elsewhere_is_shown_and_moves_nothing(region: Region):
    # The clerk of the first place sees nothing of the second, nor the meeting above both.
    posts = [(0, "clerk", 1, -1, 3), (1, "clerk", 0, -1, 3)]
    seen = furnished(grown(Plan([0, 0], posts, [(2, None, [], 1)], []), region))
    meeting, world, lists = in_session(seen), seen.world, table.LISTS.split()
    client, oracle = Client(), Oracle.of(world, 0, world.posts)
    client.force_login(world.people[0].account)
    assert seen.hidden(oracle) == seen.matters
    pages = [route for route in lists if not route.startswith("api/")]
    look_around(client, seen, oracle, table.OF_A_MATTER, pages, meeting)
    token = caller(standing(world)[0], region)
    calls = [route for route in lists if route.startswith("api/")]
    look_around(token, seen, oracle, table.OF_A_MATTER_BY_TOKEN, calls, meeting)


@pytest.mark.slow(reason="each example grows a world and asks for every address as a person and as a program")
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,))
@given(planned=plans(), who=st.integers(0, 2))
def test_no_address_shows_or_moves_what_is_outside_ones_posts(region: Region, planned: Plan, who: int):
    with transaction.atomic():
        seen = furnished(grown(planned, region))
        meeting, world = in_session(seen), seen.world
        client = Client()
        client.force_login(world.people[who].account)
        pages = [route for route in table.LISTS.split() if not route.startswith("api/")]
        oracle = Oracle.of(world, who, world.posts, world.ties)
        look_around(client, seen, oracle, table.OF_A_MATTER, pages, meeting)
        for post in standing(world)[:1]:
            number = next(at for at, one in enumerate(world.people) if one.pk == post.person_id)
            oracle = replace(Oracle.of(world, number, [post]), by_token=True)
            calls = [route for route in table.LISTS.split() if route.startswith("api/")]
            look_around(caller(post, region), seen, oracle, table.OF_A_MATTER_BY_TOKEN, calls, meeting)
        transaction.set_rollback(True)


def look_around(
    client: Client, seen: Seen, oracle: Oracle, routes: str, lists: list[str], meeting: Matter
) -> None:
    """Try every address as one person or program."""
    hidden, before = seen.hidden(oracle), state()
    for matter in hidden[:1]:
        assert_not_there(client, seen, matter, routes)
    if not oracle.sees(meeting):
        assert_not_there(client, seen, meeting, routes)
    assert_lists_are_silent(client, seen, hidden, lists)
    assert_nothing_moved(before)


@pytest.mark.slow(reason="asks for every address of the house")
def test_a_guest_is_shown_and_moves_nothing(region: Region):
    planned = Plan([0, 1], [(0, "clerk", 0, -1, 3)], [(1, 2, [], 0), (2, None, [0], None)], [])
    seen = furnished(grown(planned, region))
    meeting, before = in_session(seen), state()
    guest = Client()
    for matter in (*seen.matters, meeting):
        assert_not_there(guest, seen, matter, table.OF_A_MATTER + table.OF_A_MATTER_BY_TOKEN + table.BY_CODE)
    assert_lists_are_silent(guest, seen, seen.matters, [*table.LISTS.split(), *table.OPEN.split()])
    assert_nothing_moved(before)


@pytest.mark.slow(reason="reads many addresses")
def test_the_search_would_find_what_is_shown(region: Region):
    planned = Plan([0, 1], [(0, "clerk", 0, -1, 3)], [(1, 2, [], 0)], [])
    seen = furnished(grown(planned, region))
    client = Client()
    client.force_login(seen.world.people[0].account)
    with pytest.raises(AssertionError):
        assert_not_there(client, seen, seen.matters[0], table.OF_A_MATTER)
    with pytest.raises(AssertionError):
        assert_lists_are_silent(client, seen, seen.matters, ["matters/"])
