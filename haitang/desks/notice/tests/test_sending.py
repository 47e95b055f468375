"""What leaves the house: how soon, how much together, tried again with care, and never to who is gone."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from haitang.desks.notice.actions import choose, keep_habit, send_again
from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.inviting import invite
from haitang.desks.notice.jobs import (
    forget_what_was_told,
    send_letters,
    tell_what_happened,
    warn_of_deadlines,
)
from haitang.desks.notice.models import Letter, Notice
from haitang.desks.notice.tests.conftest import MONDAY
from haitang.desks.notice.tests.county import County
from haitang.desks.notice.tests.server import listening
from haitang.kernel.matters.api import ContactDetails, erase_contacts, gather
from haitang.kernel.matters.models import Contact
from haitang.kernel.registry.api import change_person, end_post, looks_at
from haitang.kernel.registry.models import Look, Post
from haitang.lib.clock import ZONE
from haitang.lib.diagnostics import Forbidden, Refusal
from haitang.lib.ids import new_id
from haitang.ui.inviting import Carried, ResidentInvitation

PHONE = "13800138000"


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def work() -> None:
    tell_what_happened()
    send_letters()


def only(county: County, name: str, **ways: str) -> None:
    """Let *name* hear of what comes by these ways alone."""
    chosen = {("came", way): ways.get(way, "never") for way in ("app", "email", "push", "sms")}
    choose(county.people[name], choices=chosen, actor=county.actor(name))


@pytest.fixture
def gateway(settings):
    """A gateway for text messages that remembers."""
    with listening() as recorder:
        settings.NOTICE = {**settings.NOTICE, "sms_url": f"{recorder.url}/send", "sms_token": "secret"}
        yield recorder


def test_a_message_says_the_number_and_where_to_look_and_nothing_else(county: County, settings):
    settings.NOTICE = {**settings.NOTICE, "url": "https://county.example"}
    matter = county.told(body="王小明家门口的路灯不亮")
    work()
    (sent,) = mail.outbox
    assert sent.to == ["ella@example.org"]
    assert sent.subject == f"{matter.number} 到了您这里"
    assert "王小明" not in sent.body
    assert "路灯" not in sent.body
    assert sent.body.startswith(f"{matter.number} 到了您这里\nhttps://county.example/")
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    work()
    assert len(mail.outbox) == 1


@pytest.mark.slow(reason="dozens of messages")
def test_a_burst_becomes_one_message_and_an_hour_holds_a_few(county: County, morning):
    for _ in range(40):
        county.told()
    work()
    assert [one.subject for one in mail.outbox] == ["海棠：40 件事项有消息"]
    assert mail.outbox[0].body.count("到了您这里") == 12
    assert "另有 28 件" in mail.outbox[0].body
    for _ in range(6):
        morning.shift(60)
        county.told()
        work()
    assert len(mail.outbox) == 3
    morning.move_to(at(11, 1))
    work()
    assert [one.subject for one in mail.outbox[3:]] == ["海棠：4 件事项有消息"]
    assert not Letter.objects.filter(state=LetterState.WAITING).exists()


def test_quiet_hours_hold_a_message_until_they_end(county: County, morning):
    morning.move_to(at(23, 30))
    county.told()
    work()
    assert mail.outbox == []
    morning.move_to(at(6, 59, day=24))
    send_letters()
    assert mail.outbox == []
    morning.move_to(at(7, 0, day=24))
    send_letters()
    assert len(mail.outbox) == 1


def test_each_has_hours_and_a_language_of_their_own(county: County, morning):
    ella = county.people["ella"]
    only(county, "ella", email="daily")
    keep_habit(ella, quiet=(0, 0), digest_at=17 * 60, language="en", actor=county.actor("ella"))
    county.told()
    county.told()
    work()
    assert mail.outbox == []
    morning.move_to(at(17))
    send_letters()
    assert [one.subject for one in mail.outbox] == ["Haitang: news of 2 matters"]


def test_who_wants_nothing_hears_nothing_and_the_bell_stays_still(county: County):
    only(county, "ella")
    county.told()
    work()
    assert mail.outbox == []
    assert not Notice.objects.filter(read_at=None).exists()


def test_nobody_chooses_for_another(county: County):
    with pytest.raises(Forbidden):
        choose(county.people["ella"], choices={("came", "email"): "never"}, actor=county.actor("hugo"))


def test_who_left_the_post_is_written_to_no_more(county: County):
    county.told()
    tell_what_happened()
    end_post(Post.objects.get(person=county.people["ella"]), on=MONDAY.date(), actor=county.house)
    send_letters()
    assert mail.outbox == []
    assert Letter.objects.get().state == LetterState.DROPPED


def test_a_text_message_goes_through_the_gateway_and_its_use_of_the_phone_is_seen(county: County, gateway):
    ella = change_person(county.people["ella"], phone=PHONE, actor=county.house)
    only(county, "ella", sms="now")
    matter = county.told()
    work()
    (came,) = gateway.came
    assert came.said["to"] == PHONE
    assert came.said["text"].startswith(f"{matter.number} 到了您这里")
    assert came.headers["authorization"] == "Bearer secret"
    assert came.headers["idempotency-key"] == came.said["id"]
    assert [(look.by, look.field) for look in looks_at(ella)] == [(None, "phone")]


def test_what_fails_is_tried_again_later_and_later_under_one_name_and_then_shown(county, gateway, morning):
    change_person(county.people["ella"], phone=PHONE, actor=county.house)
    only(county, "ella", sms="now")
    ella = county.actor("ella")
    keep_habit(county.people["ella"], quiet=(0, 0), digest_at=0, language="zh", actor=ella)
    gateway.answers = [(503, {})]
    county.told()
    work()
    letter = Letter.objects.get()
    assert (letter.state, letter.tries, letter.trouble) == (LetterState.WAITING, 1, "HTTP 503")
    send_letters()
    assert len(gateway.came) == 1
    for minutes in (1, 5, 30, 180, 720):
        morning.shift(minutes * 60)
        keep_habit(
            county.people["ella"], quiet=(0, 0), digest_at=0, language="zh", actor=county.actor("ella")
        )
        send_letters()
    assert len({came.said["id"] for came in gateway.came}) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.tries, len(gateway.came)) == (LetterState.DEAD, 6, 6)
    with pytest.raises(Forbidden):
        send_again(letter, actor=county.actor("hugo"))
    gateway.answers = [(200, {})]
    send_again(letter, actor=county.actor("clara"))
    send_letters()
    letter.refresh_from_db()
    assert (letter.state, len(gateway.came)) == (LetterState.SENT, 7)


def test_what_failed_in_the_evening_is_not_tried_again_before_the_morning(county, gateway, morning):
    change_person(county.people["ella"], phone=PHONE, actor=county.house)
    only(county, "ella", sms="now")
    gateway.answers = [(503, {})]
    morning.move_to(at(21, 59))
    county.told()
    work()
    came = [len(gateway.came)]
    for moment in (at(22, 30), at(6, 59, day=24), at(7, 0, day=24)):
        morning.move_to(moment)
        send_letters()
        came.append(len(gateway.came))
    assert came == [1, 1, 1, 2]


def test_what_the_other_side_refuses_is_not_tried_again(county: County, gateway):
    change_person(county.people["ella"], phone=PHONE, actor=county.house)
    only(county, "ella", sms="now")
    gateway.answers = [(400, {})]
    county.told()
    work()
    assert Letter.objects.get().state == LetterState.DEAD


def test_a_resident_hears_by_what_they_left_and_sees_that_it_was_used(county: County, gateway):
    matter = county.dispatched(contact=ContactDetails("王小明", PHONE, "wang@example.org"))
    work()
    (came,) = gateway.came
    assert came.said["to"] == PHONE
    assert matter.number in came.said["text"]
    assert "王小明" not in came.said["text"]
    assert "路灯" not in came.said["text"]
    look = Look.objects.get(contact=matter.contact.uuid)
    assert look.by is None
    assert [one.to for one in mail.outbox if "wang@example.org" in one.to] == []


def test_without_a_gateway_the_mail_that_was_left_is_used(county: County):
    county.dispatched(contact=ContactDetails("王小明", PHONE, "wang@example.org"))
    work()
    (sent,) = (one for one in mail.outbox if one.to == ["wang@example.org"])
    assert "List-Unsubscribe" in sent.extra_headers


def test_a_resident_hears_only_of_what_is_shown_and_never_of_their_own_words(county: County, gateway):
    matter = county.told(contact=ContactDetails(phone=PHONE))
    work()
    assert gateway.came == []
    matter = county.move(matter, "dispatch", "ella", to_unit=county.units["housing"])
    work()
    assert len(gateway.came) == 1
    matter = county.move(matter, "send_back", "hugo", note="不归我们管")
    county.move(matter, "withdraw", "resident", note="不用了")
    work()
    assert len(gateway.came) == 1


def test_all_whose_requests_were_gathered_hear_of_the_main_one(county: County, gateway):
    other = county.told(contact=ContactDetails(phone="13900139000"))
    head = county.told(contact=ContactDetails(phone=PHONE))
    gather([other], under=head, actor=county.actor("ella"))
    work()
    gateway.came.clear()
    county.move(head, "dispatch", "ella", to_unit=county.units["housing"])
    work()
    assert {(came.said["to"], came.said["text"].split()[1]) for came in gateway.came} == {
        (PHONE, head.number),
        ("13900139000", other.number),
    }


def test_an_erased_contact_is_not_used(county: County, gateway, morning):
    matter = county.dispatched(contact=ContactDetails(phone=PHONE))
    tell_what_happened()
    Contact.objects.filter(matter=matter).update(erase_on=MONDAY.date())
    erase_contacts(MONDAY.date())
    send_letters()
    assert gateway.came == []
    assert Letter.objects.get(person=None).state == LetterState.DROPPED


def test_what_was_sent_long_ago_is_forgotten(county: County, morning):
    county.told()
    work()
    morning.shift(timedelta(days=89))
    forget_what_was_told()
    assert Letter.objects.exists()
    morning.shift(timedelta(days=2))
    forget_what_was_told()
    assert (Letter.objects.exists(), Notice.objects.exists()) == (False, True)
    morning.shift(timedelta(days=100))
    forget_what_was_told()
    assert not Notice.objects.exists()


def test_a_sample_county_writes_to_nobody(county: County, gateway, settings):
    settings.SAMPLE = True
    change_person(county.people["ella"], phone=PHONE, actor=county.house)
    only(county, "ella", sms="now", email="now")
    county.told(contact=ContactDetails(phone=PHONE))
    work()
    assert (gateway.came, mail.outbox) == ([], [])
    assert {letter.state for letter in Letter.objects.all()} == {LetterState.SENT}


@pytest.fixture
def robot(settings):
    """A robot of a group that remembers what it was told to say."""
    with listening() as recorder:
        settings.NOTICE = {**settings.NOTICE, "wecom_url": f"{recorder.url}/send?key=abc"}
        recorder.answers = [(200, {"errcode": 0})] * 9
        yield recorder


def test_a_group_hears_what_waits_at_its_unit_once_and_nobodys_name_or_number(county: County, robot):
    names = [person.name for person in county.people.values()]
    for person in ("ella", "hugo", "hana"):
        change_person(county.people[person], phone=PHONE, actor=county.house)
    matter = county.dispatched(body="王小明家门口的路灯不亮")
    work()
    (came,) = robot.came
    said = str(came.said)
    assert county.units["housing"].name in said
    assert matter.number in said
    assert "到了，等着办" in said
    for secret in (PHONE, "mentioned", "王小明", "路灯", *names):
        assert secret not in said
    county.move(matter, "accept", "hugo")
    work()
    assert len(robot.came) == 1


def test_a_group_hears_that_something_is_late(county: County, robot, morning):
    matter = county.dispatched()
    work()
    morning.move_to(matter.due_at + timedelta(minutes=1))
    warn_of_deadlines()
    warn_of_deadlines()
    morning.move_to(matter.due_at + timedelta(days=1))
    send_letters()
    assert ["已超期" in str(one.said) for one in robot.came] == [False, True]


def test_nobody_chooses_a_robot_for_their_own(county: County, robot):
    ella = county.people["ella"]
    page = county.client("ella").get(reverse("notice:choices")).content.decode()
    assert "came-email" in page
    assert "came-wecom" not in page
    with pytest.raises(Refusal):
        choose(ella, choices={("came", "wecom"): "now"}, actor=county.actor("ella"))


def test_what_a_robot_does_not_take_stands_under_the_groups_name(county: County, robot):
    robot.answers = [(200, {"errcode": 93000})]
    county.dispatched()
    work()
    page = county.client("clara").get(reverse("notice:dead")).content.decode()
    assert f"{county.units['housing'].name}的群" in page


def test_what_another_part_asks_a_resident_waits_for_the_morning_and_is_no_failure(county: County, morning):
    matter = county.told(contact=ContactDetails("王小明", "", "wang@example.org"))
    said = ResidentInvitation(new_id(), "请您评价", ("一个问题", "a question"), "/x/")
    morning.move_to(at(23, 30))
    assert invite(matter, said) == Carried.ASLEEP
    assert mail.outbox == []
    morning.move_to(at(7, 0, day=24))
    assert invite(matter, said) == Carried.SENT
    assert [one.subject for one in mail.outbox] == ["请您评价"]
