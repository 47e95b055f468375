"""The inbox and the board: who sees what, in which order, by which filters, with how many queries."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haitang.kernel.matters.api import (
    COMMENTS,
    EDITS,
    GATHERS,
    LOOKS_BEHIND,
    SEES_MATTERS,
    InboxFilter,
    MatterDraft,
    board,
    gather,
    inbox,
    matter_for,
    open_many,
    story,
    visible,
)
from haitang.kernel.matters.models import Matter
from haitang.kernel.matters.queries import inbox as module
from haitang.kernel.matters.tests.county import PEOPLE, County, fresh
from haitang.kernel.registry.api import RESIDENT, SYSTEM, open_region
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


def numbers(actor, **filters) -> list[str]:
    """The ends of the numbers in the inbox, in order."""
    return [row.number[-2:] for row in inbox(actor, InboxFilter(**filters)).rows]


@pytest.fixture
def busy(county: County) -> County:
    """01 received in lake, 02 at the parks, 03 withdrawn, 04 in hill by hotline, 05 answered."""
    county.open(category="lighting")
    county.dispatched(title="停车难", category="parking")
    county.move(county.open().matter, "withdraw", "clara", note="重复")
    county.open(at="hill", actor=county.actor("cora"), channel="hotline", title="河道有异味")
    county.answered(answers={"urgency": "urgent"})
    return county


def test_each_sees_what_happened_or_is_owned_within_reach(busy: County):
    seen = {who: sorted(numbers(busy.actor(who))) for who in PEOPLE}
    assert seen == {
        "clara": ["01", "02", "04", "05"],
        "host": ["01", "02", "04", "05"],
        "carl": ["01", "02", "05"],
        "cora": ["04"],
        "fred": ["02", "05"],
        "fiona": ["02", "05"],
        "paul": [],
        "sun": ["01", "02", "05"],
        "anna": ["01", "02", "05"],
        "hill": ["04"],
        "mei": [],
    }
    other = open_region("dongshan", code="990002", name="东山", actor=None)
    assert numbers(SYSTEM(other)) == []
    assert numbers(RESIDENT(busy.region)) == []


@pytest.mark.slow(reason="asks every rule of every person")
def test_every_rule_shows_exactly_what_it_allows(busy: County):
    busy.move(
        Matter.objects.get(number__endswith="02"),
        "call_meeting",
        "fred",
        note="x",
        invited=[busy.units["police"]],
    )
    busy.move(Matter.objects.get(number__endswith="05"), "withdraw", "clara", note="x")
    other = open_region("dongshan", code="990002", name="东山", actor=None)
    actors = [*(busy.actor(who) for who in PEOPLE), busy.house, busy.resident, SYSTEM(other)]
    matters = list(Matter.objects.select_related("unit", "owner"))
    for rule in (SEES_MATTERS, COMMENTS, GATHERS, EDITS, LOOKS_BEHIND):
        for actor in actors:
            shown = set(Matter.objects.filter(rule.visible(actor)))
            assert shown == {matter for matter in matters if rule.allows(actor, matter)}, (rule, actor)
    for actor in actors:
        shown = set(visible(actor, InboxFilter(show="all")))
        assert shown == {matter for matter in matters if matter_for(actor, matter.number)}


def test_filters_leave_what_they_say(busy: County):
    clara = busy.actor("clara")
    assert numbers(clara, show="closed") == ["03"]
    assert numbers(clara, show="all") == ["05", "04", "03", "02", "01"]
    assert numbers(clara, states=("received", "answered")) == ["01", "04", "05"]
    assert numbers(clara, kind="task") == []
    assert numbers(clara, category="housing") == ["02"]
    assert numbers(clara, category="city.lighting") == ["01"]
    assert numbers(clara, channel="hotline") == ["04"]
    assert numbers(clara, text="停车") == ["02"]
    assert numbers(clara, text=f"ht-{clock.today():%Y}-10004") == ["04"]
    assert numbers(clara, text="10004") == ["04"]
    assert numbers(clara, text="0004") == []
    assert numbers(clara, unit=busy.units["west"]) == ["04"]
    assert numbers(busy.actor("fred"), mine=True) == ["02"]
    assert numbers(busy.actor("cora"), mine=True) == ["04"]
    assert numbers(clara, mine=True) == []


def test_a_towns_matters_are_found_wherever_they_have_gone(county: County):
    gone = county.dispatched(to="parks")
    county.open(at="hill")
    clara, units = county.actor("clara"), county.units
    assert numbers(clara, unit=units["east"]) == numbers(clara, unit=units["parks"]) == [gone.number[-2:]]
    assert numbers(county.actor("cora"), unit=units["east"]) == []
    assert str(inbox(clara, InboxFilter(unit=units["east"])).counts.open) == "1"


def test_matters_are_found_by_the_days_on_which_they_were_opened(county: County):
    for day in (1, 2, 3):
        with time_machine.travel(datetime(2026, 11, day, 23, 30, tzinfo=clock.ZONE), tick=False):
            county.open()
    clara = county.actor("clara")
    first, second, third = (date(2026, 11, day) for day in (1, 2, 3))
    assert numbers(clara, since=second) == ["02", "03"]
    assert numbers(clara, until=second) == ["01", "02"]
    assert numbers(clara, since=second, until=second) == ["02"]
    assert numbers(clara, since=date(2026, 11, 4)) == []
    counted = inbox(clara, InboxFilter(since=first, until=third)).counts
    assert str(counted.open) == "3"
    found = board(clara, "request", InboxFilter(since=third))
    assert [row.number[-2:] for column in found for row in column.rows] == ["03"]


def test_what_waits_for_the_resident_waits_for_nobody_here(county: County):
    matter = county.answered()
    fred = county.actor("fred")
    assert matter.owner == county.units["parks"]
    assert numbers(fred) == ["01"]
    assert (numbers(fred, mine=True), str(inbox(fred).counts.mine)) == ([], "0")
    county.move(matter, "reopen", county.resident, note="还是黑的")
    assert (numbers(fred, mine=True), str(inbox(fred).counts.mine)) == (["01"], "1")


def test_what_is_overdue_comes_first_and_is_counted(busy: County):
    with time_machine.travel(clock.now() + timedelta(days=5)):
        page = inbox(busy.actor("clara"))
        assert [row.overdue for row in page.rows] == [True, True, True, False]
        assert [row.number[-2:] for row in page.rows][-1] == "05"
        assert (str(page.counts.open), str(page.counts.overdue), str(page.counts.mine)) == ("4", "3", "0")
        assert numbers(busy.actor("clara"), overdue=True) == ["01", "04", "02"]


@pytest.mark.parametrize(
    "wrong", [{"kind": "reqest"}, {"states": ("lost",)}, {"category": "sky"}, {"after": "x~y"}]
)
def test_a_misspelt_filter_is_refused_and_not_ignored(busy: County, wrong):
    with pytest.raises(Refusal):
        inbox(busy.actor("clara"), InboxFilter(**wrong))


def test_rows_say_in_words_what_they_are(busy: County):
    row = next(row for row in inbox(busy.actor("clara")).rows if row.number.endswith("02"))
    assert (row.kind.zh, row.state.zh, row.channel.zh) == ("诉求", "派单", "网页")
    assert [label.zh for label in row.category] == ["住房", "停车"]
    assert (row.unit, row.owner) == ("Lake", "Parks")


def grow(county: County, count: int) -> None:
    """*count* requests in the lake."""
    drafts = (
        MatterDraft("request", county.units["lake"], body=f"第 {n} 件", channel="web", follow=False)
        for n in range(count)
    )
    assert open_many(drafts, actor=county.house).opened == count


@pytest.mark.parametrize("show", ["open", "closed", "all"])
def test_pages_follow_one_another_without_gap_or_repetition(county: County, show, monkeypatch):
    monkeypatch.setattr(module, "PAGE", 4)
    grow(county, 10)
    if show == "closed":
        for matter in Matter.objects.all():
            county.move(matter, "withdraw", "clara", note="x")
    filters, found = InboxFilter(show=show), []
    while True:
        page = inbox(county.actor("clara"), filters)
        found += [row.number for row in page.rows]
        if not page.next:
            break
        filters = replace(filters, after=page.next)
    assert len(found) == 10
    assert sorted(found) == sorted(set(found))


def count(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_inbox_asks_the_same_few_questions_however_long_it_is(county: County, rows: int):
    grow(county, rows)
    clara, sun = county.actor("clara"), county.actor("sun")
    # PostgreSQL counts what is late by itself, where SQLite finds it in the first thousand.
    alone = connection.vendor == "postgresql"
    inbox(clara)
    assert count(lambda: inbox(clara)) == 7
    assert count(lambda: inbox(sun, InboxFilter(kind="request", category="city"))) == 5 + alone
    assert count(lambda: board(clara, "request")) == 2 + 6 + 2


@pytest.mark.parametrize("comments", [1, 3])
def test_a_story_asks_the_same_few_questions_however_long_it_is(county: County, comments: int):
    matter = county.dispatched()
    for _ in range(comments):
        county.move(matter, "visit_site", "anna", note="看过")
    carl = county.actor("carl")
    found = fresh(matter)
    assert count(lambda: story(found, carl)) == 4


def test_the_board_has_a_column_for_each_open_state(busy: County):
    columns = board(busy.actor("clara"), "request")
    assert [(column.label.en, str(column.count)) for column in columns] == [
        ("Received", "2"),
        ("Dispatched", "1"),
        ("Sent back", "0"),
        ("Meeting", "0"),
        ("In hand", "0"),
        ("With the resident", "1"),
    ]


def test_gathered_ones_are_not_in_the_way(county: County):
    grow(county, 3)
    main, *others = Matter.objects.order_by("pk")
    gather(others, under=main, actor=county.actor("carl"))
    page = inbox(county.actor("carl"))
    assert [(row.number, row.gathered) for row in page.rows] == [(main.number, 2)]
    assert str(page.counts.open) == "1"
