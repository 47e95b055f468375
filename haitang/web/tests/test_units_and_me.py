"""The register as of a day, and one's own page."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from haitang.kernel.matters.api import comment, open_matter
from haitang.kernel.registry.api import SYSTEM, end_post, issue_token, move_unit, tie
from haitang.kernel.registry.models import ApiToken, Post
from haitang.lib import clock
from haitang.web.tests.county import County

UNIT_QUERIES, ME_QUERIES, EXPORT_QUERIES = 9, 9, 35


def get(county: County, name: str, address: str) -> str:
    return county.client(name).get(address).content.decode()


def test_a_unit_shows_who_held_which_post_on_that_day(county):
    post = Post.objects.get(person=county.people["sun"])
    ended = clock.today() - timedelta(days=10)
    end_post(post, on=ended, actor=SYSTEM(county.region))
    address = f"/units/{county.units['lake'].pk}/"
    assert ">Sun</a></td>" not in get(county, "olive", address)
    assert ">Sun</a></td>" in get(county, "olive", f"{address}?on={ended - timedelta(days=1)}")


def test_a_unit_stands_where_it_stood_on_that_day(county):
    moved = clock.today() - timedelta(days=10)
    move_unit(county.units["lake"], under=county.units["west"], on=moved, actor=SYSTEM(county.region))
    address = f"/units/{county.units['lake'].pk}/"
    assert "西山镇</a> ›" in get(county, "olive", address)
    assert "柳溪镇</a> ›" in get(county, "olive", f"{address}?on={moved - timedelta(days=1)}")


def test_a_unit_out_of_reach_is_not_there(county):
    assert county.client("sun").get(f"/units/{county.units['hill'].pk}/").status_code == 404
    assert county.client("mei").get("/units/").status_code == 404


def test_units_are_found_by_name_or_code_within_reach(county):
    assert "湖心村" in get(county, "olive", "/units/?q=湖心")
    assert "湖心村" in get(county, "olive", f"/units/?q={county.units['lake'].code}")
    assert "湖心村</span>" not in get(county, "gao", "/units/?q=湖心")


def test_nonsense_for_a_day_is_refused_in_words(county):
    answer = county.client("olive").get(f"/units/{county.units['lake'].pk}/?on=soon")
    assert answer.status_code == 400
    assert "soon" in answer.content.decode()


def test_a_units_page_costs_the_same_however_much_lies_below(county, django_assert_num_queries):
    client = county.client("olive")
    client.get(f"/units/{county.units['county'].pk}/")
    for unit in ("county", "lake"):
        with django_assert_num_queries(UNIT_QUERIES):
            client.get(f"/units/{county.units[unit].pk}/")


def test_my_page_shows_posts_abilities_and_who_looked(county):
    body = get(county, "sun", "/me/")
    assert "村书记" in body
    assert "查看台账" in body
    assert "没有人看过" in body


def test_my_page_leads_where_the_bar_of_a_phone_has_no_room(county):
    page = get(county, "olive", "/me/").split('id="further"')[1].split("</nav>")[0]
    for address in ("/entries/", "/units/", "/playbook/"):
        assert f'href="{address}"' in page
    assert 'href="/matters/"' not in page


def test_my_page_is_never_cached_and_costs_the_same(county, django_assert_num_queries):
    client = county.client("sun")
    client.get("/me/")
    with django_assert_num_queries(ME_QUERIES):
        assert client.get("/me/")["Cache-Control"] == "no-store"


def test_a_key_is_shown_once_and_revoked_by_its_owner_alone(county):
    client = county.client("olive")
    post = Post.objects.get(person=county.people["olive"])
    issued = client.post("/me/tokens/", {"post": post.pk, "label": "导入脚本"}).content.decode()
    token = ApiToken.objects.get()
    assert "ht_" in issued
    assert "ht_" not in get(county, "olive", "/me/")
    assert county.client("sun").post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
    client.post(f"/me/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_who_may_not_issue_keys_still_revokes_their_own(county):
    post = Post.objects.get(person=county.people["sun"])
    token, _ = issue_token(post, label="丢了的手机", actor=SYSTEM(county.region))
    assert "丢了的手机" in get(county, "sun", "/me/")
    assert county.client("sun").post(f"/me/tokens/{token.pk}/revoke/").status_code == 302
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_who_may_not_issue_keys_is_refused(county):
    post = Post.objects.get(person=county.people["sun"])
    answer = county.client("sun").post("/me/tokens/", {"post": post.pk, "label": "x"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_everything_kept_of_me_is_mine_to_take(county):
    county.visit()
    answer = county.client("sun").get("/me/export.json")
    taken = json.loads(answer.content)
    assert taken["person"]["name"] == "Sun"
    assert [deed["kind"] for deed in taken["deeds"]] == ["入户走访"]
    assert date.fromisoformat(taken["deeds"][0]["day"]) == clock.today()
    own = {"person", "deeds", "recorded", "served", "matters", "steps", "looks", "claims", "files", "keys"}
    assert set(taken) == own | {"account", "meetings", "notice", "rota"}


@pytest.mark.parametrize("how_many", [1, 3])
def test_taking_everything_costs_the_same_however_much_it_is(county, django_assert_num_queries, how_many):
    lake, actor, sun = county.units["lake"], county.actor("sun"), county.people["sun"]
    for name in ("mei", "gao", "olive")[:how_many]:
        county.visit()
        told = open_matter("request", at=lake, title="路灯", channel="web", actor=actor)
        comment(told.matter, text="灯还是不亮", client_id=uuid4(), actor=actor)
        tie(sun, to=county.people[name], kind="mentor", actor=SYSTEM(county.region))
    client = county.client("sun")
    client.get("/me/export.json")
    with django_assert_num_queries(EXPORT_QUERIES):
        taken = json.loads(client.get("/me/export.json").content)
    assert len(taken["deeds"]) == len(taken["matters"]) == len(taken["person"]["ties"]) == how_many
    assert [one["note"] for one in taken["deeds"]] == ["门口路灯不亮"] * how_many
    assert [one["note"] for one in taken["steps"] if one["note"]] == ["灯还是不亮"] * how_many
    assert taken["person"]["ties"][0]["other"] == "Mei"


def test_an_account_without_a_person_has_no_page_of_its_own(client, django_user_model):
    account = django_user_model.objects.create(username="nobody")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/me/").status_code == 404


def test_who_sees_no_matters_is_not_led_to_a_list_of_them(county):
    assert "?mine=1" in get(county, "olive", "/")
    assert "?mine=1" not in get(county, "mei", "/")
