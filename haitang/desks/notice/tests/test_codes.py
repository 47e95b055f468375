"""Every channel ends with a code in the resident's hand: sent to what was left, asked for, never shown."""

import re
from uuid import uuid5

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.desks.notice.actions import drop_code, send_code_again
from haitang.desks.notice.enums import LetterState
from haitang.desks.notice.jobs import look_at_asks, send_codes, send_letters, tell_what_happened
from haitang.desks.notice.models import CodeAsk, CodeLetter
from haitang.desks.notice.queries import went_to_resident
from haitang.desks.notice.tests.county import County
from haitang.desks.notice.tests.server import listening
from haitang.kernel.matters.api import ContactDetails, followed, open_matter
from haitang.kernel.matters.mailing import MailDoor, take_letters
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.models import Look
from haitang.lib.diagnostics import Forbidden

#: No text messages here: what is left out of the two is the address.
LEFT = ContactDetails("王小明", "13800138000", "wang@example.org")


def imported(county: County, **more) -> Matter:
    """What a hotline's file brings: no code is made for it."""
    return open_matter(
        "request",
        at=county.units["lake"],
        body="路灯不亮",
        channel="phone",
        contact=LEFT,
        follow=False,
        actor=county.house,
        **more,
    ).matter


def code_in(letter) -> str:
    return re.search(r"查询码 ([2-9A-Z]{8})", letter.body)[1]


def work() -> None:
    tell_what_happened()
    send_codes()


def codes() -> list:
    return [one for one in mail.outbox if one.to == ["wang@example.org"]]


def ask(county: County, number: str, reached_at: str):
    where = reverse("notice:code", args=[county.region.key])
    return Client().post(where, {"number": number, "reached_at": reached_at})


def test_who_answers_a_letter_of_ours_is_heard_and_who_knows_the_address_alone_is_not(
    county,
):
    matter = imported(county)
    work()
    county.move(matter, "dispatch", "ella", to_unit=county.units["housing"])
    work()
    send_letters()
    ours = [one.extra_headers["Message-ID"] for one in codes()]
    assert len(set(ours)) == 2
    door = MailDoor("request", county.units["lake"])
    for place, answered in enumerate((*ours, ours[0].replace("-", "-0", 1), "")):
        heads = f"From: {LEFT.email}\nSubject: Re: {matter.number}\nMessage-ID: <{place}@example.org>\n"
        heads += f"In-Reply-To: {answered}\n" if answered else ""
        report = take_letters([(str(place), f"{heads}\n还是不亮".encode())], door=door)
        assert report.remarked == int(answered in ours)


def test_what_came_by_file_is_followed_by_a_code_sent_to_what_was_left(county: County):
    matter = imported(county)
    work()
    (letter,) = codes()
    assert followed(matter.number, code_in(letter), region=county.region) == matter
    assert Look.objects.filter(why__startswith="发送查询码").count() == 1
    send_codes()
    assert len(codes()) == 1


def test_whoever_told_it_on_a_page_of_their_own_has_the_code_and_is_sent_none(county: County):
    county.told(contact=LEFT)
    work()
    assert codes() == []


def test_a_code_asked_for_ends_the_one_before_and_the_answer_tells_nothing(county: County):
    opened = open_matter(
        "request", at=county.units["lake"], body="路灯", channel="phone", contact=LEFT, actor=county.resident
    )
    number = opened.matter.number
    right, wrong = ask(county, number, "Wang@Example.org"), ask(county, number, "li@example.org")
    nobody = ask(county, "XQ-2026-99999", "wang@example.org")
    pages = {one.content.decode().split("<main")[1].split("</main")[0] for one in (right, wrong, nobody)}
    assert [one.status_code for one in (right, wrong, nobody)] == [200, 200, 200]
    assert len(pages) == 1
    send_codes()
    (letter,) = codes()
    assert followed(number, opened.follow_code, region=county.region) is None
    assert followed(number, code_in(letter), region=county.region) == opened.matter


def test_the_phone_that_was_left_is_as_good(county: County):
    matter = imported(county)
    work()
    ask(county, matter.number.lower(), "138 0013 8000")
    send_codes()
    first, second = codes()
    assert followed(matter.number, code_in(first), region=county.region) is None
    assert followed(matter.number, code_in(second), region=county.region) == matter


@pytest.mark.slow(reason="many letters")
def test_three_a_day_and_then_no_more(county: County):
    matter = imported(county)
    work()
    for _ in range(4):
        ask(county, matter.number, "wang@example.org")
        send_codes()
    assert CodeLetter.objects.count() == len(codes()) == 3


def test_a_network_is_slowed_down(county: County):
    answers = [ask(county, "XQ-2026-10001", f"1380013800{turn}").status_code for turn in range(8)]
    assert answers == [*[200] * 6, 400, 400]


def test_news_says_what_is_true_for_whoever_has_no_code(county: County):
    matter = imported(county)
    tell_what_happened()
    county.move(matter, "dispatch", "ella", to_unit=county.units["housing"])
    tell_what_happened()
    send_letters()
    (news,) = codes()
    assert "还没有给过您查询码" in news.body
    assert "凭编号和查询码" not in news.body


