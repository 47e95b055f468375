"""A person's page: who may open it, what it tells, and a number seen only for a reason that is kept."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from haitang.kernel.registry.api import SYSTEM, appoint, change_person, end_post, erase_person
from haitang.kernel.registry.models import Look, Post
from haitang.lib import clock
from haitang.web.tests.county import County

PERSON_QUERIES = 8


def page(county: County, who: str, whom: str) -> HttpResponse:
    return county.client(who).get(f"/people/{county.people[whom].pk}/")


def ask(county: County, who: str, whom: str, why: str) -> HttpResponse:
    return county.client(who).post(f"/people/{county.people[whom].pk}/phone/", {"why": why})


@pytest.fixture
def called(county: County) -> County:
    """The county, with Sun's number kept."""
    change_person(county.people["sun"], phone="13800138000", actor=SYSTEM(county.region))
    return county


def test_a_units_page_leads_to_its_people(county):
    body = county.client("olive").get(f"/units/{county.units['lake'].pk}/").content.decode()
    assert f'href="/people/{county.people["sun"].pk}/">Sun</a>' in body


def test_the_page_tells_posts_past_and_present_and_whether_they_are_in_office(county):
    sun, house = county.people["sun"], SYSTEM(county.region)
    appoint(sun, role="member", unit=county.units["lake"], since=clock.today(), actor=house)
    told = page(county, "olive", "sun").context["page"]
    assert (told.standing, [post.role for post in told.posts]) == ("在职", ["党员", "村书记"])


def test_who_left_all_posts_left_office(county):
    ended = clock.today() - timedelta(days=10)
    end_post(Post.objects.get(person=county.people["sun"]), on=ended, actor=SYSTEM(county.region))
    told = page(county, "olive", "sun").context["page"]
    assert (told.standing, [post.until for post in told.posts]) == ("已离任", [ended])


def test_posts_beyond_ones_reach_are_not_told(county):
    hill, house = county.units["hill"], SYSTEM(county.region)
    appoint(county.people["mei"], role="member", unit=hill, since=clock.today(), actor=house)
    assert [post.unit for post in page(county, "sun", "mei").context["page"].posts] == ["湖心村"]
    assert len(page(county, "olive", "mei").context["page"].posts) == 2


@pytest.mark.parametrize(("who", "whom"), [("sun", "gao"), ("mei", "sun"), ("sun", "olive")])
def test_a_person_out_of_reach_is_not_there(called, who, whom):
    assert page(called, who, whom).status_code == 404
    assert ask(called, who, whom, "有事").status_code == 404
    assert not Look.objects.exists()


def test_a_person_whose_data_were_erased_is_not_there(called):
    erase_person(called.people["mei"], actor=SYSTEM(called.region))
    assert page(called, "olive", "mei").status_code == 404


def test_a_look_at_the_number_is_logged_with_its_reason_and_the_person_reads_it(called):
    answer = ask(called, "olive", "sun", "通知明天开会")
    assert "13800138000" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = Look.objects.get()
    assert (look.by, look.person, look.field, look.why) == (
        called.people["olive"],
        called.people["sun"],
        "phone",
        "通知明天开会",
    )
    own = called.client("sun").get("/me/").content.decode()
    assert "Olive" in own
    assert "通知明天开会" in own
    assert "13800138000" not in page(called, "olive", "sun").content.decode()


def test_without_a_reason_nothing_is_seen_and_nothing_logged(called):
    answer = ask(called, "olive", "sun", "  ")
    assert answer.status_code == 422
    assert "13800138000" not in answer.content.decode()
    assert not Look.objects.exists()


def test_who_sees_a_person_without_the_ability_to_call_them_gets_no_number(called):
    change_person(called.people["mei"], phone="13800138001", actor=SYSTEM(called.region))
    body = page(called, "sun", "mei").content.decode()
    assert "您的职务不能查看" in body
    assert ask(called, "sun", "mei", "有事").status_code == 404
    assert not Look.objects.exists()


def test_an_address_typed_in_shows_no_number(called):
    answer = called.client("olive").get(f"/people/{called.people['sun'].pk}/phone/")
    assert answer.status_code == 302
    assert not Look.objects.exists()


@pytest.mark.parametrize("posts", [1, 3])
def test_the_page_asks_as_often_for_one_post_as_for_three(county, django_assert_num_queries, posts):
    for name in ("hill", "east")[: posts - 1]:
        appoint(
            county.people["mei"],
            role="member",
            unit=county.units[name],
            since=clock.today(),
            actor=SYSTEM(county.region),
        )
    client = county.client("olive")
    address = f"/people/{county.people['mei'].pk}/"
    client.get(address)
    with django_assert_num_queries(PERSON_QUERIES):
        assert len(client.get(address).context["page"].posts) == posts
