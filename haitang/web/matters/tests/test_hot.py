"""Hot issues and those alike: what many say, gathered with one press; without anyone's name."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from haitang.desks.requests.hot import find_everywhere, hot_issues
from haitang.kernel.matters.api import open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT
from haitang.lib import clock
from haitang.web.matters.tests.helpers import tell, url

HOT = "/matters/hot/"
PLANT = (
    "蘅芜雅苑旁边的沥青厂臭味刺鼻",
    "蘅芜雅苑附近沥青厂半夜生产",
    "投诉蘅芜雅苑沥青厂污染空气",
    "蘅芜雅苑沥青厂何时搬走",
)
OTHERS = ("公交车班次太少", "自来水有怪味", "图书馆关门太早", "树枝碰到高压线", "补办社保卡要什么材料")


@pytest.fixture(autouse=True)
def forgotten(db):
    """Nothing is kept from another test."""
    cache.clear()


@pytest.fixture
def burst(county):
    """Four people of one village about one plant, each with a telephone, among what others say."""
    for words in OTHERS:
        tell(county, words, at="hill")
    return [tell(county, words, phone=f"1380000111{number}") for number, words in enumerate(PLANT)]


def test_the_page_tells_the_issue_its_heat_and_its_reasons(burst, sign_in):
    page = sign_in("clara").get(HOT)
    (issue,) = page.context["page"].issues
    assert issue.place == "Lake 蘅芜雅苑"
    assert "4 人说过" in issue.why
    assert {one.number for one in issue.matters} == {matter.number for matter in burst}
    told = page.content.decode()
    assert "王阿姨" not in told
    assert "1380000111" not in told


def test_the_page_is_complete_in_english(burst, sign_in):
    browser = sign_in("clara")
    browser.cookies["django_language"] = "en"
    told = browser.get(HOT).content.decode()
    assert "4 people said so" in told
    assert "Gather 4 under the first" in told
    assert "热度" not in told


def test_who_sees_none_of_its_matters_sees_no_issue(burst, sign_in):
    assert not sign_in("wendy").get(HOT).context["page"].issues
    assert "这些天没有热点" in sign_in("wendy").get(HOT).content.decode()


def test_a_number_in_a_title_is_not_shown(county, sign_in):
    for words in OTHERS:
        tell(county, words, at="hill")
    for number, words in enumerate(PLANT):
        tell(county, f"{words},打13900002222", phone=f"1380000111{number}")
    issue = sign_in("clara").get(HOT).context["page"].issues[0]
    assert "1390000" not in issue.title + issue.words


def test_the_window_slides(county, sign_in):
    with time_machine.travel(clock.now() - timedelta(days=20)):
        for number, words in enumerate(PLANT):
            tell(county, words, phone=f"1380000111{number}")
    clara = sign_in("clara")
    assert len(clara.get(HOT, {"days": "30"}).context["page"].issues) == 1
    assert not clara.get(HOT, {"days": "7"}).context["page"].issues
    for unknown in ("no", "²", "9" * 5000):
        assert len(clara.get(HOT, {"days": unknown}).context["page"].issues) == 1


def test_one_press_gathers_an_issue(burst, sign_in):
    clara = sign_in("clara")
    (issue,) = clara.get(HOT).context["page"].issues
    clara.post(reverse("matters:gather"), {"number": issue.gather, "under": issue.gather[0]})
    assert Matter.objects.filter(gathered_under=burst[0]).count() == 3
    cache.clear()
    (after,) = clara.get(HOT).context["page"].issues
    assert not after.gather


def test_what_only_names_the_same_village_is_no_issue(county, sign_in):
    lake, resident = county.units["lake"], RESIDENT(county.region)
    for words in OTHERS:
        title = f"Lake 村委会{words}"
        open_matter("request", at=lake, actor=resident, title=title, body=title, channel="phone")
    assert not sign_in("clara").get(HOT).context["page"].issues


def test_one_thing_at_two_villages_is_gathered_at_each_by_itself(county, sign_in):
    for number, words in enumerate(PLANT):
        tell(county, words, phone=f"1380000111{number}", at="lake" if number else "hill")
    (issue,) = sign_in("clara").get(HOT).context["page"].issues
    assert (len(issue.matters), len(issue.gather)) == (4, 3)


def test_who_may_not_gather_has_no_press(burst, sign_in):
    (issue,) = sign_in("sun").get(HOT).context["page"].issues
    assert not issue.gather


@pytest.mark.parametrize("people", [3, 4])
def test_the_page_asks_as_often_for_three_as_for_four(county, sign_in, django_assert_num_queries, people):
    for number, words in enumerate(PLANT[:people]):
        tell(county, words, phone=f"1380000111{number}")
    clara = sign_in("clara")
    clara.get(HOT)
    with django_assert_num_queries(8):
        assert len(clara.get(HOT).context["page"].issues) == 1


def test_the_job_finds_what_the_page_then_shows(burst, county, sign_in):
    assert find_everywhere() == 3
    tell(county, "蘅芜雅苑沥青厂又冒烟")
    assert len(hot_issues(county.region.pk, 30).issues[0].numbers) == 4
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert len(hot_issues(county.region.pk, 30).issues[0].numbers) == 5


def test_a_matters_page_offers_to_gather_those_alike_with_one_press(burst, sign_in):
    clara, first = sign_in("clara"), burst[0]
    page = clara.get(url("matter", first)).context["page"]
    assert {one.number for one in page.to_gather} == {matter.number for matter in burst[1:]}
    numbers = [first.number, *(one.number for one in page.to_gather)]
    clara.post(reverse("matters:gather"), {"number": numbers, "under": first.number})
    assert Matter.objects.filter(gathered_under=first).count() == 3
    assert not clara.get(url("matter", first)).context["page"].to_gather
    assert not clara.get(url("matter", burst[1])).context["page"].to_gather


def test_who_may_not_gather_is_offered_nothing(burst, sign_in):
    assert not sign_in("sun").get(url("matter", burst[0])).context["page"].to_gather