@pytest.fixture
def gateway(settings):
    """A gateway for text messages that remembers."""
    with listening() as recorder:
        settings.NOTICE = {**settings.NOTICE, "sms_url": f"{recorder.url}/send"}
        yield recorder


@pytest.fixture
def dead(county: County, gateway) -> CodeLetter:
    """A code that the other side refused for good."""
    matter = imported(county)
    gateway.answers = [(400, {})]
    work()
    return CodeLetter.objects.get(matter=matter, state=LetterState.DEAD)


def test_a_code_that_could_not_be_sent_stands_where_it_is_sent_again_and_is_made_anew(
    county: County, dead, gateway
):
    assert county.client("hugo").get(reverse("notice:dead")).status_code == 404
    clara = county.client("clara")
    page = clara.get(reverse("notice:dead")).content.decode()
    assert dead.matter.number in page
    assert "HTTP 400" in page
    for secret in ("13800138000", "wang@", "王小明", gateway.came[0].said["text"]):
        assert secret not in page
    again = reverse("notice:code_again", args=[dead.pk])
    for other in ("hugo", "wendy"):
        assert county.client(other).post(again).status_code == 404
    assert dead.matter.number not in county.client("wendy").get(reverse("notice:dead")).content.decode()
    for act in (send_code_again, drop_code):
        with pytest.raises(Forbidden):
            act(dead, actor=county.actor("wendy"))
    clara.post(again)
    gateway.answers = [(200, {})]
    send_codes()
    first, second = (re.search(r"查询码 ([2-9A-Z]{8})", one.said["text"])[1] for one in gateway.came)
    assert followed(dead.matter.number, first, region=county.region) is None
    assert followed(dead.matter.number, second, region=county.region) == dead.matter
    assert dead.matter.number not in clara.get(reverse("notice:dead")).content.decode()
    assert clara.post(again).status_code == 404


def test_what_a_letter_with_a_code_is_called_is_known_to_who_received_it_alone(county: County, settings):
    matter = imported(county)
    work()
    (letter,) = CodeLetter.objects.all()
    called = letter.parcel(1)
    assert codes()[0].extra_headers["Message-ID"].startswith(f"<{called}@")
    shown = (f"code {letter.pk}/1", f"{matter.uuid} {letter.pk}/1", str(letter.pk), "1")
    assert called not in {uuid5(matter.uuid, one) for one in shown}
    settings.CONTACT_KEY = "of another house"
    assert letter.parcel(1) != called


def test_a_code_sent_again_goes_under_another_name_and_an_answer_to_either_is_heard(
    county: County, dead, gateway
):
    first = dead.parcel(1)
    send_code_again(dead, actor=county.actor("clara"))
    gateway.answers = [(200, {})]
    send_codes()
    again = CodeLetter.objects.get(matter=dead.matter, state=LetterState.SENT)
    assert again.parcel(1) != first
    assert all(went_to_resident(dead.matter, [one]) for one in (first, again.parcel(1)))
    assert not went_to_resident(dead.matter, [again.parcel(2)])


def test_a_dead_code_is_given_up_and_not_sent_beside_a_newer_one(county: County, dead):
    ask(county, dead.matter.number, "13800138000")
    look_at_asks()
    clara = county.client("clara")
    assert clara.post(reverse("notice:code_again", args=[dead.pk])).status_code == 409
    clara.post(reverse("notice:drop_code", args=[dead.pk]))
    dead.refresh_from_db()
    assert dead.state == LetterState.DROPPED
    assert CodeLetter.objects.filter(state=LetterState.WAITING).count() == 1


def test_the_page_does_the_same_work_whatever_is_right(county: County):
    matter = imported(county)
    work()
    given = [
        (matter.number, "wang@example.org"),
        (matter.number, "138 0013 8000"),
        (matter.number, "li@example.org"),
        (matter.number, "13900139000"),
        (matter.number, "nothing of the kind"),
        ("XQ-2026-99999", "wang@example.org"),
    ]
    looks, work_of = Look.objects.count(), []
    for number, reached_at in given:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            ask(county, number, reached_at)
        work_of.append([_shape(one["sql"]) for one in asked])
    assert all(one == work_of[0] for one in work_of)
    assert Look.objects.count() == looks
    sealed = b"".join(bytes(one) for one in CodeAsk.objects.values_list("reached_at_sealed", flat=True))
    assert CodeAsk.objects.count() == len(given)
    assert b"wang" not in sealed


def _shape(sql: str) -> str:
    """What is asked of the database, without what it is asked with."""
    return re.split(r" WHERE | VALUES | SET |\(", sql, maxsplit=1)[0]


def test_what_was_typed_to_ask_for_a_code_is_forgotten_once_compared(county: County):
    matter = imported(county)
    work()
    ask(county, matter.number, "wang@example.org")
    ask(county, matter.number, "li@example.org")
    assert CodeAsk.objects.count() == 2
    send_codes()
    assert CodeAsk.objects.count() == 0
    assert len(codes()) == 2
