"""Planning, exchanging, holding: who may, what stays written, and what reaches the ledger."""

import itertools
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from haitang.desks.rota.actions import (
    answer_exchange,
    ask_exchange,
    call_off,
    hold,
    note_absence,
    plan_days,
    renew_calendar,
    shut_calendar,
    take_down,
)
from haitang.desks.rota.models import CalendarKey, Exchange, Sitting, Turn
from haitang.desks.rota.queries import rotas_for, sitting_for, takes_part, turns_had, turns_on
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import actor_of, appoint, close_account, end_post
from haitang.kernel.registry.models import Post
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.ui.menu import menu_for

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
SATURDAYS = [date(2026, 3, 7) + timedelta(weeks=number) for number in range(9)]


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def planned(county) -> list[Sitting]:
    return plan_days(county.kept, since=SATURDAYS[0], until=SATURDAYS[-1], actor=county.actor("petra"))


def turn_on(sitting: Sitting) -> Turn:
    return turns_on([sitting])[sitting.pk][0]


def name_of(sitting: Sitting) -> str:
    return turn_on(sitting).person.name.lower()


def test_turns_are_planned_on_its_days_equally_with_themes_in_turn(county, planned):
    assert [sitting.day for sitting in planned] == SATURDAYS
    assert sorted(turns_had(county.kept, until=date(2026, 6, 1)).values()) == [3, 3, 3]
    assert [sitting.theme for sitting in planned[:3]] == ["law", "jobs", "law"]
    names = [name_of(sitting) for sitting in planned]
    assert not any(one == other for one, other in itertools.pairwise(names))
    assert "zoe" not in names


def test_planning_again_changes_no_day_that_is_there(county, planned):
    before = [name_of(sitting) for sitting in planned]
    more = plan_days(
        county.kept, since=SATURDAYS[0], until=SATURDAYS[-1] + timedelta(weeks=3), actor=county.actor("petra")
    )
    assert len(more) == 3
    assert [name_of(sitting) for sitting in planned] == before
    assert sorted(turns_had(county.kept, until=date(2026, 7, 1)).values()) == [4, 4, 4]


def test_only_who_may_plan_plans_and_only_those_near_see(county, planned):
    with pytest.raises(Forbidden):
        plan_days(county.kept, since=SATURDAYS[0], until=SATURDAYS[0], actor=county.actor("anna"))
    assert [kept.unit.name for kept in rotas_for(county.actor("anna"))] == ["Garden"]
    assert sitting_for(county.actor("zoe"), planned[0].uuid) is None
    assert sitting_for(county.actor("anna"), planned[0].uuid) is not None


def test_nobody_is_planned_for_days_they_are_away(county):
    anna, petra = county.people["anna"], county.actor("petra")
    note_absence(anna, kept=county.kept, since=SATURDAYS[0], until=SATURDAYS[3], actor=petra)
    planned = plan_days(county.kept, since=SATURDAYS[0], until=SATURDAYS[-1], actor=petra)
    assert "anna" not in [name_of(sitting) for sitting in planned[:4]]
    span = {"since": SATURDAYS[0], "until": SATURDAYS[0]}
    with pytest.raises(Forbidden):
        note_absence(anna, kept=county.kept, actor=county.actor("ben"), **span)


def exchanged(county, planned, *, accept: bool) -> Exchange:
    first, second = planned[0], planned[1]
    asker, other = name_of(first), name_of(second)
    exchange = ask_exchange(
        turn_on(first),
        to=county.people[other],
        kept=county.kept,
        instead=turn_on(second),
        actor=county.actor(asker),
    )
    return answer_exchange(exchange, accept=accept, kept=county.kept, actor=county.actor(other))


def test_an_exchange_that_is_accepted_changes_both_turns_and_stays_written(county, planned):
    before = [name_of(sitting) for sitting in planned[:2]]
    exchange = exchanged(county, planned, accept=True)
    assert [name_of(sitting) for sitting in planned[:2]] == before[::-1]
    assert (exchange.accepted, Turn.objects.exclude(passed_on_at=None).count()) == (True, 2)
    assert sorted(turns_had(county.kept, until=date(2026, 6, 1)).values()) == [3, 3, 3]


def test_an_exchange_that_is_declined_changes_nothing_and_stays_written(county, planned):
    before = [name_of(sitting) for sitting in planned]
    assert exchanged(county, planned, accept=False).accepted is False
    assert [name_of(sitting) for sitting in planned] == before


