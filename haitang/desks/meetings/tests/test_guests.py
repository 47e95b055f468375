"""People beside the units: asked, told, answering by page or link, and counted only where declared."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from haitang.desks.meetings import actions, queries
from haitang.desks.meetings.guests import GuestDetails, link_of
from haitang.desks.meetings.models import Guest
from haitang.desks.meetings.tests.county import PLAYBOOK, County, fresh
from haitang.kernel.matters.api import erase_again, erased_since, followed, story
from haitang.kernel.registry.api import RESIDENT, appoint, end_post, enrol_person
from haitang.kernel.registry.erasures import Erased, noted_since
from haitang.kernel.registry.models import Look
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.ids import new_id
from haitang.ui.telling import register_teller

EXPERT = GuestDetails("张教授", "13900139000", "zhang@example.org")
ENGINEER = GuestDetails("李工", "13900139001", "li@example.org")


@pytest.fixture
def told():
    """What was told to whom, as the desk that tells people is given it."""
    heard: list[tuple[str, object]] = []

    def outside(tidings, leads, actor):
        heard.append((tidings.word, tuple(leads)))
        return True

    register_teller("recorder", lambda tidings, people, _: heard.append((tidings.word, set(people))), outside)
    yield heard
    register_teller("recorder", lambda *_: None, lambda *_: False)


def ask(county: County, meeting, *, by: str = "clara", **who) -> Guest:
    asked = actions.Asked("专家", **who)
    return actions.ask_guest(meeting, asked=asked, actor=county.actor(by))


@pytest.fixture
def meeting(county):
    return county.propose(county.told()[0])


def called(county, meeting):
    county.ask(meeting, "works", "police")
    return county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})


def test_a_person_of_the_registry_is_asked_told_and_answers_on_their_own_page(county, meeting, told):
    rita = county.people["rita"]
    guest = ask(county, meeting, person=rita)
    assert told == [("asked", {rita.pk})]
    browser = county.client("rita")
    assert link_of(guest) in browser.get(reverse("meetings:meetings")).content.decode()
    assert browser.get(reverse("meetings:meeting", args=[meeting.number])).status_code == 404
    page = browser.get(link_of(guest))
    assert meeting.number in page.content.decode()
    assert browser.post(link_of(guest), {"comes": "yes"}).status_code == 200
    guest.refresh_from_db()
    assert guest.reply == "comes"
    assert county.client("wen").get(link_of(guest)).status_code == 404


def test_who_comes_from_outside_answers_by_a_link_that_tells_nothing_of_the_matter(county, meeting, told):
    guest = ask(county, meeting, outside=EXPERT)
    assert told == [("asked", ("sms", "email"))]
    page = Client().get(link_of(guest)).content.decode()
    assert meeting.number in page
    assert "路灯" not in page
    Client().post(link_of(guest), {"comes": "no"})
    guest.refresh_from_db()
    assert guest.reply == "declines"
    forged = reverse("meetings:guest", args=[guest.uuid.hex])
    assert Client().get(forged).status_code == 404


def test_a_browser_sends_a_guests_answer_with_its_origin_yet_never_the_link_outside(county, meeting):
    """Under "no-referrer" a browser says "Origin: null", and every answer would be refused as forged."""
    link = link_of(ask(county, meeting, outside=EXPERT))
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link)
    assert page.headers["Referrer-Policy"] == "same-origin"
    sent = {"comes": "yes", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(link, sent, headers={"origin": "http://testserver"}).status_code == 200
    assert browser.post(link, sent, headers={"origin": "null"}).status_code == 403


def test_a_contact_is_sealed_and_each_look_needs_a_reason_and_is_written_down(county, meeting):
    guest = ask(county, meeting, outside=EXPERT)
    kept = bytes(guest.name_sealed) + bytes(guest.phone_sealed) + bytes(guest.email_sealed)
    for secret in ("张教授", "13900139000", "zhang"):
        assert secret.encode() not in kept
    where = reverse("meetings:guest_contact", args=[meeting.number, guest.pk])
    clara = county.client("clara")
    assert clara.post(where, {"why": ""}).status_code == 400
    assert not Look.objects.filter(contact=guest.uuid).exists()
    page = clara.post(where, {"why": "问开会时间"}).content.decode()
    assert "13900139000" in page
    look = Look.objects.get(contact=guest.uuid)
    assert (look.by, look.why) == (county.people["clara"], "问开会时间")
    assert county.client("will").post(where, {"why": "想看"}).status_code == 404


def test_who_may_not_ask_units_asks_nobody_and_sees_no_contact(county, meeting):
    county.ask(meeting, "works")
    guest = ask(county, meeting, outside=EXPERT)
    for act in (
        lambda: ask(county, meeting, by="will", outside=EXPERT),
        lambda: actions.look_at_guest(guest, actor=county.actor("will"), why="想看"),
        lambda: actions.answer_as_guest(guest, comes=True, actor=county.actor("will")),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize(
    "wrong", [GuestDetails("张教授"), GuestDetails("", "13900139000"), GuestDetails("张教授", "12")]
)
def test_somebody_from_outside_needs_a_name_and_a_way_to_be_told(county, meeting, wrong):
    with pytest.raises(Refusal):
        ask(county, meeting, outside=wrong)
    assert not Guest.objects.exists()


def test_nobody_is_asked_twice(county, meeting):
    ask(county, meeting, person=county.people["rita"])
    with pytest.raises(Refusal) as refused:
        ask(county, meeting, person=county.people["rita"])
    assert refused.value.code == "meetings.asked_already"


def test_who_holds_no_post_would_not_hear_and_is_asked_as_from_outside(county, meeting, told):
    nobody = enrol_person(county.region, name="Nora Nobody", actor=county.house)
    with pytest.raises(Refusal) as refused:
        ask(county, meeting, person=nobody)
    assert refused.value.code == "meetings.holds_no_post"
    assert (Guest.objects.count(), told) == (0, [])


def test_guests_are_noted_as_there_and_count_for_no_quorum(county, meeting):
    guest, other = ask(county, meeting, outside=EXPERT), ask(county, meeting, person=county.people["rita"])
    called(county, meeting)
    now = queries.standing(fresh(meeting))
    assert (now.invited, now.entitled) == (2, 2)
    browser, where = county.client("hana"), reverse("meetings:attend", args=[meeting.number])
    form = browser.get(where).content.decode()
    step = re.search(r'name="client_id" value="([^"]+)"', form)[1]
    assert "张教授 专家" in form
    browser.post(where, {"client_id": step, "came": [f"g{guest.pk}"]})
    guest.refresh_from_db()
    other.refresh_from_db()
    assert (guest.came, other.came) == (True, False)
    assert queries.standing(fresh(meeting)).came == 0
    with pytest.raises(Refusal) as refused:
        county.move(meeting, "hold", "hana", quantity=3, answers={"minutes": "记"})
    assert refused.value.code == "meetings.no_quorum"
    page = browser.get(reverse("meetings:meeting", args=[meeting.number])).content.decode()
    assert "列席 1 人" in page
    assert "张教授" in page


def test_where_the_playbook_says_so_they_count(county, meeting):
    county.apply(PLAYBOOK.replace("at_least: 2}", "at_least: 2, guests: true}"))
    guest = ask(county, meeting, outside=EXPERT)
    called(county, meeting)
    assert queries.standing(fresh(meeting)).entitled == 3
    actions.note_who_came(meeting, came=(), guests=[guest.pk], client_id=new_id(), actor=county.actor("hana"))
    assert queries.standing(fresh(meeting)).came == 1


def test_another_day_and_a_meeting_called_off_are_told_to_who_comes_and_not_to_who_declined(
    county, meeting, told
):
    rita, paul = county.people["rita"], county.people["paul"]
    ask(county, meeting, person=rita)
    gone = ask(county, meeting, outside=EXPERT)
    actions.answer_as_guest(gone, comes=False, actor=county.house)
    seats = county.ask(meeting, "works", "police")
    police = next(one for one in seats if one.unit == county.units["police"])
    actions.reply(police, comes=True, client_id=new_id(), actor=county.actor("paul"))
    told.clear()
    county.move(meeting, "call", "hana", answers={"meets_on": clock.today()})
    later = {"meets_on": clock.today() + timedelta(days=3)}
    county.move(meeting, "another_day", "hana", note="下雨", answers=later)
    county.move(meeting, "call_off", "hana", note="不开了")
    expected = [({rita.pk}, word) for word in ("changed", "changed", "called_off")]
    assert [(people, word) for word, people in told if people != {paul.pk}] == expected
    assert [word for word, people in told if people == {paul.pk}] == ["changed", "changed", "called_off"]


def test_nobody_answers_when_it_was_held(county, meeting):
    guest = ask(county, meeting, outside=EXPERT)
    called(county, meeting)
    county.came(meeting, "works", "police")
    county.move(meeting, "hold", "hana", quantity=3, answers={"minutes": "记"})
    assert Client().post(link_of(guest), {"comes": "yes"}).status_code == 400
    guest.refresh_from_db()
    assert guest.reply == ""
    assert "路灯" not in Client().get(link_of(guest)).content.decode()


def test_what_residents_are_told_names_no_guest(county):
    matter, code = county.told()
    meeting = county.propose(matter)
    ask(county, meeting, outside=EXPERT)
    ask(county, meeting, person=county.people["rita"])
    called(county, meeting)
    guests = [one.pk for one in Guest.objects.all()]
    seats = [one.pk for one in queries.seats(meeting)]
    actions.note_who_came(meeting, came=seats, guests=guests, client_id=new_id(), actor=county.actor("hana"))
    county.move(meeting, "hold", "hana", quantity=3, answers={"minutes": "记"})
    county.decided(meeting)
    told = "\n".join(step.note for step in story(followed(matter.number, code), RESIDENT(county.region)))
    assert "议定：换灯" in told
    for name in ("张教授", "Rita", "专家"):
        assert name not in told


def test_one_guest_who_asks_for_it_is_erased_at_once_with_a_ground_that_is_written_down(county, meeting):
    guest, other = ask(county, meeting, outside=EXPERT), ask(county, meeting, outside=ENGINEER)
    where = reverse("meetings:guest_erase", args=[meeting.number, guest.pk])
    clara = county.client("clara")
    assert where in clara.get(reverse("meetings:meeting", args=[meeting.number])).content.decode()
    assert clara.post(where, {"why": ""}).status_code == 400
    assert Guest.objects.filter(erased_at=None).count() == 2
    assert clara.post(where, {"why": "本人要求"}).status_code == 302
    guest.refresh_from_db()
    assert bytes(guest.name_sealed) + bytes(guest.phone_sealed) + bytes(guest.email_sealed) == b""
    assert guest.comes_as == ""
    look = Look.objects.get(contact=guest.uuid, field="erased")
    assert (look.by, look.why) == (county.people["clara"], "本人要求")
    assert Client().get(link_of(guest)).status_code == 404
    assert Client().get(link_of(other)).status_code == 200
    assert clara.get(where).status_code == 404
    assert where not in clara.get(reverse("meetings:meeting", args=[meeting.number])).content.decode()


def test_who_asks_no_guests_erases_none_and_nobody_of_the_registry_is_erased_so(county, meeting):
    county.ask(meeting, "works")
    guest, rita = ask(county, meeting, outside=EXPERT), ask(county, meeting, person=county.people["rita"])
    for one, by in ((guest, "will"), (rita, "clara")):
        with pytest.raises(Forbidden):
            actions.erase_guest(one, why="想删", actor=county.actor(by))
    where = reverse("meetings:guest_erase", args=[meeting.number, guest.pk])
    assert county.client("will").post(where, {"why": "想删"}).status_code == 404
    assert not Guest.objects.exclude(erased_at=None).exists()


def test_what_is_erased_of_guests_is_noted_beside_the_copies_by_identifier_alone(
    county, meeting, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.BACKUPS = tmp_path / "backups"
    guest, before = ask(county, meeting, outside=EXPERT), clock.now()
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_guest(guest, why="本人要求", actor=county.actor("clara"))
    assert Erased("guest", guest.uuid) in noted_since(before)
    assert "张教授" not in (Path(settings.BACKUPS) / "erasures.jsonl").read_text(encoding="utf-8")


def test_a_guest_that_an_older_copy_brought_back_is_erased_again(county, meeting):
    guest, other = ask(county, meeting, outside=EXPERT), ask(county, meeting, outside=ENGINEER)
    assert erase_again([Erased("guest", guest.uuid)]) == 1
    assert erase_again([Erased("guest", guest.uuid)]) == 0
    kept = dict(Guest.objects.values_list("pk", "erased_at"))
    assert kept[guest.pk] is not None
    assert kept[other.pk] is None
    assert Erased("guest", guest.uuid) in erased_since(clock.now())


def test_guests_from_outside_are_erased_half_a_year_after_and_not_before(county, meeting, time_machine):
    guest = ask(county, meeting, outside=EXPERT)
    county.move(meeting, "call_off", "hana", note="不开了")
    time_machine.move_to(clock.now() + timedelta(days=179), tick=False)
    assert actions.erase_guests(actor=county.house) == 0
    time_machine.move_to(clock.now() + timedelta(days=2), tick=False)
    assert actions.erase_guests(actor=county.house) == 1
    guest.refresh_from_db()
    assert bytes(guest.name_sealed) + bytes(guest.phone_sealed) + bytes(guest.email_sealed) == b""
    assert Client().get(link_of(guest)).status_code == 404
    assert not mail.outbox


def form_of(county, meeting, **said: str) -> dict[str, str]:
    """The form as the page shows it, filled in."""
    shown = county.client("clara").get(reverse("meetings:ask_guest", args=[meeting.number]))
    step = re.search(r'name="client_id" value="([^"]+)"', shown.content.decode())[1]
    return {"client_id": step, "comes_as": "专家", "person": "", "name": "", "phone": "", "email": "", **said}


def test_a_button_pressed_twice_asks_a_guest_from_outside_once(county, meeting, told):
    where = reverse("meetings:ask_guest", args=[meeting.number])
    form = form_of(county, meeting, name="张教授", phone="139 0013 9000")
    assert [county.client("clara").post(where, form).status_code for _ in range(2)] == [302, 302]
    assert (Guest.objects.count(), told) == (1, [("asked", ("sms",))])
    # From a page opened anew it is the same guest, whom the form says was asked.
    again = county.client("clara").post(where, form_of(county, meeting, name="张教授", phone="13900139000"))
    assert again.status_code == 400
    assert "已经请过这个人" in again.content.decode()
    assert Guest.objects.count() == 1


def test_the_same_identifier_asks_nobody_else(county, meeting):
    guest = ask(county, meeting, outside=EXPERT)
    asked = actions.Asked("专家", outside=GuestDetails("李教授", "13900139000"), uuid=guest.uuid)
    with pytest.raises(Conflict):
        actions.ask_guest(meeting, asked=asked, actor=county.actor("clara"))


@pytest.mark.parametrize(("may_look", "phone"), [(True, "13700137000"), (False, "")])
def test_who_holds_no_post_is_offered_at_once_as_from_outside(county, meeting, told, may_look, phone):
    if may_look:
        county.apply(PLAYBOOK.replace("matters.gather]", "matters.gather, registry.see, registry.contact]"))
    else:
        county.apply(PLAYBOOK.replace("matters.gather]", "matters.gather, registry.see]"))
    nora = enrol_person(county.region, name="Nora Nobody", phone="13700137000", actor=county.house)
    since = clock.today() - timedelta(days=30)
    post = appoint(nora, role="handler", unit=county.units["reed"], since=since, actor=county.house)
    end_post(post, on=clock.today(), actor=county.house)
    where = reverse("meetings:ask_guest", args=[meeting.number])
    refused = county.client("clara").post(where, form_of(county, meeting, person=str(nora.uuid)))
    page = refused.content.decode()
    assert (refused.status_code, Guest.objects.count()) == (400, 0)
    assert "请按外来的人邀请" in page
    shown = dict(re.findall(r'name="(client_id|person|name|phone)"[^>]*? value="([^"]*)"', page))
    assert (shown["name"], shown.get("phone", ""), shown.get("person", "")) == ("Nora Nobody", phone, "")
    looks = list(Look.objects.filter(person=nora).values_list("by", "why"))
    assert looks == ([(county.people["clara"].pk, "请来开会 asking them to a meeting")] if may_look else [])
    sent = {**shown, "comes_as": "专家", "phone": phone or "13700137000", "email": "", "person": ""}
    assert county.client("clara").post(where, sent).status_code == 302
    assert (Guest.objects.get().person, told) == (None, [("asked", ("sms",))])
