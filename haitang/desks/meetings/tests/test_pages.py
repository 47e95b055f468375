"""The pages: put on an agenda, invite, answer, note who came, decide; each for whom the flow lets."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.desks.meetings import queries
from haitang.desks.meetings.contexts import meeting_card
from haitang.desks.meetings.tests.county import County, fresh
from haitang.kernel.matters.api import kind_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import holding
from haitang.lib import clock
from haitang.lib.ids import new_id
from haitang.ui.cards import Beside


@pytest.fixture
def browser(county: County, client: Client):
    """A browser signed in as somebody."""

    def signed_in_as(name: str) -> Client:
        client.force_login(county.account(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in_as


def sent(**given: object) -> dict[str, object]:
    return {"client_id": str(new_id()), **given}


def at(meeting: Matter, page: str = "meeting", *more: object) -> str:
    return reverse(f"meetings:{page}", args=[meeting.number, *more])


@pytest.mark.slow(reason="many pages one after the other")
def test_the_way_from_a_matter_to_the_result_by_pages_alone(county, browser):
    matter, _ = county.told()
    clerk = browser("clara")
    put = reverse("meetings:put")
    offered = clerk.get(put, {"number": matter.number}).content.decode()
    assert "新的联席会议" in offered
    # Named for what it deals with: by the item's own title the two could not be told apart in a list.
    assert 'value="关于“路灯不亮”"' in offered
    new = sent(number=matter.number, meeting="new:joint_meeting", title="路灯联席会")
    page = clerk.post(put, new, follow=True)
    assert "路灯不亮" in page.content.decode()
    meeting = Matter.objects.get(kind__key="joint_meeting")
    units = [county.units[name].pk for name in ("works", "police")]
    clerk.post(at(meeting, "invite"), sent(units=units))
    seats = list(queries.seats(meeting))
    assert {seat.unit.name for seat in seats} == {"Works", "Police"}

    handler = browser("will")
    waits = handler.get(reverse("meetings:meetings")).content.decode()
    assert "等我答复" in waits
    handler.post(at(meeting, "reply", seats[0].pk), sent(comes="yes", sends="老王"))
    assert "老王" in handler.get(at(meeting)).content.decode()

    host = browser("hana")
    now = fresh(meeting)
    host.post(at(meeting, "move", "call"), sent(seen=now.serial, **{"answer-meets_on": clock.today()}))
    host.post(at(meeting, "attend"), sent(came=[seat.pk for seat in seats]))
    now = fresh(meeting)
    host.post(
        at(meeting, "move", "hold"), sent(seen=now.serial, quantity=4, **{"answer-minutes": "两家到会。"})
    )
    shown = host.get(at(meeting)).content.decode()
    assert "两家到会。" in shown
    assert "记一条" in shown
    due, items = clock.today() + timedelta(days=5), [queries.agenda(meeting).get().pk]
    ruling = sent(text="换灯", owner=county.units["works"].pk, due=due, items=items)
    host.post(at(meeting, "decide"), ruling)
    decision = queries.decisions(meeting).get()
    assert (decision.matter.owner.name, decision.items.count()) == ("Works", 1)
    assert decision.matter.number in host.get(at(meeting)).content.decode()


def test_the_list_of_units_to_ask_is_narrowed_by_typing(county, browser):
    page = browser("clara").get(at(county.propose(county.told()[0]), "invite")).content.decode()
    assert "ui/narrow.js" in page
    assert 'data-narrow="输几个字找单位"' in page


@pytest.mark.parametrize("page", ["invite", "attend", "decide"])
def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(county, browser, page):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works")
    given = {
        "invite": {"units": [county.units["police"].pk], "note": "请带图纸"},
        "attend": {"came": []},
        "decide": {"text": "换灯", "owner": county.units["works"].pk, "due": clock.today()},
    }[page]
    who = "will" if page == "invite" else "hana"
    answer = browser(who).post(at(meeting, page), sent(**given))
    assert answer.status_code == 400
    assert 'class="errorlist' in answer.content.decode()


def test_who_was_not_invited_finds_no_meeting(county, browser):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works")
    other = browser("paul")
    for page in ("meeting", "invite", "attend", "decide"):
        assert other.get(at(meeting, page)).status_code == 404
    assert meeting.number not in other.get(reverse("meetings:meetings")).content.decode()


def test_matters_are_put_on_where_several_meetings_wait(county, browser):
    county.propose(county.told("噪声")[0])
    county.propose(county.told("积水")[0])
    numbers = [county.told(words)[0].number for words in ("路灯", "坑洼")]
    page = browser("clara").get(reverse("meetings:put"), {"number": numbers})
    assert page.status_code == 200
    assert page.content.decode().count("路灯联席会") == 2


def test_a_seat_of_another_meeting_is_not_there(county, browser):
    first, second = county.propose(county.told()[0]), county.propose(county.told("噪声")[0])
    seat = county.ask(first, "works")[0]
    county.ask(second, "works")
    assert browser("will").get(at(second, "reply", seat.pk)).status_code == 404


def test_the_number_of_another_kind_is_no_meeting(county, browser):
    matter, _ = county.told()
    assert browser("clara").get(at(matter)).status_code == 404


def test_both_languages_and_a_list_that_tells_what_waits(county, browser):
    meeting = county.propose(county.told()[0])
    waits, _ = county.told("噪声")
    county.move(waits, "call_meeting", "clara", note="几家的事")
    clerk = browser("clara")
    page = clerk.get(reverse("meetings:meetings")).content.decode()
    assert meeting.number in page
    assert waits.number in page
    english = clerk.get(reverse("meetings:meetings"), headers={"accept-language": "en"}).content.decode()
    assert "Waiting for a meeting" in english


def beside(county: County, matter: Matter, name: str):
    now = Matter.objects.select_related("kind", "unit__region", "owner", "state").get(pk=matter.pk)
    return meeting_card(Beside(now, kind_of(holding(now.unit), now.kind.key), county.actor(name)))


def test_the_card_beside_a_matter_says_what_concerns_it(county):
    matter, _ = county.told()
    assert beside(county, matter, "clara").put_url.endswith(matter.number)
    assert beside(county, matter, "rita") is None
    meeting = county.held(matter)
    decision = county.decided(meeting)
    card = beside(county, matter, "clara")
    assert (card.put_url, [one.title for one in card.meetings]) == ("", ["路灯联席会"])
    assert [one.number for one in card.decisions] == [decision.matter.number]
    assert beside(county, decision.matter, "will").meetings[0].title == "路灯联席会"
    assert beside(county, meeting, "hana").own_url == at(meeting)


def test_minutes_are_files_too(county, browser):
    meeting = county.propose(county.told()[0])
    gone = reverse("meetings:file", args=[meeting.number, new_id()])
    assert browser("clara").get(gone).status_code == 404


def test_nothing_to_put_leads_back_to_the_list(county, browser):
    answer = browser("clara").get(reverse("meetings:put"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("meetings:meetings")


@pytest.mark.slow(reason="four meetings")
@pytest.mark.parametrize("name", ["clara", "hana", "will"])
def test_the_list_asks_as_much_for_four_meetings_as_for_one(
    county, browser, name, django_assert_max_num_queries
):
    def another() -> None:
        meeting = county.held(county.told()[0])
        county.decided(meeting)
        county.ask(county.propose(county.told()[0]), "works")

    another()
    page, at_list = browser(name), reverse("meetings:meetings")
    page.get(at_list)
    with CaptureQueriesContext(connection) as captured:
        assert page.get(at_list).status_code == 200
    cost = len(captured)
    for _ in range(3):
        another()
    with django_assert_max_num_queries(cost):
        page.get(at_list)


@pytest.mark.slow(reason="a meeting goes its whole way")
def test_a_row_says_how_much_was_decided_and_done(county, browser):
    meeting = county.held(county.told()[0], county.told("噪声")[0])
    first = county.decided(meeting, "换灯")
    county.decided(meeting, "查噪声")
    county.move(first.matter, "finish", "will", note="换好了")
    page = browser("clara").get(reverse("meetings:meetings")).content.decode()
    assert "议题 2 件 · 议定 2 条，办完 1 条" in page


def test_one_unit_is_one_in_english_too(county, browser):
    meeting = county.propose(county.told()[0])
    county.ask(meeting, "works", "police")
    county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    county.came(meeting, "works")
    page = browser("will").get(at(meeting), headers={"Accept-Language": "en"}).content.decode()
    assert "1 unit came, " in page