def test_only_whose_turn_it_is_asks_and_only_who_was_asked_answers_once(county, planned):
    asker, other = name_of(planned[0]), name_of(planned[1])
    third = ({"anna", "ben", "carl"} - {asker, other}).pop()
    turn, to = turn_on(planned[0]), county.people[other]
    with pytest.raises(Conflict):
        ask_exchange(turn, to=to, kept=county.kept, actor=county.actor(third))
    with pytest.raises(Refusal):
        ask_exchange(turn, to=county.people["zoe"], kept=county.kept, actor=county.actor(asker))
    exchange = ask_exchange(turn, to=to, kept=county.kept, actor=county.actor(asker))
    with pytest.raises(Conflict):
        ask_exchange(turn, to=county.people[third], kept=county.kept, actor=county.actor(asker))
    with pytest.raises(Conflict):
        answer_exchange(exchange, accept=True, kept=county.kept, actor=county.actor(third))
    answer_exchange(exchange, accept=True, kept=county.kept, actor=county.actor(other))
    with pytest.raises(Conflict):
        answer_exchange(exchange, accept=True, kept=county.kept, actor=county.actor(other))


def on(day: date):
    return time_machine.travel(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), tick=False)


def test_a_day_held_is_one_entry_of_who_sat(county, planned):
    first, who = planned[0], name_of(planned[0])
    with pytest.raises(Refusal):
        hold(first, kept=county.kept, quantity=5, answers={"solved": 2}, actor=county.actor(who))
    with on(first.day):
        other = county.actor(name_of(planned[1]))
        with pytest.raises(Refusal):
            hold(first, kept=county.kept, quantity=5, answers={"solved": 2}, actor=other)
        entry = hold(first, kept=county.kept, quantity=5, answers={"solved": 2}, actor=county.actor(who))
        with pytest.raises(Refusal):
            hold(first, kept=county.kept, quantity=5, answers={"solved": 2}, actor=county.actor(who))
    assert (entry.person_id, entry.day, entry.quantity) == (county.people[who].pk, first.day, 5)
    assert Entry.objects.count() == 1
    assert Sitting.objects.get(pk=first.pk).held_by_id == county.people[who].pk


def test_a_refused_entry_leaves_the_day_unheld(county, planned):
    first, who = planned[0], name_of(planned[0])
    with on(first.day), pytest.raises(Refusal):
        hold(first, kept=county.kept, quantity=5, answers={}, actor=county.actor(who))
    assert Sitting.objects.get(pk=first.pk).held_at is None


def test_a_day_called_off_counts_for_nobody(county, planned):
    call_off(planned[0], why="下雪", actor=county.actor("petra"))
    assert sorted(turns_had(county.kept, until=date(2026, 6, 1)).values()) == [2, 3, 3]
    with pytest.raises(Conflict):
        call_off(planned[0], why="下雪", actor=county.actor("petra"))


def test_what_is_taken_down_there_comes_by_its_channel_and_is_counted_once(county, planned):
    first, who, form = planned[0], name_of(planned[0]), uuid4()
    with on(first.day):
        for _ in range(2):
            take_down(
                first,
                kept=county.kept,
                words="电梯门关不严",
                contact=None,
                uuid=form,
                actor=county.actor(who),
            )
    matter = Matter.objects.get()
    assert (matter.channel, matter.unit_id) == ("day", county.units["garden"].pk)
    assert first.taken_down.count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_stand_in_both_languages(county, planned, sign_in, language):
    browser = sign_in(name_of(planned[0]))
    browser.cookies["django_language"] = language
    kept = county.kept
    for page in (
        reverse("rota:rotas"),
        reverse("rota:rota", args=["owners", kept.unit.pk]),
        reverse("rota:sitting", args=[planned[0].uuid]),
    ):
        answer = browser.get(page)
        assert answer.status_code == 200
        assert ("Owners" in answer.content.decode()) == (language == "en")


@pytest.mark.slow(reason="many pages one after the other")
def test_two_exchange_and_one_holds_in_the_browser(county, planned, sign_in):
    asker, other = name_of(planned[0]), name_of(planned[1])
    ask = reverse("rota:ask", args=[planned[0].uuid])
    sent = {"to": county.people[other].pk, "instead": turn_on(planned[1]).pk, "note": "孙子生日"}
    assert sign_in(asker).post(ask, sent).status_code == 302
    page = sign_in(other).get(reverse("rota:rotas"))
    assert "孙子生日" in page.content.decode()
    sign_in(other).post(page.context["page"].asked[0].url, {"accept": "yes"})
    assert name_of(planned[0]) == other
    seen = sign_in("petra").get(reverse("rota:rota", args=["owners", county.kept.unit.pk]))
    assert "孙子生日" in seen.content.decode()
    with on(planned[0].day):
        browser = sign_in(other)
        held = reverse("rota:held", args=[planned[0].uuid])
        assert browser.post(held, {"quantity": "7"}).status_code == 400
        assert browser.post(held, {"quantity": "7", "answer-solved": "3"}).status_code == 302
        take = reverse("rota:take", args=[planned[0].uuid])
        assert browser.post(take, {"words_said": "楼道灯不亮", "uuid": str(uuid4())}).status_code == 302
        page = browser.get(reverse("rota:sitting", args=[planned[0].uuid])).context["page"]
    assert (page.services, len(page.taken)) == (7, 1)


