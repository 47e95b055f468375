"""A patrol that was kept on a phone comes later: dated as it was walked, once, and refused in words."""

from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from haitang.desks.patrol.tests.county import PLAYBOOK, County, small_county
from haitang.desks.patrol.tests.test_patrol import entered, photo, sent
from haitang.kernel.ledger.models import Entry
from haitang.kernel.matters.api import ContactDetails, own_contact
from haitang.kernel.matters.models import Matter, MatterAttachment
from haitang.kernel.registry.api import RESIDENT
from haitang.kernel.registry.models import Account
from haitang.lib import clock
from haitang.ui.addresses import page_of
from haitang.ui.keeping import KeptForm

PAGE = "patrol:walk"


@pytest.fixture(scope="module")
def grown(stage: Path) -> County:
    """The county; undone after the file."""
    return small_county()


@pytest.fixture
def county(grown: County, db: None) -> County:
    """The county as it was grown; undone after the test."""
    return deepcopy(grown)


@pytest.fixture
def greta(county) -> Client:
    """The grid member's phone."""
    return entered(county, "greta")


def later(phone: Client, form: dict[str, object], *, account: str | None = None) -> HttpResponse:
    """What the script sends of a report that the phone had kept."""
    own = account if account is not None else phone.session["_auth_user_id"]
    return phone.post(reverse(PAGE), form, headers={"X-Haitang-Kept": "later", "X-Haitang-Account": own})


def before(**ago: float) -> datetime:
    return clock.now() - timedelta(**ago)


def test_it_is_dated_as_it_was_walked_and_its_time_runs_from_its_coming(county, greta):
    seen = before(days=2)
    form = sent(county, title="井盖松动", seen_at=seen.isoformat())
    answer = later(greta, {**form, "photos": photo()})
    matter, entry = Matter.objects.get(), Entry.objects.get()
    assert answer.json() == {
        "outcome": "sent",
        "said": f"巡查记好了，问题已上报：{matter.number}",
        "number": matter.number,
        "url": f"{reverse(PAGE)}?patrol=grid",
    }
    assert matter.occurred_at == seen
    assert clock.now() - matter.opened_at < timedelta(minutes=1)
    assert (entry.day, entry.channel) == (clock.day_of(seen), "offline")
    assert MatterAttachment.objects.filter(matter=matter).count() == 1


def test_sent_at_once_and_again_from_the_phone_it_is_one(county, greta):
    form = sent(county, title="井盖松动")
    assert greta.post(reverse(PAGE), form).status_code == 302
    # The answer never came back to the phone, so it sends what it had kept.
    said = later(greta, {**form, "seen_at": clock.now().isoformat()}).json()
    assert said["number"] == Matter.objects.get().number
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("more", [{}, {"title": "井盖松动"}])
def test_what_arrived_is_no_late_comer_when_the_phone_sends_it_again(county, greta, more):
    form = sent(county, **more, seen_at=clock.now().isoformat())
    account, first = greta.session["_auth_user_id"], later(greta, form).json()
    with time_machine.travel(clock.now() + timedelta(days=9)):
        greta = entered(county, "greta")
        again = later(greta, form, account=account).json()
    assert again == first
    assert Entry.objects.count() == 1


def test_it_leaves_no_message_for_the_next_page(county, greta):
    later(greta, sent(county, seen_at=before(hours=1).isoformat()))
    assert not list(greta.get(reverse(PAGE)).context["messages"])


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (timedelta(days=4), "最多 3 天"),
        (timedelta(hours=-2), "在将来"),
        (None, "看不懂是什么时候"),
    ],
)
@pytest.mark.parametrize("more", [{}, {"title": "井盖松动"}])
def test_too_late_or_from_the_future_is_refused_in_words_and_writes_nothing(county, greta, seen, words, more):
    said = (clock.now() - seen).isoformat() if seen else "yesterday"
    answer = later(greta, sent(county, **more, seen_at=said))
    assert answer.status_code == 400
    assert answer.json()["outcome"] == "refused"
    assert words in "".join(answer.json()["why"])
    assert answer.json()["why"][0].startswith("什么时候看到的：")
    assert (Entry.objects.count(), Matter.objects.count()) == (0, 0)


def test_a_clock_a_little_ahead_is_no_future(county, greta):
    answer = later(greta, sent(county, seen_at=before(minutes=-5).isoformat()))
    assert answer.json()["outcome"] == "sent"


def test_just_before_midnight_a_clock_ahead_still_writes_today(county, greta):
    today = clock.now().replace(hour=15, minute=58)
    seen = today + timedelta(minutes=5)
    assert clock.day_of(seen) > clock.day_of(today)
    with clock.standing_at(today):
        answer = later(greta, sent(county, title="井盖松动", seen_at=seen.isoformat()))
    assert answer.json()["outcome"] == "sent"
    assert Matter.objects.get().occurred_at == today


def test_where_the_channel_may_not_wait_nothing_is_kept_nor_taken_later(county):
    county.apply(PLAYBOOK.replace(", offline_days: 3", ""))
    greta = entered(county, "greta")
    assert "data-kept" not in greta.get(reverse(PAGE)).content.decode()
    answer = later(greta, sent(county, title="井盖松动", seen_at=before(hours=1).isoformat()))
    assert "不能离线补传" in answer.json()["why"][0]
    assert Matter.objects.count() == 0


def test_nobody_sends_what_another_kept_on_the_same_phone(county, greta):
    other = str(Account.objects.get(pk=county.account("clara").pk).pk)
    answer = later(greta, sent(county, title="井盖松动", seen_at=before(hours=1).isoformat()), account=other)
    assert (answer.status_code, answer.json()) == (409, {"outcome": "sign_in"})
    assert Matter.objects.count() == 0


def test_the_copy_for_the_phone_holds_nothing_of_anybody(county, greta):
    later(greta, sent(county, note="桥头看过了", seen_at=before(hours=1).isoformat()))
    plain = greta.get(reverse(PAGE)).content.decode()
    copy = greta.get(reverse(PAGE), headers={"X-Haitang-Shell": "1"}).content.decode()
    assert "桥头看过了" in plain
    assert "桥头看过了" not in copy
    assert county.people["greta"].name not in copy
    # The desk may stand alone, where nothing serves the worker.
    assert ("data-shell" in copy) == bool(page_of("keeping worker"))
    assert "记下这次巡查" in copy


def test_an_instant_without_a_zone_is_not_guessed():
    form = KeptForm({"seen_at": "2026-11-22T10:00"}, language="zh")
    form.add_seen()
    assert not form.is_valid()


def test_whom_it_concerns_is_reached_by_what_was_left(county, greta):
    left = {"name": "王小明", "phone": "13800138000"}
    later(greta, sent(county, title="井盖松动", **left, seen_at=before(hours=1).isoformat()))
    matter = Matter.objects.get()
    assert own_contact(followed_by_resident(matter), actor=RESIDENT(county.region)) == ContactDetails(
        "王小明", "13800138000"
    )
    assert matter.follow_digest


def test_a_contact_alone_says_nothing(county, greta):
    answer = later(greta, sent(county, phone="13800138000"))
    assert "请用一句话写明" in answer.json()["why"][0]


def followed_by_resident(matter: Matter) -> Matter:
    matter.is_followed = True
    return matter