def test_planning_and_calling_off_in_the_browser(county, sign_in):
    browser, kept = sign_in("petra"), county.kept
    plan = reverse("rota:plan", args=["owners", kept.unit.pk])
    assert browser.post(plan, {"since": "2026-03-07", "until": "2026-04-04"}).status_code == 302
    assert Sitting.objects.count() == 5
    assert browser.post(plan, {"since": "2026-03-07", "until": "2026-03-01"}).status_code == 400
    first = Sitting.objects.order_by("day").first()
    assert browser.post(reverse("rota:off", args=[first.uuid]), {"why": "下雪"}).status_code == 302
    assert sign_in("anna").post(plan, {"since": "2026-05-02", "until": "2026-05-30"}).status_code == 400


def calendar_of(county, name: str) -> str:
    """The address that *name* is shown."""
    page = county.client(name).get(reverse("rota:rotas")).content.decode()
    found = re.search(r'href="([^"]*/?feed/[^"]+)"', page)
    return found[1] if found else ""


def test_a_calendar_is_read_by_its_key_and_names_nobody_else(county, planned, client):
    answer = client.get(calendar_of(county, "anna"))
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 3
    assert any(f"DTSTART:{day:%Y%m%d}T010000Z" in text for day in SATURDAYS[:3])
    assert "Ben" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert client.get(reverse("rota:feed", args=["made-up"])).status_code == 404


def gone(client, address: str) -> bool:
    """Whether it leads nowhere, and tells nothing."""
    answer = client.get(address)
    assert answer.status_code in {200, 410}
    return answer.status_code == 410 and answer.content == b""


def test_an_address_made_anew_voids_the_one_before_it(county, planned, client):
    first = calendar_of(county, "anna")
    county.client("anna").post(reverse("rota:renew"))
    second = calendar_of(county, "anna")
    assert gone(client, first)
    assert not gone(client, second)
    county.client("anna").post(reverse("rota:renew"))
    assert gone(client, second)
    assert not gone(client, calendar_of(county, "anna"))


def test_a_calendar_that_was_shut_is_shown_nowhere_until_asked_for_again(county, planned, client):
    first, ben = calendar_of(county, "anna"), calendar_of(county, "ben")
    county.client("anna").post(reverse("rota:shut"))
    assert gone(client, first)
    assert calendar_of(county, "anna") == ""
    assert not gone(client, ben)
    county.client("anna").post(reverse("rota:renew"))
    assert gone(client, first)
    assert not gone(client, calendar_of(county, "anna"))


def test_nobody_renews_or_shuts_anothers_calendar(county, planned):
    for act in (renew_calendar, shut_calendar):
        with pytest.raises(Forbidden):
            act(county.people["anna"], actor=county.actor("ben"))
    assert not CalendarKey.objects.exists()


def test_a_calendar_ends_with_the_post_that_sat(county, planned, client):
    address = calendar_of(county, "anna")
    post = Post.objects.get(person=county.people["anna"])
    end_post(post, on=clock.today(), actor=county.house)
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        assert gone(client, address)
        appoint(
            county.people["anna"],
            role="planner",
            unit=county.units["garden"],
            since=clock.today(),
            actor=county.house,
        )
        assert gone(client, address)
        assert calendar_of(county, "anna") == ""


def test_a_calendar_ends_with_the_account(county, planned, client):
    address = calendar_of(county, "anna")
    close_account(county.account("anna"), actor=county.house)
    assert gone(client, address)


def test_who_has_to_do_with_no_rota_is_offered_none_and_told_there_who_plans_them(county, sign_in):
    where = reverse("rota:rotas")
    assert {name: takes_part(county.actor(name)) for name in county.people} == {
        "petra": True,
        "anna": True,
        "ben": True,
        "carl": True,
        "zoe": True,
        "ida": False,
    }
    ida, anna = sign_in("ida"), sign_in("anna")
    assert "值班由支部书记排" in ida.get(where).content.decode()
    assert "planned by: Secretary" in ida.get(where, headers={"accept-language": "en"}).content.decode()
    assert "您没有参加值班" not in anna.get(where).content.decode()
    offered = {
        name: any(item.url == where for item in menu_for(county.actor(name))) for name in ("ida", "anna")
    }
    assert offered == {"ida": False, "anna": True}


def test_what_is_offered_costs_no_query(county, django_assert_num_queries):
    actor = actor_of(county.account("anna"))
    takes_part(actor)
    with django_assert_num_queries(0):
        assert takes_part(actor)
